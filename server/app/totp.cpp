#include "app/totp.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdexcept>

namespace praktik::app {
namespace {

constexpr seconds stepLength{30};
constexpr std::int64_t driftSteps = 1;

std::string percentEncoded(std::string_view text) {
  std::string encoded;
  for (const char c : text) {
    const bool isPlain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                         c == '.' || c == '_' || c == '~';
    encoded += isPlain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return encoded;
}

}  // namespace

std::int64_t totpStepAt(Instant at) { return at.time_since_epoch() / stepLength; }

std::string totpOf(std::span<const std::uint8_t> secret, std::int64_t step, int digits) {
  std::array<std::uint8_t, 8> counter{};
  for (std::size_t i = 0; i < counter.size(); ++i) {
    counter[counter.size() - 1 - i] = static_cast<std::uint8_t>(static_cast<std::uint64_t>(step) >> (8 * i));
  }
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> mac{};
  unsigned int length = 0;
  if (HMAC(EVP_sha1(), secret.data(), static_cast<int>(secret.size()), counter.data(), counter.size(), mac.data(),
           &length) == nullptr) {
    throw std::runtime_error("OpenSSL could not make a one-time password");
  }
  // RFC 4226 §5.3: the last four bits say where the 31 bits stand.
  const std::size_t offset = mac.at(length - 1) & 0x0FU;
  std::uint32_t value = mac.at(offset) & 0x7FU;
  for (std::size_t i = 1; i < 4; ++i) value = value << 8U | mac.at(offset + i);
  std::uint32_t modulus = 1;
  for (int i = 0; i < digits; ++i) modulus *= 10;
  return fmt::format("{:0{}}", value % modulus, digits);
}

std::optional<std::int64_t> totpStepOf(std::span<const std::uint8_t> secret, std::string_view otp, Instant now,
                                       std::optional<std::int64_t> lastUsed) {
  const std::int64_t present = totpStepAt(now);
  for (std::int64_t step = present - driftSteps; step <= present + driftSteps; ++step) {
    if (lastUsed && step <= *lastUsed) continue;
    const std::string right = totpOf(secret, step);
    if (otp.size() == right.size() && CRYPTO_memcmp(otp.data(), right.data(), right.size()) == 0) return step;
  }
  return std::nullopt;
}

std::string toBase32(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  std::string text;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const std::uint8_t byte : bytes) {
    bits = (bits << 8U | byte) & 0xFFFFU;
    for (count += 8; count >= 5; count -= 5) text += alphabet[bits >> (count - 5) & 0x1FU];
  }
  if (count > 0) text += alphabet[bits << (5 - count) & 0x1FU];
  return text;
}

std::string totpUri(std::span<const std::uint8_t> secret, std::string_view account) {
  return fmt::format("otpauth://totp/Praktik:{}?secret={}&issuer=Praktik&algorithm=SHA1&digits={}&period={}",
                     percentEncoded(account), toBase32(secret), totpDigits, stepLength.count());
}

}  // namespace praktik::app
