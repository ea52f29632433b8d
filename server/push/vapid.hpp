#pragma once

#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "push/crypto.hpp"

namespace praktik::push {

/// Says to push services who we are (RFC 8292): the key that a browser subscribes with, and signed words for each push.
/// Immutable.
class Vapid {
 public:
  /// `subject`: how the push service reaches the operator; see isSubject().
  Vapid(P256Key key, std::string subject);

  /// The public key as a browser takes it: base64url of its uncompressed form.
  const std::string& publicKey() const { return publicKey_; }

  /// The value of the `Authorization` header for a push service. `audience`: its origin, as in https://push.example.org.
  std::string authorization(std::string_view audience, Instant now) const;

  /// A mailto: with an address, or an https: URL. Apple refuses what is not really one.
  static bool isSubject(std::string_view text);

 private:
  P256Key key_;
  std::string subject_;
  std::string publicKey_;
};

}  // namespace praktik::push
