#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "net/http.hpp"

namespace praktik::net {

/// What a browser keeps after a sign-in so that the server knows it again (OWASP, device cookies against password guessing):
/// random marks, each with its instant, signed together with the account that was signed in to. A mark shows nobody which
/// account that was, opens nothing, and only gives attempts on that account an allowance of their own. Thread safe.
class DeviceCookies {
 public:
  /// `key`: at least 32 random bytes. `secure`: the server's origin is https.
  DeviceCookies(std::string key, bool secure);

  /// The mark by which the request's browser is known to have signed in to this account within limits::deviceTrusted.
  std::optional<std::string> markOf(const Request& request, std::string_view email, Instant now) const;

  /// Gives the browser a new mark for the account, beside the limits::deviceMarks - 1 newest that it has for others.
  void give(const Request& request, Response& response, std::string_view email, Instant now,
            const RandomBytes& random) const;

 private:
  std::string signatureOf(std::string_view mark, std::string_view email) const;
  bool isFor(std::string_view mark, std::string_view email, Instant now) const;

  std::string key_;
  bool secure_;
  std::string name_;
};

}  // namespace praktik::net
