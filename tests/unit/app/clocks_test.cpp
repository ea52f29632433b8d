#include "app/clocks.hpp"

#include <gtest/gtest.h>

#include "app/calls.hpp"
#include "base/limits.hpp"
#include "store/audit.hpp"
#include "store/calls.hpp"
#include "store/entries.hpp"
#include "store/schedules.hpp"
#include "support/somebody.hpp"
#include "support/workplace.hpp"

namespace praktik::app {
namespace {

/// A doctor whose practice is online and a patient who is READY in it.
class ClocksTest : public testing::Test {
 protected:
  CallId ring() {
    return place.run([&](Work& work) {
      EXPECT_TRUE(setReadiness(work, patient, entry, true));
      const auto made = invite(work, doctor, entry);
      return *CallId::parse(std::string(made->object.at("id").as_string()));
    });
  }
  domain::CallStatus statusOf(const CallId& call) {
    return place.run([&](Work& work) { return store::findCall(work.db, call)->status; });
  }
  std::optional<Instant> runDue() {
    return place.run([](Work& work) { return runDueClocks(work); });
  }
  EntryId join() {
    return place.run([&](Work& work) {
      const auto made = joinQueue(work, patient, practice, std::nullopt);
      return *EntryId::parse(std::string(made->object.at("id").as_string()));
    });
  }

  domain::Schedule scheduleNow() {
    return place.run([&](Work& work) { return *store::findSchedule(work.db, practice); });
  }

