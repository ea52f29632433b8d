#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "base/base64url.hpp"
#include "base/id.hpp"

namespace praktik::app {

/// Keeps the secrets of second factors from whoever has the database alone: XChaCha20-Poly1305 (libsodium), bound to the
/// person, so that a secret that was moved to another row opens nothing. Immutable.
class SecondFactorKey {
 public:
  using Bytes = std::array<std::uint8_t, 32>;

  explicit SecondFactorKey(const Bytes& key) : key_(key) {}

  /// base64url of nonce and sealed secret.
  std::string seal(std::span<const std::uint8_t> secret, const UserId& user, const RandomBytes& random) const;
  /// Empty for what was sealed with another key or for another person, or was altered.
  std::optional<praktik::Bytes> open(const std::string& sealed, const UserId& user) const;

 private:
  Bytes key_;
};

}  // namespace praktik::app
