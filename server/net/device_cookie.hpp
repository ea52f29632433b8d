#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "net/http.hpp"

namespace praktik::net {

/// What a browser keeps after a sign-in so that the server knows it again (OWASP, device cookies against password guessing):
/// random marks, each with its instant, signed together with the account that was signed in to and with what proved it then:
/// whoever once knew the password has nothing of a mark when it was changed, or a second factor switched on. A mark shows nobody
/// which account that was, opens nothing, and only gives attempts on that account an allowance of their own. Thread safe.
class DeviceCookies {
 public:
  struct Account {
    std::string_view email;
    std::string_view credentials;  ///< app::credentialsDigest
  };

  /// `key`: at least 32 random bytes. `secure`: the server's origin is https.
  DeviceCookies(std::string key, bool secure);

  /// The mark by which the request's browser is known to have signed in to this account within limits::deviceTrusted, and with
  /// the credentials that it has now.
  std::optional<std::string> markOf(const Request& request, const Account& account, Instant now) const;

  /// Gives the browser a new mark for the account, beside the limits::deviceMarks - 1 newest that it has: for others, or
  /// void ones of its own, which nobody can tell from those.
  void give(const Request& request, Response& response, const Account& account, Instant now,
            const RandomBytes& random) const;

 private:
  std::string signatureOf(std::string_view mark, const Account& account) const;
  bool isFor(std::string_view mark, const Account& account, Instant now) const;

  std::string key_;
  bool secure_;
  std::string name_;
};

}  // namespace praktik::net