  Somebody somebody;
  test::Workplace place{somebody};
  Caller doctor = place.signIn(domain::Role::DOCTOR, "doctor");
  Caller patient = place.signIn(domain::Role::PATIENT, "patient");
  ScheduleId practice = place.openPractice(doctor);
  EntryId entry = join();
};

TEST_F(ClocksTest, a_ring_is_not_missed_a_millisecond_before_its_time) {
  const auto call = ring();
  place.pass(seconds(30) - milliseconds(1));
  EXPECT_EQ(runDue(), place.now() + milliseconds(1));
  EXPECT_EQ(statusOf(call), domain::CallStatus::RINGING);
}

TEST_F(ClocksTest, a_ring_is_missed_at_its_time) {
  const auto call = ring();
  place.pass(seconds(30));
  runDue();
  EXPECT_EQ(statusOf(call), domain::CallStatus::MISSED);
}

TEST_F(ClocksTest, a_clock_that_fires_late_still_misses_the_ring_once) {
  const auto call = ring();
  place.pass(std::chrono::minutes(10));
  runDue();
  runDue();
  EXPECT_EQ(statusOf(call), domain::CallStatus::MISSED);
  const auto missed = place.run([&](Work& work) { return store::findEntry(work.db, entry)->missedCalls; });
  EXPECT_EQ(missed, 1);
}

TEST_F(ClocksTest, whoever_calls_again_before_the_late_clock_comes_misses_the_ring_once) {
  const auto call = ring();
  place.pass(seconds(30));
  place.run([&](Work& work) { return invite(work, doctor, entry).has_value(); });
  EXPECT_EQ(statusOf(call), domain::CallStatus::MISSED);
  const auto missed = place.run([&](Work& work) { return store::findEntry(work.db, entry)->missedCalls; });
  EXPECT_EQ(missed, 1);
}

TEST_F(ClocksTest, an_answer_stops_the_ring_and_starts_the_time_to_join) {
  const auto call = ring();
  place.run([&](Work& work) { return acceptCall(work, patient, call, std::nullopt).has_value(); });
  place.pass(seconds(120) - milliseconds(1));
  runDue();
  EXPECT_EQ(statusOf(call), domain::CallStatus::ACTIVE);
  place.pass(milliseconds(1));
  runDue();
  EXPECT_EQ(statusOf(call), domain::CallStatus::ENDED);
}

TEST_F(ClocksTest, with_both_attached_a_call_has_no_clock) {
  const auto call = ring();
  place.run([&](Work& work) {
    return acceptCall(work, patient, call, std::nullopt) && attachToCall(work, patient, call) &&
           attachToCall(work, doctor, call);
  });
  place.pass(std::chrono::hours(3));
  runDue();
  EXPECT_EQ(statusOf(call), domain::CallStatus::ACTIVE);
}

TEST_F(ClocksTest, a_restart_gives_everybody_in_a_call_the_grace_from_then_on) {
  const auto call = ring();
  place.run([&](Work& work) {
    return acceptCall(work, patient, call, std::nullopt) && attachToCall(work, patient, call) &&
           attachToCall(work, doctor, call);
  });
  place.pass(std::chrono::hours(1));
  place.run([](Work& work) { return resumeAfterStart(work), true; });
  EXPECT_EQ(runDue(), place.now() + seconds(60));
  place.pass(seconds(60));
  runDue();
  EXPECT_EQ(statusOf(call), domain::CallStatus::ENDED);
}

TEST_F(ClocksTest, a_restart_does_not_prolong_a_ring) {
  const auto call = ring();
  place.pass(seconds(29));
  place.run([](Work& work) { return resumeAfterStart(work), true; });
  place.pass(seconds(1));
  runDue();
  EXPECT_EQ(statusOf(call), domain::CallStatus::MISSED);
}

TEST_F(ClocksTest, an_answer_after_the_time_is_refused_and_ends_the_ring_without_waiting_for_the_clock) {
  const auto call = ring();
  place.pass(seconds(30));
  const auto answer = place.run([&](Work& work) { return acceptCall(work, patient, call, std::nullopt); });
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().refusal, Refusal::call_over);
  EXPECT_EQ(answer.error().current->at("status").as_string(), "MISSED");
  EXPECT_EQ(statusOf(call), domain::CallStatus::MISSED);
}

TEST_F(ClocksTest, a_practice_whose_doctor_is_gone_for_twelve_hours_is_completed) {
  place.run([](Work& work) { return resumeAfterStart(work), true; });
  place.pass(std::chrono::hours(12));
  runDue();
  const auto status = place.run([&](Work& work) { return store::findSchedule(work.db, practice)->status; });
  EXPECT_EQ(status, domain::ScheduleStatus::COMPLETED);
}

TEST_F(ClocksTest, a_practice_that_was_begun_without_a_page_of_its_doctor_is_completed_as_well) {
  place.pass(std::chrono::hours(12) - milliseconds(1));
  EXPECT_EQ(runDue(), place.now() + milliseconds(1));
  place.pass(milliseconds(1));
  runDue();
  const auto status = place.run([&](Work& work) { return store::findSchedule(work.db, practice)->status; });
  EXPECT_EQ(status, domain::ScheduleStatus::COMPLETED);
}

TEST_F(ClocksTest, a_practice_goes_on_when_only_the_note_of_its_doctors_page_was_lost) {
  place.run([](Work& work) { return resumeAfterStart(work), true; });
  // The page came, and the command that notes it could not be written.
  somebody.here.insert(doctor.user);
  place.pass(std::chrono::hours(12));
  EXPECT_NE(runDue(), place.now()) << "what is not due any more";
  EXPECT_EQ(scheduleNow().status, domain::ScheduleStatus::ONLINE);
  EXPECT_EQ(scheduleNow().abandonAt, std::nullopt);
  somebody.here.clear();
  place.run([&](Work& work) { return noteDoctorPresence(work, doctor.user), true; });
  place.pass(std::chrono::hours(12));
  runDue();
  EXPECT_EQ(scheduleNow().status, domain::ScheduleStatus::COMPLETED) << "its time counts from the end of the page";
}

TEST_F(ClocksTest, a_page_of_the_doctor_keeps_no_schedule_that_never_began) {
  const auto other = place.signIn(domain::Role::DOCTOR, "other");
  somebody.here.insert(other.user);
  const auto coming = place.run([&](Work& work) {
    NewSchedule wanted;
    wanted.times = {work.now, work.now + std::chrono::hours(1)};
    return *ScheduleId::parse(std::string(createSchedule(work, other, wanted)->at("id").as_string()));
  });
  place.pass(std::chrono::hours(2));
  runDue();
  const auto status = place.run([&](Work& work) { return store::findSchedule(work.db, coming)->status; });
  EXPECT_EQ(status, domain::ScheduleStatus::CANCELLED);
}

TEST_F(ClocksTest, what_the_clock_did_is_on_record_without_an_actor) {
  const auto call = ring();
  place.pass(seconds(30));
  runDue();
  const auto audit = place.run([&](Work& work) { return store::listAuditOf(work.db, call.text()); });
  ASSERT_EQ(audit.size(), 2U);
  EXPECT_EQ(audit[0].actor, doctor.user);
  EXPECT_EQ(audit[1].actor, std::nullopt);
  EXPECT_EQ(audit[1].fromState, "RINGING");
  EXPECT_EQ(audit[1].toState, "MISSED");
}

}  // namespace
}  // namespace praktik::app
