#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/base64url.hpp"
#include "base/instant.hpp"

/// One-time passwords by time: RFC 6238 with SHA-1 and steps of 30 seconds, as every authenticator app makes them.
namespace praktik::app {

/// As long as the hash, which RFC 4226 §4 recommends.
using TotpSecret = std::array<std::uint8_t, 20>;

inline constexpr int totpDigits = 6;

/// The number of the step that the instant lies in.
std::int64_t totpStepAt(Instant at);

/// The password of a step. The RFC's own examples have eight digits.
std::string totpOf(std::span<const std::uint8_t> secret, std::int64_t step, int digits = totpDigits);

/// The step whose password this is, among the present one, the one before and the one after: clocks differ a little. Only
/// steps behind `lastUsed` count, so that no password counts twice.
std::optional<std::int64_t> totpStepOf(std::span<const std::uint8_t> secret, std::string_view otp, Instant now,
                                       std::optional<std::int64_t> lastUsed);

/// Base32 (RFC 4648 §6) without padding, as people type it.
std::string toBase32(std::span<const std::uint8_t> bytes);

/// What an authenticator app reads from a picture: otpauth://totp/Praktik:ayu%40example.org?secret=…
std::string totpUri(std::span<const std::uint8_t> secret, std::string_view account);

}  // namespace praktik::app
