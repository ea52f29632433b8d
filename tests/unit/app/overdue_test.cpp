#include <gtest/gtest.h>

#include "app/calls.hpp"
#include "app/erase.hpp"
#include "app/queue.hpp"
#include "store/calls.hpp"
#include "store/entries.hpp"
#include "support/nobody.hpp"
#include "support/workplace.hpp"

namespace praktik::app {
namespace {

/// A call whose time is over and to which the clock has not come yet.
class OverdueTest : public testing::Test {
 protected:
  CallId overdueRing() {
    const auto call = place.ring(doctor, patient, entry);
    place.pass(seconds(30));
    return call;
  }
  CallId overdueConsultation() {
    const auto call = place.ring(doctor, patient, entry);
    place.run([&](Work& work) { return acceptCall(work, patient, call, std::nullopt).has_value(); });
    place.pass(seconds(120));
    return call;
  }
  domain::Call callOf(const CallId& call) {
    return place.run([&](Work& work) { return *store::findCall(work.db, call); });
  }
  domain::Entry entryNow() {
    return place.run([&](Work& work) { return *store::findEntry(work.db, entry); });
  }
  /// The code of the refusal; "done" without one.
  template <class Command>
  std::string_view answer(Command command) {
    return place.run([&](Work& work) -> std::string_view {
      const auto result = command(work);
      return result ? "done" : word(result.error().refusal);
    });
  }

  Nobody nobody;
  test::Workplace place{nobody};
  Caller doctor = place.signIn(domain::Role::DOCTOR, "doctor");
  Caller patient = place.signIn(domain::Role::PATIENT, "patient");
  ScheduleId practice = place.openPractice(doctor);
  EntryId entry = place.join(patient, practice);
};

TEST_F(OverdueTest, whoever_calls_again_is_told_of_the_entry_as_it_is_now) {
  overdueRing();
  const auto again = place.run([&](Work& work) { return invite(work, doctor, entry); });
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().refusal, Refusal::not_ready);
  EXPECT_EQ(again.error().current->at("status").as_string(), "NOT_READY");
  EXPECT_EQ(again.error().current->at("missedCalls").as_int64(), 1);
}

TEST_F(OverdueTest, a_patient_whose_ring_is_over_can_get_ready_again) {
  const auto call = overdueRing();
  EXPECT_EQ(answer([&](Work& work) { return setReadiness(work, patient, entry, true); }), "done");
  EXPECT_EQ(entryNow().status, domain::EntryStatus::READY);
  EXPECT_EQ(entryNow().missedCalls, 1);
  EXPECT_EQ(callOf(call).status, domain::CallStatus::MISSED);
}

TEST_F(OverdueTest, a_patient_whose_ring_is_over_can_leave) {
  const auto call = overdueRing();
  EXPECT_EQ(answer([&](Work& work) { return leaveQueue(work, patient, entry); }), "done");
  EXPECT_EQ(entryNow().status, domain::EntryStatus::LEFT);
  EXPECT_EQ(callOf(call).status, domain::CallStatus::MISSED);
}

TEST_F(OverdueTest, a_doctor_can_remove_whoever_missed_the_ring) {
  overdueRing();
  EXPECT_EQ(answer([&](Work& work) { return leaveQueue(work, doctor, entry); }), "done");
  EXPECT_EQ(entryNow().status, domain::EntryStatus::NOT_SEEN);
}

TEST_F(OverdueTest, whoever_was_lost_can_be_put_back) {
  const auto call = overdueConsultation();
  EXPECT_EQ(answer([&](Work& work) { return requeue(work, doctor, entry); }), "done");
  EXPECT_EQ(entryNow().status, domain::EntryStatus::READY);
  EXPECT_EQ(callOf(call).endReason, domain::EndReason::CONNECTION_LOST);
}

TEST_F(OverdueTest, a_patient_whose_ring_is_over_can_be_erased) {
  const auto call = overdueRing();
  EXPECT_EQ(answer([&](Work& work) { return eraseMe(work, patient); }), "done");
  EXPECT_EQ(callOf(call).status, domain::CallStatus::MISSED);
  EXPECT_EQ(entryNow().status, domain::EntryStatus::LEFT);
}

TEST_F(OverdueTest, a_page_that_shows_the_ring_too_late_is_told_so) {
  const auto call = overdueRing();
  EXPECT_EQ(answer([&](Work& work) { return reportRinging(work, patient, call, true); }), "forbidden");
  EXPECT_EQ(callOf(call).status, domain::CallStatus::MISSED);
  EXPECT_FALSE(callOf(call).receipts.ringing);
}

TEST_F(OverdueTest, a_ring_that_is_over_when_the_practice_is_completed_was_missed) {
  const auto call = overdueRing();
  EXPECT_EQ(answer([&](Work& work) { return completeSchedule(work, doctor, practice); }), "done");
  EXPECT_EQ(callOf(call).status, domain::CallStatus::MISSED);
  EXPECT_EQ(entryNow().status, domain::EntryStatus::NOT_SEEN);
  EXPECT_EQ(entryNow().lastOutcome, domain::Outcome::MISSED);
  EXPECT_EQ(entryNow().missedCalls, 1);
}

TEST_F(OverdueTest, a_call_that_was_lost_before_the_practice_is_completed_ended_by_that) {
  const auto call = overdueConsultation();
  EXPECT_EQ(answer([&](Work& work) { return completeSchedule(work, doctor, practice); }), "done");
  EXPECT_EQ(callOf(call).endReason, domain::EndReason::CONNECTION_LOST);
  EXPECT_EQ(entryNow().lastOutcome, domain::Outcome::CONNECTION_LOST);
}

}  // namespace
}  // namespace praktik::app
