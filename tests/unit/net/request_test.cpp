#include <gtest/gtest.h>

#include "net/cookies.hpp"
#include "net/http.hpp"
#include "net/ws_handshake.hpp"

namespace praktik::net {
namespace {

Request requestWith(std::vector<Pair> headers) {
  Request request;
  request.headers = std::move(headers);
  return request;
}

TEST(RequestTarget, is_split_into_decoded_parts) {
  Request request;
  ASSERT_TRUE(readTarget("/api/a%20b/c%2Fd?from=1&to=a%26b", request));
  EXPECT_EQ(request.path, "/api/a b/c/d");
  EXPECT_EQ(request.segments, (std::vector<std::string>{"api", "a b", "c/d"}));
  EXPECT_EQ(request.query, (std::vector<Pair>{{"from", "1"}, {"to", "a&b"}}));
}

TEST(RequestTarget, may_name_the_whole_address) {
  Request request;
  ASSERT_TRUE(readTarget("http://example.org/api/me?x=1", request));
  EXPECT_EQ(request.path, "/api/me");
  ASSERT_TRUE(readTarget("http://example.org", request));
  EXPECT_EQ(request.path, "/");
}

TEST(RequestTarget, that_is_none_is_refused) {
  for (const auto* bad :
       {"", "*", "api/me", "/a b", "/%zz", "/a?%", "/a?%d8e=1", "/a?b=%ff", "example.org:443", "http://[::1]:,8/"}) {
    Request request;
    EXPECT_FALSE(readTarget(bad, request)) << bad;
  }
}

TEST(RequestHeader, is_found_whatever_its_case) {
  const Request request = requestWith({{"content-TYPE", "x"}});
  EXPECT_EQ(request.header("Content-Type"), "x");
  EXPECT_FALSE(request.header("Content"));
}

TEST(Cookie, is_found_by_its_whole_name) {
  const Request request = requestWith({{"Cookie", "a=1;  praktik_access=tok=en ; xpraktik_access=no; empty="}});
  EXPECT_EQ(cookie(request, "praktik_access"), "tok=en");
  EXPECT_EQ(cookie(request, "empty"), "");
  EXPECT_FALSE(cookie(request, "access"));
  EXPECT_FALSE(cookie(requestWith({}), "a"));
}

std::vector<std::string> cookiesGiven(bool secure) {
  Response response;
  SignInCookies(secure).give(response, "ACCESS", "REFRESH");
  std::vector<std::string> cookies;
  for (const auto& [name, value] : response.headers) {
    if (name == "Set-Cookie") cookies.push_back(value);
  }
  return cookies;
}

TEST(SignInCookies, are_kept_from_scripts_and_from_other_sites) {
  EXPECT_EQ(cookiesGiven(false),
            (std::vector<std::string>{"praktik_access=ACCESS; Path=/; Max-Age=900; HttpOnly; SameSite=Strict",
                                      "praktik_refresh=REFRESH; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict"}));
}

TEST(SignInCookies, over_https_belong_to_this_host_alone) {
  for (const std::string& cookie : cookiesGiven(true)) {
    EXPECT_TRUE(cookie.starts_with("__Host-praktik_")) << cookie;
    EXPECT_TRUE(cookie.ends_with("; Secure")) << cookie;
  }
}

Request handshake() {
  return requestWith({{"Upgrade", "websocket"},
                      {"Connection", "keep-alive, Upgrade"},
                      {"Sec-WebSocket-Version", "13"},
                      {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                      {"Sec-WebSocket-Protocol", "chat, praktik.v1"}});
}

TEST(WebSocketHandshake, is_answered_as_the_standard_shows) {
  const Request request = handshake();
  EXPECT_TRUE(asksForWebSocket(request));
  ASSERT_TRUE(isValidHandshake(request));
  const Response response = acceptHandshake(request);
  EXPECT_EQ(response.status, 101);
  // The example of RFC 6455 §1.3.
  EXPECT_NE(std::ranges::find(response.headers, Pair{"Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="}),
            response.headers.end());
  EXPECT_NE(std::ranges::find(response.headers, Pair{"Sec-WebSocket-Protocol", "praktik.v1"}), response.headers.end());
}

TEST(WebSocketHandshake, lacks_nothing) {
  for (std::size_t left = 0; left < handshake().headers.size(); ++left) {
    Request request = handshake();
    request.headers.erase(request.headers.begin() + static_cast<std::ptrdiff_t>(left));
    EXPECT_FALSE(asksForWebSocket(request) && isValidHandshake(request)) << "without header " << left;
  }
}

TEST(WebSocketHandshake, speaks_this_protocol) {
  Request request = handshake();
  request.headers.back().second = "praktik.v2";
  EXPECT_FALSE(isValidHandshake(request));
}

}  // namespace
}  // namespace praktik::net
