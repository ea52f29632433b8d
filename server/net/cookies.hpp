#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "net/http.hpp"

namespace praktik::net {

/// The value of that cookie in a request (RFC 6265 §5.4). Empty when it is not there.
std::optional<std::string_view> cookie(const Request& request, std::string_view name);

/// The two cookies of a browser's sign-in. Over https they carry the `__Host-` prefix, which a page of another host of
/// the same domain cannot set.
class SignInCookies {
 public:
  explicit SignInCookies(bool secure);

  std::optional<std::string_view> access(const Request& request) const { return cookie(request, access_); }
  std::optional<std::string_view> refresh(const Request& request) const { return cookie(request, refresh_); }

  void give(Response& response, std::string_view access, std::string_view refresh) const;
  void clear(Response& response) const;

 private:
  void set(Response& response, std::string_view name, std::string_view value, std::int64_t seconds) const;

  bool secure_;
  std::string access_;
  std::string refresh_;
};

}  // namespace praktik::net
