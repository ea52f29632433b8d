#include "net/cookies.hpp"

#include "fuzz/fuzz.hpp"

using namespace praktik;

/// The Cookie header, and that what is given in Set-Cookie is found again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text = fuzz::textOf(data, size);
  const std::string_view name = fuzz::takeLine(text);
  net::Request request;
  request.headers.emplace_back("cookie", text);
  const auto found = net::cookie(request, name);
  if (found) {
    fuzz::require(text.find(std::string(name) + "=" + std::string(*found)) != std::string_view::npos,
                  "a cookie stands in its header as name, equals sign and value");
    fuzz::require(found->find(';') == std::string_view::npos, "a semicolon ends a cookie");
  }
  // What the client sends behind another cookie of any kind is ours all the same.
  request.headers.front().second = "other=1; praktik_access=token; " + std::string(text);
  fuzz::require(net::SignInCookies(false).access(request) == "token", "the first of the name counts");
  fuzz::require(!net::SignInCookies(true).access(request) || text.find("__Host-") != std::string_view::npos,
                "over https only the cookie with the prefix counts");
  return 0;
}
