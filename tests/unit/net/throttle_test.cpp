#include "net/throttle.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"

namespace praktik::net {
namespace {

constexpr Instant noon = fromMillis(1'763'870'400'000);

class ThrottleTest : public testing::Test {
 protected:
  using Attempt = SignInThrottle::Attempt;

  /// A guess that fails; how long to wait when it was not even looked at.
  std::optional<seconds> guess(const Attempt& attempt, Instant now = noon) {
    const auto taken = throttle.begin(attempt, now);
    if (taken) return std::nullopt;
    return taken.error();
  }
  /// Guesses from so many addresses until no stranger may try any more.
  void attack(const std::string& email) {
    int tried = 0;
    while (!guess({"10.0.0." + std::to_string(tried), email, {}})) ASSERT_LT(++tried, 200);
    EXPECT_EQ(tried, limits::signInAttemptsOfStrangers);
  }

  SignInThrottle throttle{true};
};

TEST_F(ThrottleTest, lets_so_many_attempts_on_one_account_through_and_then_one_after_the_other) {
  for (int i = 0; i < limits::signInAttemptsPerAccount; ++i) EXPECT_FALSE(guess({"a", "ayu@x", {}})) << i;
  const auto wait = guess({"a", "AYU@x", {}});
  ASSERT_TRUE(wait) << "case makes no other account";
  EXPECT_GE(*wait, seconds(1));
  EXPECT_FALSE(guess({"b", "ayu@x", {}})) << "another network has attempts of its own";
  EXPECT_FALSE(guess({"a", "ayu@x", {}}, noon + *wait));
  EXPECT_TRUE(guess({"a", "ayu@x", {}}, noon + *wait));
}

TEST_F(ThrottleTest, counts_all_accounts_of_an_address_together) {
  for (int i = 0; i < limits::signInAttemptsPerAddress; ++i) {
    EXPECT_FALSE(guess({"a", "user" + std::to_string(i), {}})) << i;
  }
  EXPECT_TRUE(guess({"a", "another", {}}));
  EXPECT_FALSE(guess({"b", "another", {}}));
}

TEST_F(ThrottleTest, strangers_share_the_attempts_on_an_account_from_however_many_addresses) {
  attack("dewi@x");
  const auto wait = guess({"10.9.9.9", "dewi@x", {}});
  ASSERT_TRUE(wait);
  EXPECT_LE(*wait, limits::signInStrangersWindow);
  EXPECT_FALSE(guess({"10.9.9.9", "ayu@x", {}})) << "another account";
  EXPECT_FALSE(guess({"10.9.9.9", "dewi@x", {}}, noon + *wait));
}

TEST_F(ThrottleTest, an_attempt_that_was_not_let_through_takes_nothing_from_anybody) {
  attack("dewi@x");
  for (int i = 0; i < 10 * limits::signInAttemptsPerAddress; ++i) EXPECT_TRUE(guess({"a", "dewi@x", {}}));
  EXPECT_FALSE(guess({"a", "ayu@x", {}}));
}

TEST_F(ThrottleTest, attempts_that_are_given_back_flush_no_account_however_many_addresses_they_name) {
  attack("dewi@x");
  for (std::size_t i = 0; i <= limits::throttleKeys; ++i) {
    const auto taken = throttle.begin({"10.1.0." + std::to_string(i % 256), std::to_string(i) + "@x", {}}, noon);
    ASSERT_TRUE(taken) << i;
    SignInThrottle::giveBack(*taken);
  }
  EXPECT_TRUE(guess({"10.9.9.9", "dewi@x", {}}));
}

TEST_F(ThrottleTest, guesses_at_more_accounts_than_there_is_room_for_flush_none_and_lock_out_nobody_who_is_known) {
  attack("ayu@x");
  std::size_t accounts = 0;
  const auto guessAtAnother = [&] {
    return guess({std::to_string(accounts / 50), std::to_string(accounts) + "@x", {}});
  };
  while (!guessAtAnother()) ASSERT_LE(++accounts, limits::throttleKeys);
  EXPECT_GT(accounts, limits::throttleKeys - 100) << "there was no room for fewer";
  EXPECT_TRUE(guess({"10.9.9.9", "ayu@x", {}}));
  EXPECT_TRUE(guess({"10.9.9.9", "dewi@x", {}})) << "for strangers there is no room left";
  EXPECT_FALSE(guess({"192.0.2.7", "dewi@x", {}, true}));
  EXPECT_FALSE(guess({"10.9.9.9", "dewi@x", "mark"}));
}

TEST_F(ThrottleTest, a_known_device_signs_in_while_strangers_attack) {
  attack("dewi@x");
  EXPECT_FALSE(guess({"10.9.9.9", "dewi@x", "mark"}));
  for (int i = 1; i < limits::signInAttemptsPerDevice; ++i) EXPECT_FALSE(guess({"10.9.9.9", "dewi@x", "mark"}));
  EXPECT_TRUE(guess({"10.9.9.9", "dewi@x", "mark"})) << "it has attempts of its own, not without end";
  EXPECT_FALSE(guess({"10.9.9.9", "dewi@x", "another mark"}));
}

TEST_F(ThrottleTest, a_known_network_signs_in_while_strangers_attack) {
  attack("dewi@x");
  const Attempt home{"192.0.2.7", "dewi@x", {}, true};
  for (int i = 0; i < limits::signInAttemptsPerAccount; ++i) EXPECT_FALSE(guess(home));
  EXPECT_TRUE(guess(home)) << "it has attempts of its own, not without end";
  EXPECT_FALSE(guess({"192.0.2.8", "DEWI@x", {}, true}));
}

TEST_F(ThrottleTest, strangers_who_know_the_password_try_so_many_codes_from_however_many_addresses) {
  const auto tryCode = [this](const Attempt& attempt, Instant now) {
    SignInThrottle::Taken taken;
    return throttle.takeCode(attempt, taken, now);
  };
  for (int i = 0; i < limits::codeAttemptsOfStrangers; ++i) {
    EXPECT_FALSE(tryCode({"10.0.0." + std::to_string(i), "dewi@x", {}}, noon)) << i;
  }
  const auto wait = tryCode({"10.9.9.9", "DEWI@x", {}}, noon);
  ASSERT_TRUE(wait);
  EXPECT_EQ(*wait, limits::codeWindow / limits::codeAttemptsOfStrangers);
  EXPECT_FALSE(tryCode({"10.9.9.9", "dewi@x", "mark"}, noon)) << "a known device has its own";
  EXPECT_FALSE(tryCode({"10.9.9.9", "ayu@x", {}}, noon)) << "another account";
  EXPECT_FALSE(tryCode({"10.9.9.9", "dewi@x", {}}, noon + *wait));
}

TEST_F(ThrottleTest, a_code_that_was_right_costs_nothing) {
  const Attempt attempt{"a", "dewi@x", {}};
  for (int i = 0; i < 10 * limits::codeAttemptsOfStrangers; ++i) {
    auto taken = throttle.begin(attempt, noon);
    ASSERT_TRUE(taken) << i;
    ASSERT_FALSE(throttle.takeCode(attempt, *taken, noon)) << i;
    SignInThrottle::giveBack(*taken);
  }
}

TEST_F(ThrottleTest, wrong_passwords_use_up_no_code) {
  attack("dewi@x");
  SignInThrottle::Taken taken;
  EXPECT_FALSE(throttle.takeCode({"10.9.9.9", "dewi@x", {}}, taken, noon));
}

TEST_F(ThrottleTest, one_that_succeeded_or_was_no_guess_is_given_back) {
  for (int i = 0; i < 10 * limits::signInAttemptsPerAccount; ++i) {
    const auto taken = throttle.begin({"a", "ayu@x", {}}, noon);
    ASSERT_TRUE(taken) << i;
    SignInThrottle::giveBack(*taken);
  }
  attack("ayu@x");
  EXPECT_TRUE(guess({"a", "ayu@x", {}}));
}

TEST_F(ThrottleTest, a_network_registers_so_often_and_no_more) {
  for (int i = 0; i < limits::registrationsPerAddress; ++i)
    EXPECT_FALSE(throttle.takeRegistration("2001:db8::1", noon));
  EXPECT_TRUE(throttle.takeRegistration("2001:db8::2", noon));
  EXPECT_FALSE(throttle.takeRegistration("2001:db8:0:1::1", noon));
}

TEST_F(ThrottleTest, a_registration_that_the_server_could_not_do_costs_nothing) {
  for (int i = 0; i < 2 * limits::registrationsPerAddress; ++i) {
    ASSERT_FALSE(throttle.takeRegistration("a", noon)) << i;
    throttle.giveBackRegistration("a");
  }
}

TEST(Throttle, that_is_off_lets_everything_through) {
  SignInThrottle throttle(false);
  for (int i = 0; i < 1000; ++i) ASSERT_TRUE(throttle.begin({"a", "ayu@x", {}}, noon));
  for (int i = 0; i < 1000; ++i) ASSERT_FALSE(throttle.takeRegistration("a", noon));
}

TEST(Network, of_an_ipv6_address_is_its_first_64_bits) {
  EXPECT_EQ(networkOf("2001:db8:1:2:3:4:5:6"), networkOf("2001:db8:1:2::1"));
  EXPECT_NE(networkOf("2001:db8:1:2::1"), networkOf("2001:db8:1:3::1"));
  EXPECT_EQ(networkOf("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(networkOf("::ffff:192.0.2.1"), "192.0.2.1") << "one machine, however it connects";
  EXPECT_EQ(networkOf("nonsense"), "nonsense");
  EXPECT_EQ(networkOf(""), "");
}

TEST(Site, of_an_ipv6_address_is_its_first_48_bits) {
  EXPECT_EQ(siteOf("2001:db8:1:2::1"), siteOf("2001:db8:1:3::1"));
  EXPECT_NE(siteOf("2001:db8:1::1"), siteOf("2001:db8:2::1"));
  EXPECT_EQ(siteOf("192.0.2.1"), "192.0.2.1");
  EXPECT_EQ(siteOf("::ffff:192.0.2.1"), "192.0.2.1");
}

TEST(UserThrottle, gives_back_what_shall_not_have_counted) {
  UserThrottle throttle(true, 2, seconds(60));
  for (int i = 0; i < 10; ++i) {
    EXPECT_FALSE(throttle.take(UserId(), noon));
    throttle.giveBack(UserId());
  }
  EXPECT_FALSE(throttle.take(UserId(), noon));
  EXPECT_FALSE(throttle.take(UserId(), noon));
  EXPECT_TRUE(throttle.take(UserId(), noon));
}

TEST(Buckets, that_are_not_full_make_no_room_and_names_without_room_share_one) {
  Buckets buckets(2, seconds(60), 2);
  EXPECT_FALSE(buckets.take("a", noon));
  EXPECT_FALSE(buckets.take("a", noon));
  EXPECT_FALSE(buckets.take("b", noon));
  EXPECT_FALSE(buckets.take("c", noon));
  EXPECT_FALSE(buckets.take("d", noon));
  EXPECT_EQ(buckets.take("e", noon), seconds(30)) << "c and d have taken what the three share";
  EXPECT_TRUE(buckets.take("a", noon)) << "nobody took its place";
  EXPECT_FALSE(buckets.take("b", noon));
  EXPECT_TRUE(buckets.take("b", noon));
  buckets.giveBack("d");
  EXPECT_FALSE(buckets.take("e", noon)) << "what was given back counts for all of them";
}

TEST(Buckets, that_are_full_again_make_room) {
  Buckets buckets(2, seconds(60), 1);
  EXPECT_FALSE(buckets.take("a", noon));
  const Instant later = noon + seconds(30);
  for (const auto* shared : {"b", "c"}) EXPECT_FALSE(buckets.take(shared, later - milliseconds(1)));
  EXPECT_TRUE(buckets.take("d", later - milliseconds(1)));
  EXPECT_FALSE(buckets.take("d", later)) << "has the place of a, and two tokens";
  EXPECT_FALSE(buckets.take("d", later));
  EXPECT_TRUE(buckets.take("d", later));
  buckets.giveBack("d");
  buckets.giveBack("d");
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(buckets.take("e", later)) << "what was given back at once takes no room";
}

TEST(Buckets, a_clock_that_goes_back_fills_nothing_and_empties_none_for_longer_than_the_window) {
  Buckets buckets(1, seconds(60), 2);
  EXPECT_FALSE(buckets.take("a", noon));
  EXPECT_EQ(buckets.take("a", noon - seconds(100)), seconds(60));
  EXPECT_EQ(buckets.take("a", noon - seconds(41)), seconds(1));
  EXPECT_FALSE(buckets.take("a", noon - seconds(40)));
}

}  // namespace
}  // namespace praktik::net
