#include <algorithm>
#include <gtest/gtest.h>
#include <set>

#include "app/accounts.hpp"
#include "app/calls.hpp"
#include "app/clocks.hpp"
#include "app/queue.hpp"
#include "app/sign_ins_seen.hpp"
#include "base/limits.hpp"
#include "store/audit.hpp"
#include "store/sign_ins.hpp"
#include "store/subscriptions.hpp"
#include "support/workplace.hpp"

namespace praktik::app {
namespace {

using limits::minutes;
constexpr milliseconds oneMs{1};

/// Pages as the test opens them.
class Pages final : public Presence {
 public:
  bool hasPage(const UserId&) const override { return false; }
  bool hasPage(const SignInId& signIn) const override { return open.contains(signIn); }
  std::vector<SignInId> signInsWithPage() const override { return {open.begin(), open.end()}; }
  Instant lastSeen(const UserId&) const override { return Instant{}; }

  std::set<SignInId> open;
};

class IdleTest : public testing::Test {
 protected:
  bool lives(const Caller& caller) {
    return place.run([&](Work& work) { return findCaller(work.reading(), caller.signIn).has_value(); });
  }
  std::optional<std::string> endCause(const Caller& caller) {
    return place.run([&](Work& work) { return store::findSignIn(work.db, caller.signIn)->endCause; });
  }
  std::optional<Instant> runDue() {
    return place.run([](Work& work) { return runDueClocks(work); });
  }
  Instant seenAt(const Caller& caller) {
    return place.run([&](Work& work) { return store::findSignIn(work.db, caller.signIn)->lastSeenAt; });
  }
  EntryId join(const ScheduleId& practice) {
    return place.run([&](Work& work) {
      const auto made = joinQueue(work, patient, practice, std::nullopt);
      return *EntryId::parse(std::string(made->object.at("id").as_string()));
    });
  }

