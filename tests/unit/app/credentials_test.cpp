#include <gtest/gtest.h>

#include "app/accounts.hpp"
#include "app/second_factor.hpp"
#include "app/totp.hpp"
#include "base/limits.hpp"
#include "store/second_factors.hpp"
#include "support/nobody.hpp"
#include "support/workplace.hpp"

/// What an account's devices and networks are known by: how long, and with which credentials.
namespace praktik::app {
namespace {

constexpr milliseconds oneMs{1};

SecondFactorKey key() {
  SecondFactorKey::Bytes bytes{};
  bytes.fill(1);
  return SecondFactorKey(bytes);
}

Settings withKey() {
  Settings settings;
  settings.secondFactorKey = key();
  return settings;
}

class CredentialsTest : public testing::Test {
 protected:
  using Addresses = std::vector<std::string>;

  std::string digest() {
    return place.run([&](Work& work) { return credentialsDigest(store::findUser(work.db, patient.user)); });
  }
  Addresses known() {
    return place.run(
        [&](Work& work) { return knownAddresses(work.reading(), store::findUser(work.db, patient.user)); });
  }
  SignInId signInFrom(const std::string& address) {
    place.pass(oneMs);
    return place.run([&](Work& work) {
      Origin origin;
      origin.address = address;
      return beginSignIn(work, store::findUser(work.db, patient.user).value(), origin).signIn;
    });
  }
  void changePassword(const std::string& hash) {
    place.pass(oneMs);
    AccountEdit edit;
    edit.newPasswordHash = hash;
    EXPECT_TRUE(place.run([&](Work& work) { return editMe(work, patient, edit).has_value(); }));
  }
  void beginSecondStep() {
    EXPECT_TRUE(place.run([&](Work& work) { return beginSecondFactor(work, patient).has_value(); }));
  }
  /// One of the recovery codes.
  std::string confirmSecondStep() {
    place.pass(oneMs);
    return place.run([&](Work& work) {
      const auto factor = store::findSecondFactor(work.db, patient.user).value();
      const auto otp = totpOf(key().open(factor.sealedSecret, patient.user).value(), totpStepAt(work.now));
      const auto answer = confirmSecondFactor(work, patient, otp).value();
      return std::string(answer.at("recoveryCodes").as_array().front().as_string());
    });
  }
  void removeSecondStep(const std::string& code) {
    place.pass(oneMs);
    EXPECT_TRUE(place.run([&](Work& work) { return removeSecondFactor(work, patient, code).has_value(); }));
  }

  Nobody nobody;
  test::Workplace place{nobody, fromMillis(1'760'000'000'000), withKey()};
  Caller patient = place.signIn(domain::Role::PATIENT, "patient");
};

TEST_F(CredentialsTest, have_another_digest_with_another_password_or_a_second_factor_and_no_old_one_when_that_goes) {
  const std::string before = digest();
  beginSecondStep();
  EXPECT_EQ(digest(), before) << "begun is not confirmed";
  const auto code = confirmSecondStep();
  const std::string with = digest();
  EXPECT_NE(with, before);
  EXPECT_EQ(digest(), with);
  removeSecondStep(code);
  EXPECT_EQ(digest(), with) << "what was known before is not known again";
  changePassword("another");
  EXPECT_NE(digest(), with);
  EXPECT_EQ(credentialsDigest(std::nullopt).size(), with.size());
}

TEST_F(CredentialsTest, that_are_others_make_strangers_of_the_networks_of_before) {
  signInFrom("192.0.2.1");
  EXPECT_EQ(known(), Addresses{"192.0.2.1"});
  changePassword("another");
  EXPECT_EQ(known(), Addresses{});
  signInFrom("192.0.2.2");
  beginSecondStep();
  EXPECT_EQ(known(), Addresses{"192.0.2.2"});
  const auto code = confirmSecondStep();
  EXPECT_EQ(known(), Addresses{});
  signInFrom("192.0.2.3");
  removeSecondStep(code);
  EXPECT_EQ(known(), Addresses{"192.0.2.3"});
  place.pass(oneMs);
  EXPECT_TRUE(place.run([](Work& work) { return resetPassword(work, "patient@example.org", "a third").has_value(); }));
  EXPECT_EQ(known(), Addresses{});
}

TEST_F(CredentialsTest, that_stay_keep_a_network_known_for_a_week_also_when_its_sign_in_has_ended) {
  const SignInId signIn = signInFrom("192.0.2.1");
  place.run([&](Work& work) { return endOwnSignIn(work, patient, signIn, "signed_out").has_value(); });
  place.pass(limits::networkTrusted);
  EXPECT_EQ(known(), Addresses{"192.0.2.1"});
  place.pass(oneMs);
  EXPECT_EQ(known(), Addresses{});
  EXPECT_EQ(place.run([](Work& work) { return knownAddresses(work.reading(), std::nullopt); }), Addresses{});
}

}  // namespace
}  // namespace praktik::app
