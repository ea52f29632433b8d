#include "base/base64url.hpp"

namespace praktik {
namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr unsigned bitsPerLetter = 6;
constexpr unsigned bitsPerByte = 8;

std::string_view withoutPadding(std::string_view text) {
  if (text.size() % 4 != 0) return text;
  if (text.ends_with("==")) return text.substr(0, text.size() - 2);
  if (text.ends_with('=')) return text.substr(0, text.size() - 1);
  return text;
}

}  // namespace

std::string toBase64url(std::span<const std::uint8_t> bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (const std::uint8_t byte : bytes) {
    pending = pending << bitsPerByte | byte;
    bits += bitsPerByte;
    while (bits >= bitsPerLetter) {
      bits -= bitsPerLetter;
      text += alphabet[pending >> bits & 0x3FU];
    }
  }
  if (bits > 0) text += alphabet[pending << (bitsPerLetter - bits) & 0x3FU];
  return text;
}

std::optional<Bytes> fromBase64url(std::string_view given) {
  const std::string_view text = withoutPadding(given);
  if (text.size() % 4 == 1) return std::nullopt;
  Bytes bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t pending = 0;
  unsigned bits = 0;
  for (const char letter : text) {
    const auto value = alphabet.find(letter);
    if (value == std::string_view::npos) return std::nullopt;
    pending = pending << bitsPerLetter | static_cast<std::uint32_t>(value);
    bits += bitsPerLetter;
    if (bits < bitsPerByte) continue;
    bits -= bitsPerByte;
    bytes.push_back(static_cast<std::uint8_t>(pending >> bits));
    pending &= (1U << bits) - 1U;
  }
  if (pending != 0) return std::nullopt;
  return bytes;
}

std::span<const std::uint8_t> bytesOf(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()),
          text.size()};  // NOLINT(*-reinterpret-cast): chars are bytes
}

}  // namespace praktik