  Pages pages;
  test::Workplace place{pages};
  Caller doctor = place.signIn(domain::Role::DOCTOR, "doctor");
  Caller patient = place.signIn(domain::Role::PATIENT, "patient");
};

TEST_F(IdleTest, a_doctors_sign_in_ends_after_half_an_hour_and_a_patients_after_twelve) {
  place.pass(minutes(30) - oneMs);
  EXPECT_TRUE(lives(doctor));
  EXPECT_EQ(runDue(), place.now() + oneMs);
  EXPECT_EQ(endCause(doctor), std::nullopt);
  place.pass(oneMs);
  EXPECT_FALSE(lives(doctor)) << "also before the clock has looked";
  runDue();
  EXPECT_EQ(endCause(doctor), "idle");
  EXPECT_TRUE(lives(patient));
  place.pass(std::chrono::hours(12) - minutes(30) - oneMs);
  EXPECT_TRUE(lives(patient));
  place.pass(oneMs);
  EXPECT_FALSE(lives(patient));
  runDue();
  EXPECT_EQ(endCause(patient), "idle");
}

TEST_F(IdleTest, the_end_takes_the_push_subscriptions_is_told_and_is_recorded) {
  place.run([&](Work& work) {
    store::insertSubscription(work.db, {work.newId<SubscriptionId>(), patient.user, patient.signIn,
                                        "https://push.example", "key", "auth", work.now});
    return true;
  });
  std::vector<SignInId> told;
  place.engine().onCommitted([&](const Changes& changes) { told = changes.endedSignIns; });
  place.pass(minutes(720));
  runDue();
  EXPECT_NE(std::ranges::find(told, patient.signIn), told.end());
  place.run([&](Work& work) {
    EXPECT_TRUE(store::listSubscriptionsOfSignIn(work.db, patient.signIn).empty());
    const auto lines = store::listAuditForPatient(work.db, patient.user, AuditId(UuidBytes{0xFF}), 10);
    const auto end = std::ranges::find(lines, "sign_in.end", [](const auto& line) { return line.entry.action; });
    EXPECT_NE(end, lines.end());
    EXPECT_EQ(end->entry.cause, "idle");
    EXPECT_EQ(end->entry.actor, std::nullopt) << "the server did it";
    return true;
  });
}

TEST_F(IdleTest, an_open_page_keeps_its_own_sign_in_and_no_other) {
  const auto other = place.run([&](Work& work) {
    const auto user = store::findUser(work.db, doctor.user).value();
    return *findCaller(work.reading(), beginSignIn(work, user, {}).signIn);
  });
  pages.open.insert(doctor.signIn);
  place.pass(minutes(31));
  EXPECT_TRUE(lives(doctor));
  EXPECT_FALSE(lives(other));
  runDue();
  EXPECT_EQ(endCause(doctor), std::nullopt);
  EXPECT_EQ(endCause(other), "idle");
  EXPECT_EQ(seenAt(doctor), place.now()) << "its time counts from now";
  pages.open.clear();
  place.pass(minutes(30));
  EXPECT_FALSE(lives(doctor));
}

TEST_F(IdleTest, an_online_practice_keeps_its_doctor_until_it_is_over) {
  const auto practice = place.openPractice(doctor);
  place.pass(minutes(60));
  EXPECT_TRUE(lives(doctor));
  EXPECT_GT(*runDue(), place.now()) << "what is kept is not due";
  bool isTold = false;
  place.engine().onCommitted([&](const Changes& changes) { isTold = isTold || changes.clocks; });
  place.run([&](Work& work) { return completeSchedule(work, doctor, practice).has_value(); });
  EXPECT_TRUE(isTold) << "the clock looks again when what kept a sign-in is over";
  EXPECT_FALSE(lives(doctor));
}

TEST_F(IdleTest, an_open_place_in_a_queue_keeps_its_patient_until_it_is_left) {
  const auto entry = join(place.openPractice(doctor));
  place.pass(std::chrono::hours(13));
  EXPECT_TRUE(lives(patient));
  bool isTold = false;
  place.engine().onCommitted([&](const Changes& changes) { isTold = isTold || changes.clocks; });
  place.run([&](Work& work) { return leaveQueue(work, patient, entry).has_value(); });
  EXPECT_TRUE(isTold) << "the clock looks again when what kept a sign-in is over";
  EXPECT_FALSE(lives(patient));
}

TEST_F(IdleTest, a_live_call_keeps_both_of_its_people) {
  const auto entry = join(place.openPractice(doctor));
  place.run([&](Work& work) {
    EXPECT_TRUE(setReadiness(work, patient, entry, true));
    const auto call = CallId::parse(std::string(invite(work, doctor, entry)->object.at("id").as_string()));
    EXPECT_TRUE(acceptCall(work, patient, *call, std::nullopt));
    return true;
  });
  place.pass(std::chrono::hours(13));
  EXPECT_TRUE(lives(doctor));
  EXPECT_TRUE(lives(patient));
}

TEST_F(IdleTest, a_sign_in_runs_out_after_thirty_days_whatever_keeps_it) {
  place.openPractice(doctor);
  pages.open.insert(doctor.signIn);
  place.pass(limits::signIn - oneMs);
  EXPECT_TRUE(lives(doctor));
  place.pass(oneMs);
  EXPECT_FALSE(lives(doctor));
  runDue();
  EXPECT_EQ(endCause(doctor), "expired");
}

TEST_F(IdleTest, a_request_counts_from_its_instant_also_before_it_is_written_down) {
  place.pass(minutes(30) - oneMs);
  place.engine().seen().note(doctor.signIn, place.now());
  for (int second = 0; second < 3; ++second) {
    place.pass(seconds(1));
    writeSignInsSeen(place.engine());
    EXPECT_TRUE(lives(doctor));
    EXPECT_GT(*runDue(), place.now()) << "what was used is not due";
    EXPECT_EQ(endCause(doctor), std::nullopt);
  }
  place.pass(minutes(30) - seconds(3) - oneMs);
  EXPECT_TRUE(lives(doctor));
  place.pass(oneMs);
  EXPECT_FALSE(lives(doctor));
  runDue();
  EXPECT_EQ(endCause(doctor), "idle");
}

TEST_F(IdleTest, another_password_ends_also_what_is_idle_already_and_could_be_kept_again) {
  place.pass(std::chrono::hours(12));
  EXPECT_FALSE(lives(patient));
  const auto again = place.run([&](Work& work) {
    const auto user = store::findUser(work.db, patient.user).value();
    return *findCaller(work.reading(), beginSignIn(work, user, {}).signIn);
  });
  AccountEdit edit;
  edit.newPasswordHash = "another";
  place.run([&](Work& work) { return editMe(work, again, edit).has_value(); });
  EXPECT_EQ(endCause(patient), "password_changed");
  EXPECT_TRUE(lives(again));
  const auto practice = place.openPractice(place.signIn(domain::Role::DOCTOR, "another"));
  place.run([&](Work& work) { return joinQueue(work, again, practice, std::nullopt).has_value(); });
  EXPECT_FALSE(lives(patient)) << "a place in a queue keeps no sign-in that ended";
}

TEST_F(IdleTest, requests_are_written_down_once_a_minute_and_the_last_one_always) {
  auto& seen = place.engine().seen();
  const Instant begin = place.now();
  for (int second = 0; second < 150; ++second) {
    seen.note(doctor.signIn, place.now());
    writeSignInsSeen(place.engine());
    const auto passed = place.now() - begin;
    const auto written = passed < minutes(1) ? begin : passed < minutes(2) ? begin + minutes(1) : begin + minutes(2);
    ASSERT_EQ(seenAt(doctor), written) << second;
    place.pass(seconds(1));
  }
  const Instant last = place.now() - seconds(1);
  place.pass(minutes(1));
  writeSignInsSeen(place.engine());
  EXPECT_EQ(seenAt(doctor), last);
  place.pass(minutes(5));
  writeSignInsSeen(place.engine());
  EXPECT_EQ(seenAt(doctor), last) << "nothing new";
}

TEST_F(IdleTest, an_open_page_is_written_down_by_itself) {
  pages.open.insert(doctor.signIn);
  for (int minute = 0; minute < 40; ++minute) {
    writeSignInsSeen(place.engine());
    place.pass(minutes(1));
  }
  EXPECT_GE(seenAt(doctor), place.now() - minutes(2));
}

TEST_F(IdleTest, everything_is_written_down_before_the_server_ends) {
  place.pass(seconds(10));
  place.engine().seen().note(doctor.signIn, place.now());
  writeAllSignInsSeen(place.engine());
  EXPECT_EQ(seenAt(doctor), place.now());
}

TEST_F(IdleTest, a_note_that_is_written_too_late_brings_nobody_back) {
  place.engine().seen().note(doctor.signIn, place.now() + minutes(1));
  place.pass(minutes(40));
  writeSignInsSeen(place.engine());
  EXPECT_FALSE(lives(doctor));
  runDue();
  EXPECT_EQ(endCause(doctor), "idle");
}

TEST(SignInsSeen, gives_so_many_at_a_time_and_each_of_them_once) {
  SignInsSeen seen;
  constexpr Instant noon = fromMillis(1'763'870'400'000);
  for (std::uint8_t i = 1; i <= 5; ++i) seen.note(SignInId(UuidBytes{i}), noon);
  std::set<SignInId> given;
  for (const std::size_t expected : {2U, 2U, 1U, 0U}) {
    const auto some = seen.take(noon + minutes(1), minutes(1), 2);
    EXPECT_EQ(some.size(), expected);
    for (const auto& one : some) given.insert(one.signIn);
  }
  EXPECT_EQ(given.size(), 5);
}

}  // namespace
}  // namespace praktik::app
