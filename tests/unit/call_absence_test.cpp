#include <gtest/gtest.h>

#include "domain/call.hpp"
#include "support/consultation.hpp"

/// Who is attached to a call, who is not, and how long the call waits for them.
namespace praktik::domain {
namespace {

using namespace test;

constexpr std::array sides = {Role::DOCTOR, Role::PATIENT};

Role other(Role side) { return side == Role::DOCTOR ? Role::PATIENT : Role::DOCTOR; }

std::optional<Instant> dueOf(const Consultation& consultation, Role side) {
  return side == Role::DOCTOR ? consultation.call->doctorDue : consultation.call->patientDue;
}

/// Nothing happens a millisecond before `due`; at `due` and late the call is lost.
void expectLostAt(const Consultation& consultation, Instant due) {
  EXPECT_EQ(deadline(*consultation.call), due);
  EXPECT_EQ(then(consultation, CallClock{}, due - oneMs), consultation);
  for (const Instant at : {due, due + oneMs, due + hours(2)}) {
    const Consultation lost = then(consultation, CallClock{}, at);
    EXPECT_EQ(lost.call->status, CallStatus::ENDED);
    EXPECT_EQ(lost.call->endReason, EndReason::CONNECTION_LOST);
    EXPECT_EQ(lost.call->endedBy, std::nullopt);
    EXPECT_EQ(lost.call->endedAt, at);
    EXPECT_EQ(lost.entry.status, EntryStatus::DONE);
    EXPECT_EQ(lost.entry.lastOutcome, Outcome::CONNECTION_LOST);
  }
}

TEST(CallAbsence, nobody_attaches_within_the_join_time) {
  const Consultation consultation = then(ringing(), Accept{phone, joinWithin}, now);
  expectLostAt(consultation, now + joinWithin);
}

TEST(CallAbsence, only_one_side_attaches_within_the_join_time) {
  for (const Role side : sides) {
    const Consultation accepted = then(ringing(), Accept{phone, joinWithin}, now);
    const Consultation consultation = then(accepted, Attach{side}, now + seconds(1));
    EXPECT_EQ(dueOf(consultation, side), std::nullopt);
    EXPECT_EQ(dueOf(consultation, other(side)), now + joinWithin);
    expectLostAt(consultation, now + joinWithin);
  }
}

TEST(CallAbsence, both_attached_wait_for_no_clock) {
  EXPECT_EQ(deadline(*active().call), std::nullopt);
  EXPECT_EQ(then(active(), CallClock{}, now + hours(24)), active());
}

TEST(CallAbsence, an_attached_page_that_goes_has_the_grace) {
  for (const Role side : sides) {
    const Consultation consultation = then(active(), Detach{side, grace}, now);
    EXPECT_EQ(dueOf(consultation, side), now + grace);
    EXPECT_EQ(dueOf(consultation, other(side)), std::nullopt);
    expectLostAt(consultation, now + grace);
  }
}

TEST(CallAbsence, coming_back_a_millisecond_before_the_grace_is_over_keeps_the_call) {
  for (const Role side : sides) {
    const Consultation gone = then(active(), Detach{side, grace}, now);
    const Consultation back = then(gone, Attach{side}, now + grace - oneMs);
    EXPECT_EQ(back, active());
    EXPECT_EQ(then(back, CallClock{}, now + grace), back);
  }
}

TEST(CallAbsence, an_absence_counts_from_its_beginning) {
  const Consultation gone = then(active(), Detach{Role::DOCTOR, grace}, now);
  EXPECT_EQ(then(gone, Detach{Role::DOCTOR, grace}, now + seconds(30)), gone);
}

TEST(CallAbsence, a_second_absence_has_the_whole_grace_again) {
  const Consultation gone = then(active(), Detach{Role::PATIENT, grace}, now);
  const Consultation back = then(gone, Attach{Role::PATIENT}, now + seconds(59));
  expectLostAt(then(back, Detach{Role::PATIENT, grace}, now + minutes(5)), now + minutes(5) + grace);
}

TEST(CallAbsence, whoever_never_attached_keeps_the_join_time_when_a_page_goes) {
  const Consultation accepted = then(ringing(), Accept{phone, joinWithin}, now);
  EXPECT_EQ(then(accepted, Detach{Role::PATIENT, grace}, now + seconds(1)), accepted);
}

TEST(CallAbsence, when_both_are_gone_the_first_to_go_decides) {
  for (const Role first : sides) {
    const Consultation one = then(active(), Detach{first, grace}, now);
    const Consultation both = then(one, Detach{other(first), grace}, now + seconds(20));
    expectLostAt(both, now + grace);
    const Consultation firstIsBack = then(both, Attach{first}, now + seconds(30));
    expectLostAt(firstIsBack, now + seconds(20) + grace);
  }
}

TEST(CallAbsence, a_server_start_counts_everybody_as_gone_from_that_instant) {
  const Consultation restarted = then(active(), ServerStarted{grace}, now);
  EXPECT_EQ(restarted.call->doctorDue, now + grace);
  EXPECT_EQ(restarted.call->patientDue, now + grace);
  expectLostAt(restarted, now + grace);
}

TEST(CallAbsence, a_server_start_gives_whoever_was_gone_the_whole_grace_again) {
  const Consultation gone = then(active(), Detach{Role::PATIENT, grace}, now - seconds(50));
  expectLostAt(then(gone, ServerStarted{grace}, now), now + grace);
}

TEST(CallAbsence, a_server_that_was_down_beyond_the_grace_does_not_end_the_call_at_its_start) {
  const Consultation gone = then(active(), Detach{Role::PATIENT, grace}, now - hours(1));
  expectLostAt(then(gone, ServerStarted{grace}, now), now + grace);
}

TEST(CallAbsence, a_server_start_does_not_shorten_the_join_time) {
  const Consultation accepted = then(ringing(), Accept{phone, joinWithin}, now);
  const Consultation restarted = then(accepted, ServerStarted{grace}, now + seconds(10));
  EXPECT_EQ(restarted, accepted);
  expectLostAt(restarted, now + joinWithin);
}

TEST(CallAbsence, a_ring_survives_a_server_start_with_the_time_it_has_left) {
  EXPECT_EQ(then(ringing(), ServerStarted{grace}, now), ringing());
  EXPECT_EQ(deadline(*ringing().call), ringing().call->expiresAt);
}

TEST(CallAbsence, attaching_is_for_active_calls_only) {
  for (const Role side : sides) {
    EXPECT_EQ(code(decide(ringing(), Attach{side}, now)), "not_active");
    for (const Consultation& over : {declined(), missed(), cancelled(), endedBy(side), connectionLost()}) {
      EXPECT_EQ(code(decide(over, Attach{side}, now)), "call_over");
    }
  }
}

TEST(CallAbsence, a_page_that_goes_afterthe_end_changes_nothing) {
  for (const Consultation& over : {declined(), missed(), cancelled(), endedBy(Role::PATIENT), connectionLost()}) {
    EXPECT_EQ(then(over, Detach{Role::DOCTOR, grace}, now), over);
    EXPECT_EQ(then(over, ServerStarted{grace}, now), over);
  }
}

}  // namespace
}  // namespace praktik::domain
