#include "net/device_cookie.hpp"

#include <gtest/gtest.h>
#include <random>

#include "base/limits.hpp"

namespace praktik::net {
namespace {

constexpr Instant noon = fromMillis(1'763'870'400'000);

class DeviceCookieTest : public testing::Test {
 protected:
  /// What a browser with this cookie keeps after it signed in to the account.
  std::string signIn(const std::string& email, const std::string& kept = "", Instant now = noon) {
    Response response;
    cookies.give(showing(kept), response, {email, credentials}, now, [this](std::span<std::uint8_t> bytes) {
      for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    });
    line = response.headers.at(0).second;
    const auto from = line.find('=') + 1;
    return line.substr(from, line.find(';') - from);
  }
  static Request showing(const std::string& value) {
    Request request;
    if (!value.empty()) request.headers.emplace_back("Cookie", "praktik_device=" + value);
    return request;
  }
  bool knows(const std::string& value, std::string_view email, Instant now = noon) {
    return cookies.markOf(showing(value), {email, credentials}, now).has_value();
  }

  DeviceCookies cookies{std::string(64, 'k'), false};
  std::string credentials = "digest";  ///< that all accounts have now
  std::mt19937 random{7};              // NOLINT(bugprone-random-generator-seed): a run is the same each time
  std::string line;
};

TEST_F(DeviceCookieTest, knows_the_browser_again_for_that_account_alone) {
  const auto kept = signIn("dewi@example.org");
  EXPECT_TRUE(knows(kept, "dewi@example.org"));
  EXPECT_TRUE(knows(kept, "Dewi@Example.ORG"));
  EXPECT_FALSE(knows(kept, "ayu@example.org"));
  EXPECT_FALSE(knows("", "dewi@example.org"));
}

TEST_F(DeviceCookieTest, holds_for_its_time_and_not_a_millisecond_longer) {
  const auto kept = signIn("dewi@example.org");
  EXPECT_TRUE(knows(kept, "dewi@example.org", noon + limits::deviceTrusted - milliseconds(1)));
  EXPECT_FALSE(knows(kept, "dewi@example.org", noon + limits::deviceTrusted));
}

TEST_F(DeviceCookieTest, is_worth_nothing_once_the_account_has_other_credentials) {
  const auto kept = signIn("dewi@example.org");
  credentials = "another";
  EXPECT_FALSE(knows(kept, "dewi@example.org"));
  EXPECT_TRUE(knows(signIn("dewi@example.org", kept), "dewi@example.org"));
}

TEST_F(DeviceCookieTest, that_was_changed_or_made_with_another_key_is_none) {
  const auto kept = signIn("dewi@example.org");
  for (std::size_t at = 0; at < kept.size(); ++at) {
    std::string changed = kept;
    changed[at] = changed[at] == '1' ? '2' : '1';
    EXPECT_FALSE(knows(changed, "dewi@example.org")) << at;
  }
  const DeviceCookies others(std::string(64, 'x'), false);
  EXPECT_FALSE(others.markOf(showing(kept), {"dewi@example.org", credentials}, noon));
  for (const auto* none : {".", "..", "~", "a.b", "a.1.b", "~~~~~~~~~~"}) EXPECT_FALSE(knows(none, "")) << none;
}

TEST_F(DeviceCookieTest, holds_nothing_of_the_person_and_is_out_of_reach_of_scripts_and_other_sites) {
  const auto kept = signIn("dewi@example.org");
  EXPECT_EQ(kept.find("dewi"), std::string::npos);
  EXPECT_NE(line.find("; HttpOnly; SameSite=Strict"), std::string::npos) << line;
  EXPECT_EQ(line.find("Secure"), std::string::npos);
  Response response;
  DeviceCookies(std::string(64, 'k'), true).give(showing(""), response, {"a", ""}, noon, [](auto) {});
  EXPECT_TRUE(response.headers.at(0).second.starts_with("__Host-praktik_device="));
  EXPECT_TRUE(response.headers.at(0).second.ends_with("; Secure"));
}

TEST_F(DeviceCookieTest, of_a_shared_computer_knows_the_last_five_who_signed_in) {
  std::string kept;
  for (char who = 'a'; who < 'a' + 6; ++who) kept = signIn(std::string(1, who), kept);
  EXPECT_FALSE(knows(kept, "a"));
  for (char who = 'b'; who < 'a' + 6; ++who) EXPECT_TRUE(knows(kept, std::string(1, who))) << who;
  const auto again = signIn("c", kept);
  EXPECT_EQ(again.size(), kept.size()) << "the older mark of the same account goes";
  for (char who = 'b'; who < 'a' + 6; ++who) EXPECT_TRUE(knows(again, std::string(1, who))) << who;
}

TEST_F(DeviceCookieTest, hands_nothing_on_that_could_not_be_a_mark) {
  for (const std::string& odd : {std::string("a,b"), std::string(200, 'a'), std::string("a\"b")}) {
    const auto kept = signIn("a", odd);
    EXPECT_EQ(kept.find('~'), std::string::npos) << kept;
  }
}

TEST(DeviceCookies, need_a_key_of_32_bytes) { EXPECT_THROW(DeviceCookies("short", false), std::invalid_argument); }

}  // namespace
}  // namespace praktik::net
