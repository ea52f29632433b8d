#pragma once

#include <array>
#include <memory>
#include <openssl/types.h>
#include <optional>
#include <span>

#include "base/base64url.hpp"
#include "base/id.hpp"

/// The few primitives of Web Push, on OpenSSL. Everything is pure: randomness comes in as an argument.
/// What cannot fail with sound input throws std::runtime_error when OpenSSL fails all the same.
namespace praktik::push {

using Digest = std::array<std::uint8_t, 32>;
using ByteView = std::span<const std::uint8_t>;

/// HMAC-SHA-256 (RFC 2104).
Digest hmac(ByteView key, ByteView data);
Digest sha256(ByteView data);
/// Compares in a time that does not depend on where the two differ.
bool areEqual(ByteView left, ByteView right);

/// A point of the curve P-256, checked to lie on it.
class P256Point {
 public:
  static constexpr std::size_t size = 65;

  /// From the uncompressed form (SEC 1 §2.3.4), 65 bytes that begin with 4. Empty for anything else, also for a point
  /// that does not lie on the curve.
  static std::optional<P256Point> read(ByteView uncompressed);

  ByteView bytes() const { return bytes_; }
  EVP_PKEY* key() const { return key_.get(); }

 private:
  P256Point(ByteView uncompressed, std::shared_ptr<EVP_PKEY> key);

  std::array<std::uint8_t, size> bytes_{};
  std::shared_ptr<EVP_PKEY> key_;
};

/// A key pair on P-256.
class P256Key {
 public:
  using Scalar = std::array<std::uint8_t, 32>;

  /// Empty when the number is 0 or not below the order of the curve.
  static std::optional<P256Key> fromScalar(const Scalar& scalar);
  static P256Key make(const RandomBytes& random);

  const Scalar& scalar() const { return scalar_; }
  /// The public half, uncompressed.
  ByteView publicBytes() const { return public_; }
  /// The x coordinate of the common point (SEC 1 §3.3.1).
  Digest sharedSecret(const P256Point& peer) const;
  /// ES256 (RFC 7518 §3.4): r and s, 32 bytes each.
  std::array<std::uint8_t, 64> sign(ByteView data) const;

 private:
  P256Key() = default;

  Scalar scalar_{};
  std::array<std::uint8_t, P256Point::size> public_{};
  std::shared_ptr<EVP_PKEY> key_;
};

}  // namespace praktik::push
