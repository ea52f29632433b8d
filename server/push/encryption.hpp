#pragma once

#include "push/crypto.hpp"

namespace praktik::push {

/// What a browser tells about its subscription so that only it can read what is pushed.
struct SubscriberKeys {
  static constexpr std::size_t authBytes = 16;

  P256Point p256dh;
  std::array<std::uint8_t, authBytes> auth{};

  /// From the two base64url texts of a PushSubscription; empty where either is none.
  static std::optional<P256Point> readPoint(std::string_view p256dh);
  static std::optional<std::array<std::uint8_t, authBytes>> readAuth(std::string_view auth);
  static std::optional<SubscriberKeys> read(std::string_view p256dh, std::string_view auth);
};

using Salt = std::array<std::uint8_t, 16>;

/// The body of one push message: RFC 8291 in the coding aes128gcm (RFC 8188), as one record. `sender` and `salt` are used
/// for this message alone. Throws std::length_error when the body would be larger than a push service must take.
Bytes encrypt(const SubscriberKeys& subscriber, std::string_view payload, const P256Key& sender, const Salt& salt);

}  // namespace praktik::push
