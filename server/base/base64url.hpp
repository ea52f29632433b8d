#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// Base64 with the URL-safe alphabet and without padding (RFC 4648 §5): how Web Push and JWTs write bytes.
namespace praktik {

using Bytes = std::vector<std::uint8_t>;

std::string toBase64url(std::span<const std::uint8_t> bytes);

/// Takes padded text as well, because some clients send it. Empty for any character outside the alphabet, a length that no
/// bytes have, and bits that stand for nothing (two texts must not mean the same bytes).
std::optional<Bytes> fromBase64url(std::string_view text);

/// The bytes of a text, for what works on bytes.
std::span<const std::uint8_t> bytesOf(std::string_view text);

}  // namespace praktik
