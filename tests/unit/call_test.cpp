#include "domain/call.hpp"

#include <gtest/gtest.h>

#include "support/consultation.hpp"

namespace praktik::domain {
namespace {

using namespace test;
using enum EntryStatus;

// ---- the ring ----

TEST(Call, an_invitation_is_a_new_ringing_call_that_expires_exactly_afterthe_ring_time) {
  const Invite invite{nth<CallId>(7), doctor, seconds(45), false, false, true};
  const Consultation rung = then(neverCalled(), invite, now);
  Call expected;
  expected.id = invite.id;
  expected.entry = neverCalled().entry.id;
  expected.schedule = neverCalled().entry.schedule;
  expected.doctor = doctor;
  expected.patient = neverCalled().entry.patient;
  expected.status = CallStatus::RINGING;
  expected.invitedAt = now;
  expected.expiresAt = now + seconds(45);
  expected.receipts.sent = true;
  EXPECT_EQ(rung.call, expected);
  EXPECT_EQ(rung.entry.status, RINGING);
  EXPECT_EQ(rung.entry.readyAt, neverCalled().entry.readyAt) << "the patient has waited since then";
}

TEST(Call, inviting_twice_is_the_same_call) {
  const Invite again{nth<CallId>(8), doctor, seconds(90), false, false, true};
  for (const Consultation& live : {ringing(), answeredAt(now), active()}) EXPECT_EQ(then(live, again, now), live);
}

TEST(Call, a_ring_is_missed_at_its_time_and_not_a_millisecond_before) {
  const Consultation rung = ringingUntil(now);
  EXPECT_EQ(then(rung, CallClock{}, now - oneMs), rung);
  for (const Instant at : {now, now + oneMs, now + hours(3)}) {
    const Consultation after = then(rung, CallClock{}, at);
    EXPECT_EQ(after.call->status, CallStatus::MISSED);
    EXPECT_EQ(after.call->endedAt, at);
    EXPECT_EQ(after.entry.status, NOT_READY) << "so that the next ring is not wasted";
    EXPECT_EQ(after.entry.number, rung.entry.number) << "the place is kept";
    EXPECT_EQ(after.entry.readyAt, std::nullopt);
    EXPECT_EQ(after.entry.lastOutcome, Outcome::MISSED);
    EXPECT_EQ(after.entry.missedCalls, 1);
  }
}

TEST(Call, every_missed_ring_is_counted_and_nothing_else_is) {
  Consultation consultation = neverCalled();
  const auto ringAgain = [&] {
    consultation.entry = accepted(decide(consultation.entry, SetReadiness{true}, now));
    consultation = then(consultation, Invite{nth<CallId>(5), doctor, ringFor, false, false, false}, now);
  };
  for (const std::int64_t count : {1, 2}) {
    ringAgain();
    consultation = then(consultation, CallClock{}, now + ringFor);
    EXPECT_EQ(consultation.entry.missedCalls, count);
  }
  ringAgain();
  consultation = then(consultation, Decline{}, now);
  EXPECT_EQ(consultation.entry.missedCalls, 2);
}

TEST(Call, a_missed_ring_is_missed_once) { EXPECT_EQ(then(missed(), CallClock{}, now + hours(1)), missed()); }

TEST(Call, accept_decline_and_cancel_a_millisecond_before_the_ring_is_over) {
  const Consultation rung = ringingUntil(now);
  EXPECT_EQ(then(rung, Accept{phone, joinWithin}, now - oneMs).call->status, CallStatus::ACTIVE);
  EXPECT_EQ(then(rung, Decline{}, now - oneMs).call->status, CallStatus::DECLINED);
  EXPECT_EQ(then(rung, CancelCall{}, now - oneMs).call->status, CallStatus::CANCELLED);
}

TEST(Call, accept_decline_and_cancel_afterthe_ring_is_over_even_when_the_timer_is_late) {
  for (const Instant at : {now, now + oneMs, now + seconds(5)}) {
    EXPECT_EQ(code(decide(ringingUntil(now), Accept{phone, joinWithin}, at)), "call_over");
    EXPECT_EQ(code(decide(ringingUntil(now), Decline{}, at)), "call_over");
    EXPECT_EQ(code(decide(ringingUntil(now), CancelCall{}, at)), "call_over");
  }
}

TEST(Call, decline_makes_not_ready_and_keeps_the_place) {
  const Consultation after = then(ringing(), Decline{}, now);
  EXPECT_EQ(after.call->status, CallStatus::DECLINED);
  EXPECT_EQ(after.call->endedAt, now);
  Entry expected = neverCalled().entry;
  expected.status = NOT_READY;
  expected.readyAt.reset();
  expected.lastOutcome = Outcome::DECLINED;
  EXPECT_EQ(after.entry, expected);
}

TEST(Call, cancel_by_the_doctor_makes_ready_again_with_the_waiting_time_kept) {
  const Consultation after = then(ringing(), CancelCall{}, now);
  EXPECT_EQ(after.call->status, CallStatus::CANCELLED);
  EXPECT_EQ(after.call->endedAt, now);
  Entry expected = neverCalled().entry;
  expected.lastOutcome = Outcome::CANCELLED;
  EXPECT_EQ(after.entry, expected);
}

TEST(Call, a_place_whose_ring_was_cancelled_can_be_rung_at_once_with_a_new_call) {
  const Consultation again = then(cancelled(), Invite{nth<CallId>(2), doctor, ringFor, false, false, false}, now);
  EXPECT_EQ(again.call->id, nth<CallId>(2));
  EXPECT_EQ(again.call->status, CallStatus::RINGING);
  EXPECT_EQ(again.call->endedAt, std::nullopt);
}

// ---- receipts ----

TEST(Call, receipts_come_in_order_and_never_go_back) {
  Consultation consultation = ringing();
  EXPECT_EQ(receiptsOf(*consultation.call), std::set<std::string>{});
  consultation = then(consultation, RingShown{false}, now);
  EXPECT_EQ(receiptsOf(*consultation.call), (std::set<std::string>{"sent", "delivered", "ringing"}));
  consultation = then(consultation, RingShown{true}, now);
  EXPECT_EQ(receiptsOf(*consultation.call), (std::set<std::string>{"sent", "delivered", "ringing", "audible"}));
  const Consultation silent = then(consultation, RingShown{false}, now);
  EXPECT_EQ(silent, consultation) << "another page without sound takes nothing back";
}

TEST(Call, a_push_comes_as_far_as_it_says_and_never_to_a_sound) {
  const std::pair<PushStep, std::set<std::string>> steps[] = {
      {PushStep::accepted, {"sent"}},
      {PushStep::delivered, {"sent", "delivered"}},
      {PushStep::shown, {"sent", "delivered", "ringing"}},
  };
  for (const auto& [step, expected] : steps) {
    EXPECT_EQ(receiptsOf(*then(ringing(), PushArrived{step}, now).call), expected);
  }
}

TEST(Call, a_push_that_comes_late_takes_nothing_back) {
  const Consultation sounding = then(ringing(), RingShown{true}, now);
  const Consultation shown = then(ringing(), PushArrived{PushStep::shown}, now);
  for (const PushStep step : {PushStep::accepted, PushStep::delivered, PushStep::shown}) {
    EXPECT_EQ(then(sounding, PushArrived{step}, now), sounding);
    EXPECT_EQ(then(shown, PushArrived{step}, now), shown);
  }
}

TEST(Call, receipts_after_the_ring_change_nothing) {
  for (const Consultation& later : {active(), declined(), missed(), cancelled(), endedBy(Role::DOCTOR)}) {
    EXPECT_EQ(then(later, RingShown{true}, now), later);
    EXPECT_EQ(then(later, PushArrived{PushStep::shown}, now), later);
  }
}

TEST(Call, the_outcome_of_a_ring_is_told_once_it_is_over) {
  using enum CallStatus;
  EXPECT_EQ(outcomeOfRing(RINGING), std::nullopt);
  EXPECT_EQ(outcomeOfRing(ACTIVE), RingOutcome::ANSWERED);
  EXPECT_EQ(outcomeOfRing(ENDED), RingOutcome::ANSWERED);
  EXPECT_EQ(outcomeOfRing(DECLINED), RingOutcome::DECLINED);
  EXPECT_EQ(outcomeOfRing(MISSED), RingOutcome::MISSED);
  EXPECT_EQ(outcomeOfRing(CANCELLED), RingOutcome::CANCELLED);
}

// ---- the answer ----

TEST(Call, accept_starts_the_consultation_and_both_have_the_join_time_to_attach) {
  const Consultation after = then(ringing(), Accept{phone, joinWithin}, now);
  EXPECT_EQ(after.call->status, CallStatus::ACTIVE);
  EXPECT_EQ(after.call->answeredAt, now);
  EXPECT_EQ(after.call->answeredOn, phone);
  EXPECT_EQ(after.call->doctorDue, now + joinWithin);
  EXPECT_EQ(after.call->patientDue, now + joinWithin);
  EXPECT_EQ(after.call->endedAt, std::nullopt);
  EXPECT_EQ(after.entry.status, IN_CALL);
}

struct SecondAccept {
  std::string_view situation;
  Device first;
  Device second;
  std::string_view expected;
};

const SignInId sameSignIn = nth<SignInId>(1);
const ConnectionId tab = nth<ConnectionId>(11);
const ConnectionId otherTab = nth<ConnectionId>(12);

const SecondAccept secondAccepts[] = {
    {"the same page again", {sameSignIn, tab}, {sameSignIn, tab}, "accepted"},
    {"the same sign-in without a page", {sameSignIn, tab}, {sameSignIn, {}}, "accepted"},
    {"answered without a page, repeated without", {sameSignIn, {}}, {sameSignIn, {}}, "accepted"},
    {"answered without a page, repeated from one", {sameSignIn, {}}, {sameSignIn, tab}, "accepted"},
    {"another tab of the same browser", {sameSignIn, tab}, {sameSignIn, otherTab}, "answered_elsewhere"},
    {"another sign-in", {sameSignIn, tab}, {nth<SignInId>(2), nth<ConnectionId>(21)}, "answered_elsewhere"},
    {"another sign-in without a page", {sameSignIn, tab}, {nth<SignInId>(2), {}}, "answered_elsewhere"},
    {"another sign-in, both without a page", {sameSignIn, {}}, {nth<SignInId>(2), {}}, "answered_elsewhere"},
};

TEST(Call, the_first_accept_wins_and_only_its_own_device_may_repeat_it) {
  for (const SecondAccept& row : secondAccepts) {
    const Consultation first = then(ringing(), Accept{row.first, joinWithin}, now);
    const auto second = decide(first, Accept{row.second, joinWithin}, now + seconds(1));
    EXPECT_EQ(code(second), row.expected) << row.situation;
    if (second) {
      EXPECT_EQ(*second, first) << row.situation << " must change nothing";
    }
  }
}

TEST(Call, accepting_again_from_the_same_device_afterthe_ring_time_is_still_quiet) {
  const Consultation inCall = active();
  EXPECT_EQ(then(inCall, Accept{phone, joinWithin}, inCall.call->expiresAt + hours(1)), inCall);
}

TEST(Call, accept_against_cancel_against_decline_has_one_winner) {
  const CallCommand rivals[] = {Accept{phone, joinWithin}, Decline{}, CancelCall{}};
  for (const CallCommand& first : rivals) {
    const Consultation won = then(ringing(), first, now);
    for (const CallCommand& second : rivals) {
      const auto late = decide(won, second, now);
      const bool isRepeat = first.index() == second.index();
      EXPECT_EQ(late.has_value(), isRepeat);
      if (late) {
        EXPECT_EQ(*late, won);
      }
    }
  }
}

// ---- the end ----

TEST(Call, either_side_ends_the_consultation_at_once_for_both) {
  for (const Role side : {Role::DOCTOR, Role::PATIENT}) {
    const Consultation after = then(active(), End{side}, now);
    EXPECT_EQ(after.call->status, CallStatus::ENDED);
    EXPECT_EQ(after.call->endReason, EndReason::HUNG_UP);
    EXPECT_EQ(after.call->endedBy, side);
    EXPECT_EQ(after.call->endedAt, now);
    EXPECT_EQ(after.entry.status, DONE);
    EXPECT_EQ(after.entry.lastOutcome, Outcome::ENDED);
    EXPECT_EQ(after.entry.readyAt, std::nullopt);
  }
}

TEST(Call, when_both_end_the_first_is_named_and_the_second_hears_that_it_is_over) {
  const Consultation ended = then(active(), End{Role::PATIENT}, now);
  EXPECT_EQ(code(decide(ended, End{Role::DOCTOR}, now)), "call_over");
  EXPECT_EQ(then(ended, End{Role::PATIENT}, now + oneMs), ended);
}

TEST(Call, ending_before_anybody_attached_is_an_end_like_any_other) {
  const Consultation after = then(answeredAt(now), End{Role::DOCTOR}, now);
  EXPECT_EQ(after.call->status, CallStatus::ENDED);
  EXPECT_EQ(after.call->doctorDue, std::nullopt);
  EXPECT_EQ(after.call->patientDue, std::nullopt);
}

TEST(Call, completing_the_practice_ends_the_consultation_and_names_nobody) {
  const Consultation after = then(active(), CompletePractice{}, now);
  EXPECT_EQ(after.call->status, CallStatus::ENDED);
  EXPECT_EQ(after.call->endReason, EndReason::PRACTICE_COMPLETED);
  EXPECT_EQ(after.call->endedBy, std::nullopt);
  EXPECT_EQ(after.entry.status, DONE);
  EXPECT_EQ(after.entry.lastOutcome, Outcome::ENDED);
}

TEST(Call, a_finished_call_waits_for_no_clock) {
  for (const Consultation& over : {endedBy(Role::DOCTOR), connectionLost(), declined(), missed(), cancelled()}) {
    EXPECT_EQ(deadline(*over.call), std::nullopt);
    EXPECT_EQ(then(over, CallClock{}, now + hours(24)), over);
  }
}

TEST(Call, call_again_is_a_new_call_with_a_new_id_and_nothing_of_the_old_one) {
  Consultation consultation = endedBy(Role::PATIENT);
  consultation.entry = accepted(decide(consultation.entry, Requeue{ScheduleStatus::ONLINE}, now));
  const Consultation again = then(consultation, Invite{nth<CallId>(2), doctor, ringFor, false, false, false}, now);
  EXPECT_EQ(again.call->id, nth<CallId>(2));
  EXPECT_EQ(again.call->status, CallStatus::RINGING);
  EXPECT_EQ(again.call->invitedAt, now);
  EXPECT_EQ(again.call->answeredOn, std::nullopt);
  EXPECT_EQ(again.call->endReason, std::nullopt);
  EXPECT_EQ(again.call->endedBy, std::nullopt);
}

}  // namespace
}  // namespace praktik::domain
