#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "net/origin.hpp"
#include "net/tokens.hpp"

namespace praktik::net {
namespace {

constexpr Instant noon = fromMillis(1'763'870'400'000);

OwnOrigins ownOf(std::string_view origin) { return OwnOrigins(WebOrigin::parse(origin).value()); }

TEST(Origin, of_loopback_has_three_names_with_one_port) {
  const OwnOrigins own = ownOf("http://127.0.0.1:8080");
  for (const auto* same :
       {"http://127.0.0.1:8080", "http://localhost:8080", "http://[::1]:8080", "HTTP://LocalHost:8080"}) {
    EXPECT_TRUE(own.contains(same)) << same;
  }
  for (const auto* other :
       {"http://127.0.0.1", "http://127.0.0.1:8081", "https://127.0.0.1:8080", "http://127.0.0.1:8080.evil.example",
        "null", "", "http://127.0.0.1:8080/", "http://user@127.0.0.1:8080", "http://evil.example:8080"}) {
    EXPECT_FALSE(own.contains(other)) << other;
  }
}

TEST(Origin, elsewhere_is_only_itself) {
  const OwnOrigins own = ownOf("https://praktik.example.org");
  EXPECT_TRUE(own.contains("https://praktik.example.org"));
  EXPECT_TRUE(own.contains("https://praktik.example.org:443"));
  for (const auto* other : {"http://praktik.example.org", "https://localhost", "https://a.praktik.example.org"}) {
    EXPECT_FALSE(own.contains(other)) << other;
  }
}

TEST(Origin, that_only_begins_like_loopback_is_not) {
  EXPECT_TRUE(isLoopbackHost("127.0.0.2"));
  EXPECT_FALSE(isLoopbackHost("127.evil.example"));
  EXPECT_FALSE(isLoopbackHost("localhost.evil.example"));
}

TEST(Origin, with_an_escape_in_its_host_is_none) {
  for (const auto* text : {"http://%6cocalhost:8080", "http://%7c:1", "http://[fe80::1%25eth0]"}) {
    EXPECT_FALSE(WebOrigin::parse(text)) << text;
  }
}

TEST(Origin, is_written_as_browsers_write_it) {
  EXPECT_EQ(WebOrigin::parse("HTTPS://Praktik.Example.ORG:443").value().text(), "https://praktik.example.org");
  EXPECT_EQ(WebOrigin::parse("http://[::1]:81").value().text(), "http://[::1]:81");
}

class TokensTest : public testing::Test {
 protected:
  static std::string key(char fill) { return std::string(64, fill); }

  AccessTokens tokens{key('k')};
  AccessTokens::Claims claims{UserId::parse("0194b0c0-7a10-7c3e-9a51-2f6d8e1b0c01").value(),
                              SignInId::parse("0194b0c0-7a10-7c3e-9a51-2f6d8e1b0c02").value()};
  std::string token = tokens.issue(claims, noon, noon + limits::accessToken);
};

TEST_F(TokensTest, a_token_says_whose_it_is_until_it_runs_out) {
  const auto read = tokens.check(token, noon);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->user, claims.user);
  EXPECT_EQ(read->signIn, claims.signIn);
  EXPECT_TRUE(tokens.check(token, noon + limits::accessToken - seconds(1)));
  EXPECT_FALSE(tokens.check(token, noon + limits::accessToken));
}

TEST_F(TokensTest, a_token_of_another_key_is_none) { EXPECT_FALSE(AccessTokens(key('x')).check(token, noon)); }

TEST_F(TokensTest, a_changed_token_is_none) {
  for (std::size_t at = 0; at + 1 < token.size(); ++at) {
    std::string changed = token;
    changed[at] = changed[at] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(tokens.check(changed, noon)) << at;
  }
  for (const auto* none : {"", ".", "..", "a.b.c", "null"}) EXPECT_FALSE(tokens.check(none, noon)) << none;
}

TEST_F(TokensTest, a_token_without_a_signature_is_none) {
  // {"alg":"none","typ":"JWT"} before the same claims.
  const std::string claimsPart = token.substr(token.find('.'), token.rfind('.') - token.find('.'));
  EXPECT_FALSE(tokens.check("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0" + claimsPart + ".", noon));
}

TEST_F(TokensTest, a_short_key_is_refused) { EXPECT_THROW(AccessTokens("short"), std::invalid_argument); }

}  // namespace
}  // namespace praktik::net
