#include "net/cookies.hpp"

#include <fmt/format.h>

#include "base/limits.hpp"

namespace praktik::net {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

constexpr std::int64_t inSeconds(auto duration) {
  return std::chrono::duration_cast<std::chrono::seconds>(duration).count();
}

}  // namespace

std::optional<std::string_view> cookie(const Request& request, std::string_view name) {
  std::string_view rest = request.header("Cookie").value_or("");
  while (!rest.empty()) {
    const auto end = rest.find(';');
    const std::string_view pair = trimmed(rest.substr(0, end));
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) return pair.substr(equals + 1);
  }
  return std::nullopt;
}

SignInCookies::SignInCookies(bool secure, seconds signInFor)
    : secure_(secure),
      signInFor_(signInFor),
      access_(secure ? "__Host-praktik_access" : "praktik_access"),
      refresh_(secure ? "__Host-praktik_refresh" : "praktik_refresh") {}

void SignInCookies::give(Response& response, std::string_view access, std::string_view refresh) const {
  set(response, access_, access, inSeconds(limits::accessToken));
  set(response, refresh_, refresh, inSeconds(signInFor_));
}

void SignInCookies::clear(Response& response) const {
  set(response, access_, "", 0);
  set(response, refresh_, "", 0);
}

void SignInCookies::set(Response& response, std::string_view name, std::string_view value, std::int64_t seconds) const {
  response.set("Set-Cookie", fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{}", name, value, seconds,
                                         secure_ ? "; Secure" : ""));
}

}  // namespace praktik::net
