#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/instant.hpp"

/// What helps two browsers to find each other: the clinic's STUN and TURN servers, and short-lived permission to use them.
namespace praktik::app {

/// The URI of a STUN server (RFC 7064) or a TURN server (RFC 7065): `stun:`, `turn:` or `turns:`, a name or an address,
/// perhaps a port, and for TURN perhaps `?transport=udp` or `tcp`.
class IceUri {
 public:
  /// Empty for anything else.
  static std::optional<IceUri> parse(std::string_view text);

  /// Does it relay, and so let in only who has a credential?
  bool isRelay() const { return isRelay_; }
  const std::string& text() const { return text_; }

 private:
  IceUri(std::string_view text, bool isRelay) : text_(text), isRelay_(isRelay) {}

  std::string text_;
  bool isRelay_;
};

/// A user name and password of TURN's long-term mechanism (RFC 8489 §9.2), which the TURN server knows how to make as well.
struct TurnCredential {
  std::string username;
  std::string password;
};

/// Good until `expiresAt`, rounded up to whole seconds. As coturn's `use-auth-secret` wants it
/// (draft-uberti-behave-turn-rest-00): the name is the expiry in seconds, a colon and the tag; the password is base64 of
/// HMAC-SHA-1 of the name under the secret. The tag stands in the TURN server's log, so it must tell nothing of a person.
TurnCredential turnCredential(std::string_view secret, std::string_view tag, Instant expiresAt);

/// The servers that the operator named. Immutable.
class IceServers {
 public:
  /// None: pages find each other directly or not at all.
  IceServers() = default;
  /// `secret` is the one that the TURN servers share; empty only where no URI relays.
  IceServers(std::vector<IceUri> uris, std::string secret) : uris_(std::move(uris)), secret_(std::move(secret)) {}

  bool canRelay() const;

  /// `{iceServers, expiresAt}` as RTCConfiguration takes it. `purpose` says what for and for whom: equal purposes get
  /// equal tags, so that the TURN server's quota for a user holds, and nobody without the secret can tell the purpose.
  boost::json::object offer(std::string_view purpose, Instant expiresAt) const;

 private:
  std::vector<IceUri> uris_;
  std::string secret_;
};

}  // namespace praktik::app
