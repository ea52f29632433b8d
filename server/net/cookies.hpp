#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/instant.hpp"
#include "base/limits.hpp"
#include "net/http.hpp"

namespace praktik::net {

/// The value of that cookie in a request (RFC 6265 §5.4). Empty when it is not there.
std::optional<std::string_view> cookie(const Request& request, std::string_view name);

/// The two cookies of a browser's sign-in. Over https they carry the `__Host-` prefix, which a page of another host of
/// the same domain cannot set.
class SignInCookies {
 public:
  /// `secure`: the server's origin is https. The refresh cookie is kept for as long as a sign-in lives at most.
  explicit SignInCookies(bool secure, seconds signInFor = limits::signIn);

  std::optional<std::string_view> access(const Request& request) const { return cookie(request, access_); }
  std::optional<std::string_view> refresh(const Request& request) const { return cookie(request, refresh_); }

  void give(Response& response, std::string_view access, std::string_view refresh) const;
  void clear(Response& response) const;

 private:
  void set(Response& response, std::string_view name, std::string_view value, std::int64_t seconds) const;

  bool secure_;
  seconds signInFor_;
  std::string access_;
  std::string refresh_;
};

}  // namespace praktik::net
