#include "base/id.hpp"

namespace praktik {
namespace {

constexpr std::string_view hexDigits = "0123456789abcdef";

std::optional<std::uint8_t> hexValue(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
  return std::nullopt;
}

constexpr bool isDashPosition(std::size_t at) { return at == 8 || at == 13 || at == 18 || at == 23; }

}  // namespace

std::optional<UuidBytes> parseUuid(std::string_view text) {
  if (text.size() != 36) return std::nullopt;
  UuidBytes bytes{};
  std::size_t digits = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (isDashPosition(i)) {
      if (text[i] != '-') return std::nullopt;
      continue;
    }
    const auto value = hexValue(text[i]);
    if (!value) return std::nullopt;
    bytes[digits / 2] = static_cast<std::uint8_t>((bytes[digits / 2] << 4U) | *value);
    ++digits;
  }
  return bytes;
}

std::string formatUuid(const UuidBytes& bytes) {
  std::string text;
  text.reserve(36);
  for (const std::uint8_t byte : bytes) {
    if (isDashPosition(text.size())) text += '-';
    text += hexDigits[byte >> 4U];
    text += hexDigits[byte & 0x0FU];
  }
  return text;
}

UuidBytes UuidSequence::next(Instant now, const RandomBytes& random) {
  constexpr unsigned highest = 0xFFF;
  UuidBytes bytes = makeUuidV7(std::max(now, fromMillis(millis_)), random);
  if (toMillis(now) > millis_) {
    millis_ = toMillis(now);
    // The upper half is left for those that follow within the millisecond.
    counter_ = ((bytes[6] & 0x07U) << 8U) | bytes[7];
  } else if (++counter_ > highest) {
    counter_ = 0;
    return next(fromMillis(millis_ + 1), random);
  }
  bytes[6] = static_cast<std::uint8_t>(0x70U | (counter_ >> 8U));
  bytes[7] = static_cast<std::uint8_t>(counter_);
  return bytes;
}

UuidBytes makeUuidV7(Instant now, const RandomBytes& random) {
  UuidBytes bytes{};
  random(bytes);
  const auto millis = static_cast<std::uint64_t>(toMillis(now));
  for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(millis >> (40U - 8U * i));
  bytes[6] = static_cast<std::uint8_t>(0x70U | (bytes[6] & 0x0FU));
  bytes[8] = static_cast<std::uint8_t>(0x80U | (bytes[8] & 0x3FU));
  return bytes;
}

}  // namespace praktik
