#include "app/second_factor.hpp"

#include <boost/json/array.hpp>
#include <cctype>
#include <gtest/gtest.h>

#include "app/accounts.hpp"
#include "app/guard.hpp"
#include "app/totp.hpp"
#include "store/second_factors.hpp"
#include "store/sign_ins.hpp"
#include "support/nobody.hpp"
#include "support/workplace.hpp"

namespace praktik::app {
namespace {

SecondFactorKey keyOf(std::uint8_t fill) {
  SecondFactorKey::Bytes bytes{};
  bytes.fill(fill);
  return SecondFactorKey(bytes);
}

Settings demanding(bool ofDoctors) {
  Settings settings;
  settings.secondFactorKey = keyOf(1);
  settings.secondFactorForDoctors = ofDoctors;
  return settings;
}

class SecondFactorTest : public testing::Test {
 protected:
  explicit SecondFactorTest(bool ofDoctors = false)
      : place(nobody, fromMillis(1'760'000'000'000), demanding(ofDoctors)) {}

  static std::vector<std::string> codesIn(const boost::json::object& answer) {
    std::vector<std::string> codes;
    for (const auto& code : answer.at("recoveryCodes").as_array()) codes.emplace_back(code.as_string());
    return codes;
  }
  /// What the authenticator shows, so many steps from now.
  std::string otp(const Caller& who, std::int64_t steps = 0) {
    return place.run([&](Work& work) {
      const auto factor = store::findSecondFactor(work.db, who.user).value();
      const auto secret = keyOf(1).open(factor.sealedSecret, who.user).value();
      return totpOf(secret, totpStepAt(work.now) + steps);
    });
  }
  std::vector<std::string> enable(const Caller& who) {
    place.run([&](Work& work) { return beginSecondFactor(work, who).has_value(); });
    const auto code = otp(who);
    return place.run([&](Work& work) { return codesIn(confirmSecondFactor(work, who, code).value()); });
  }
  /// How the second step of a sign-in ends: empty when it is passed.
  std::optional<Refusal> pass(const Caller& who, const std::optional<std::string>& given) {
    return place.run([&](Work& work) -> std::optional<Refusal> {
      const auto step = passSecondFactor(work, who.user, given);
      if (step) return std::nullopt;
      return step.error().refusal;
    });
  }

