#include "app/erase.hpp"

#include <gtest/gtest.h>

#include "app/queue.hpp"
#include "base/limits.hpp"
#include "store/entries.hpp"
#include "store/sign_ins.hpp"
#include "support/nobody.hpp"
#include "support/workplace.hpp"

namespace praktik::app {
namespace {

class EraseTest : public testing::Test {
 protected:
  domain::EntryStatus statusOf(const EntryId& id) {
    return place.run([&](Work& work) { return store::findEntry(work.db, id)->status; });
  }
  void erase(const Caller& who) {
    ASSERT_TRUE(place.run([&](Work& work) { return eraseMe(work, who).has_value(); }));
  }
  void complete() {
    ASSERT_TRUE(place.run([&](Work& work) { return completeSchedule(work, doctor, practice).has_value(); }));
  }
  void reopen() {
    ASSERT_TRUE(place.run([&](Work& work) { return reopenSchedule(work, doctor, practice).has_value(); }));
  }

  Nobody nobody;
  test::Workplace place{nobody};
  Caller doctor = place.signIn(domain::Role::DOCTOR, "doctor");
  Caller patient = place.signIn(domain::Role::PATIENT, "patient");
  ScheduleId practice = place.openPractice(doctor);
  EntryId entry = place.join(patient, practice);
};

TEST_F(EraseTest, whoever_was_sent_home_by_the_completion_does_not_wait_again_after_a_reopen) {
  complete();
  erase(patient);
  reopen();
  EXPECT_EQ(statusOf(entry), domain::EntryStatus::NOT_SEEN);
}

TEST_F(EraseTest, nor_does_whoever_the_doctor_removed_just_before_the_completion) {
  for (const milliseconds later : {milliseconds(0), milliseconds(1), milliseconds(2)}) {
    const Caller removed = place.signIn(domain::Role::PATIENT, std::to_string(later.count()));
    const auto left = place.join(removed, practice);
    place.run([&](Work& work) { return leaveQueue(work, doctor, left).has_value(); });
    place.pass(later);
    complete();
    erase(removed);
    reopen();
    EXPECT_EQ(statusOf(left), domain::EntryStatus::NOT_SEEN) << later.count() << " ms before";
  }
  EXPECT_EQ(statusOf(entry), domain::EntryStatus::NOT_READY) << "whoever was sent home waits again";
}

TEST_F(EraseTest, ends_also_a_sign_in_that_has_run_out_and_that_the_clock_has_not_met) {
  place.pass(limits::signIn);
  const Caller again = place.run([&](Work& work) {
    const auto user = store::findUser(work.db, patient.user).value();
    return *findCaller(work.reading(), beginSignIn(work, user, {}).signIn);
  });
  erase(again);
  const auto old = place.run([&](Work& work) { return *store::findSignIn(work.db, patient.signIn); });
  EXPECT_EQ(old.endedAt, place.now());
  EXPECT_EQ(old.endCause, "erased");
}

}  // namespace
}  // namespace praktik::app