  Nobody nobody;
  test::Workplace place;
  Caller doctor = place.signIn(domain::Role::DOCTOR, "doctor");
  Caller patient = place.signIn(domain::Role::PATIENT, "patient");
};

TEST_F(SecondFactorTest, that_is_off_asks_for_nothing) {
  EXPECT_EQ(pass(patient, std::nullopt), std::nullopt);
  EXPECT_EQ(pass(patient, "123456"), std::nullopt);
  place.run([&](Work& work) { return beginSecondFactor(work, patient).has_value(); });
  EXPECT_EQ(pass(patient, std::nullopt), std::nullopt) << "begun is not confirmed";
}

TEST_F(SecondFactorTest, asks_for_the_authenticators_password_and_takes_each_once) {
  enable(patient);
  EXPECT_EQ(pass(patient, std::nullopt), Refusal::otp_required);
  EXPECT_EQ(pass(patient, ""), Refusal::otp_required);
  EXPECT_EQ(pass(patient, otp(patient)), Refusal::otp_wrong) << "the one that confirmed it was used";
  place.pass(seconds(30));
  const auto code = otp(patient);
  EXPECT_EQ(pass(patient, code.substr(0, 3) + " " + code.substr(3)), std::nullopt);
  EXPECT_EQ(pass(patient, code), Refusal::otp_wrong);
  place.pass(seconds(90));
  EXPECT_EQ(pass(patient, otp(patient, 2)), Refusal::otp_wrong);
  EXPECT_EQ(pass(patient, otp(patient, -2)), Refusal::otp_wrong);
  EXPECT_EQ(pass(patient, otp(patient, -1)), std::nullopt);
  EXPECT_EQ(pass(patient, otp(patient, 1)), std::nullopt);
  EXPECT_EQ(pass(patient, otp(patient)), Refusal::otp_wrong) << "older than the last that counted";
}

TEST_F(SecondFactorTest, takes_each_recovery_code_once_however_it_is_typed) {
  const auto codes = enable(patient);
  ASSERT_EQ(codes.size(), 10);
  EXPECT_EQ(codes.front().size(), 29) << "120 bits in six groups";
  EXPECT_EQ(pass(patient, codes[0]), std::nullopt);
  EXPECT_EQ(pass(patient, codes[0]), Refusal::otp_wrong);
  std::string small = codes[1];
  for (char& c : small) c = c == '-' ? ' ' : static_cast<char>(std::tolower(c));
  EXPECT_EQ(pass(patient, small), std::nullopt);
  EXPECT_EQ(pass(doctor, codes[2]), std::nullopt) << "the doctor has none and is asked for none";
  const auto left = place.run([&](Work& work) { return readSecondFactor(work.reading(), patient); });
  EXPECT_EQ(left.at("secondFactor").at("recoveryCodesLeft"), 8);
}

TEST_F(SecondFactorTest, keeps_neither_secret_nor_codes_readable) {
  const auto codes = enable(patient);
  place.run([&](Work& work) {
    const auto factor = store::findSecondFactor(work.db, patient.user).value();
    EXPECT_TRUE(keyOf(1).open(factor.sealedSecret, patient.user));
    EXPECT_FALSE(keyOf(2).open(factor.sealedSecret, patient.user)) << "another key";
    EXPECT_FALSE(keyOf(1).open(factor.sealedSecret, doctor.user)) << "moved to another person";
    const auto digests = work.db.all<std::tuple<std::string>>("SELECT digest FROM recovery_codes");
    for (const auto& [digest] : digests) {
      for (const auto& code : codes) EXPECT_EQ(digest.find(code.substr(0, 4)), std::string::npos);
    }
    return true;
  });
}

TEST_F(SecondFactorTest, that_is_confirmed_ends_the_other_sign_ins) {
  const auto other = place.run(
      [&](Work& work) { return beginSignIn(work, store::findUser(work.db, patient.user).value(), {}).signIn; });
  enable(patient);
  place.run([&](Work& work) {
    EXPECT_EQ(store::findSignIn(work.db, other)->endCause, "second_factor_enabled");
    EXPECT_TRUE(findCaller(work.reading(), patient.signIn));
    return true;
  });
}

TEST_F(SecondFactorTest, that_is_confirmed_ends_also_what_is_idle_already_and_could_be_kept_again) {
  place.pass(std::chrono::hours(12));
  const auto again = place.run([&](Work& work) {
    const auto user = store::findUser(work.db, patient.user).value();
    return *findCaller(work.reading(), beginSignIn(work, user, {}).signIn);
  });
  enable(again);
  place.run([&](Work& work) {
    EXPECT_EQ(store::findSignIn(work.db, patient.signIn)->endCause, "second_factor_enabled");
    EXPECT_TRUE(findCaller(work.reading(), again.signIn));
    return true;
  });
}

TEST_F(SecondFactorTest, is_changed_only_in_the_state_that_allows_it) {
  const auto refusals = place.run([&](Work& work) {
    std::vector<Refusal> all = {confirmSecondFactor(work, patient, "123456").error().refusal,
                                renewRecoveryCodes(work, patient, "123456").error().refusal,
                                removeSecondFactor(work, patient, "123456").error().refusal};
    return all;
  });
  EXPECT_EQ(refusals,
            (std::vector{Refusal::second_factor_off, Refusal::second_factor_off, Refusal::second_factor_off}));
  enable(patient);
  const auto later = place.run([&](Work& work) {
    std::vector<Refusal> all = {beginSecondFactor(work, patient).error().refusal,
                                confirmSecondFactor(work, patient, "123456").error().refusal};
    return all;
  });
  EXPECT_EQ(later, (std::vector{Refusal::second_factor_on, Refusal::second_factor_on}));
}

TEST_F(SecondFactorTest, a_wrong_password_confirms_renews_and_removes_nothing) {
  place.run([&](Work& work) { return beginSecondFactor(work, patient).has_value(); });
  const auto isWrong = [](const auto& result) {
    return !result && result.error().refusal == Refusal::invalid && result.error().errors.at(0).field == "otp" &&
           result.error().errors.at(0).code == "wrong";
  };
  EXPECT_TRUE(place.run([&](Work& work) { return isWrong(confirmSecondFactor(work, patient, "abcdef")); }));
  EXPECT_EQ(pass(patient, std::nullopt), std::nullopt);
  const auto codes = enable(patient);
  EXPECT_TRUE(place.run([&](Work& work) { return isWrong(renewRecoveryCodes(work, patient, "abcdef")); }));
  EXPECT_TRUE(place.run([&](Work& work) { return isWrong(removeSecondFactor(work, patient, "abcdef")); }));
  EXPECT_EQ(pass(patient, codes[3]), std::nullopt);
}

TEST_F(SecondFactorTest, new_recovery_codes_void_the_old_ones) {
  const auto codes = enable(patient);
  const auto renewed =
      place.run([&](Work& work) { return codesIn(renewRecoveryCodes(work, patient, codes[0]).value()); });
  EXPECT_EQ(pass(patient, codes[1]), Refusal::otp_wrong);
  EXPECT_EQ(pass(patient, renewed[1]), std::nullopt);
}

TEST_F(SecondFactorTest, that_was_removed_asks_no_more) {
  const auto codes = enable(patient);
  EXPECT_TRUE(place.run([&](Work& work) { return removeSecondFactor(work, patient, codes[0]).has_value(); }));
  EXPECT_EQ(pass(patient, std::nullopt), std::nullopt);
}

TEST_F(SecondFactorTest, that_the_operator_resets_is_gone_with_every_sign_in) {
  enable(doctor);
  EXPECT_TRUE(place.run([&](Work& work) { return resetSecondFactor(work, "Doctor@example.org").has_value(); }));
  EXPECT_EQ(pass(doctor, std::nullopt), std::nullopt);
  place.run([&](Work& work) {
    EXPECT_EQ(store::findSignIn(work.db, doctor.signIn)->endCause, "second_factor_reset");
    EXPECT_EQ(resetSecondFactor(work, "nobody@example.org").error().refusal, Refusal::not_found);
    return true;
  });
}

class DemandedTest : public SecondFactorTest {
 protected:
  DemandedTest() : SecondFactorTest(true) {}

  static std::optional<Refusal> gate(const Caller& caller, domain::Action action) {
    const auto refused = guard(caller, action);
    if (!refused) return std::nullopt;
    return refused->refusal;
  }

  Caller again(const Caller& who) {
    return place.run([&](Work& work) { return *findCaller(work.reading(), who.signIn); });
  }
};

TEST_F(DemandedTest, a_doctor_without_one_may_use_the_own_account_and_nothing_else) {
  using domain::Action;
  EXPECT_TRUE(again(doctor).secondFactorDue);
  EXPECT_EQ(gate(again(doctor), Action::createSchedule), Refusal::second_factor_required);
  EXPECT_EQ(gate(again(doctor), Action::readSchedule), Refusal::second_factor_required);
  EXPECT_EQ(gate(again(doctor), Action::useOwnAccount), std::nullopt);
  EXPECT_EQ(gate(again(doctor), Action::readOwnData), Refusal::second_factor_required) << "it names patients";
  EXPECT_EQ(gate(again(doctor), Action::connect), std::nullopt);
  EXPECT_EQ(gate(again(doctor), Action::joinQueue), Refusal::role);
  EXPECT_EQ(gate(again(patient), Action::joinQueue), std::nullopt) << "it is asked of doctors";
  enable(doctor);
  EXPECT_EQ(gate(again(doctor), Action::createSchedule), std::nullopt);
}

TEST_F(DemandedTest, a_doctor_cannot_take_it_off_again) {
  const auto codes = enable(doctor);
  const auto refused = place.run([&](Work& work) { return removeSecondFactor(work, doctor, codes[0]).error(); });
  EXPECT_EQ(refused.refusal, Refusal::second_factor_required);
  EXPECT_TRUE(refused.isConflict);
}

class WithoutKeyTest : public SecondFactorTest {
 protected:
  /// The same database behind a server whose key file is gone.
  template <class Command>
  auto withoutKey(Command command) {
    return place.run([&](Work& work) {
      Settings settings = work.settings;
      settings.secondFactorKey.reset();
      Work blind{work.db, work.now, work.random, work.ids, settings, work.presence, work.seen, work.changes};
      return command(blind);
    });
  }
};

TEST_F(WithoutKeyTest, no_password_counts_and_a_recovery_code_does) {
  const auto codes = enable(patient);
  place.pass(seconds(30));
  const auto code = otp(patient);
  const auto tried = [&](const std::string& given) {
    return withoutKey([&](Work& work) { return passSecondFactor(work, patient.user, given).has_value(); });
  };
  EXPECT_FALSE(tried(code));
  EXPECT_FALSE(withoutKey([&](Work& work) { return passSecondFactor(work, patient.user, std::nullopt).has_value(); }));
  EXPECT_TRUE(tried(codes[0]));
  EXPECT_EQ(withoutKey([&](Work& work) { return beginSecondFactor(work, doctor).error().refusal; }),
            Refusal::try_again);
}

}  // namespace
}  // namespace praktik::app
