#include "domain/call.hpp"

#include <algorithm>

namespace praktik::domain {
namespace {

using Decided = std::expected<Consultation, Refusal>;

bool isSameDevice(const Device& answered, const Device& asking) {
  if (answered.signIn != asking.signIn) return false;
  return !answered.connection || !asking.connection || *answered.connection == *asking.connection;
}

std::optional<Instant>& dueOf(Call& call, Role side) { return side == Role::DOCTOR ? call.doctorDue : call.patientDue; }

void finish(Call& call, CallStatus status, Instant now) {
  call.status = status;
  call.endedAt = now;
  call.doctorDue.reset();
  call.patientDue.reset();
}

/// A ring that brought nobody: the place is kept, but NOT_READY, so that the next ring is not wasted.
void putBackNotReady(Entry& entry, Outcome outcome) {
  entry.status = EntryStatus::NOT_READY;
  entry.readyAt.reset();
  entry.lastOutcome = outcome;
}

/// Ends an ACTIVE call and closes the consultation.
void endCall(Consultation& after, EndReason reason, std::optional<Role> by, Instant now) {
  finish(*after.call, CallStatus::ENDED, now);
  after.call->endReason = reason;
  after.call->endedBy = by;
  after.entry.status = EntryStatus::DONE;
  after.entry.readyAt.reset();
  after.entry.lastOutcome = reason == EndReason::CONNECTION_LOST ? Outcome::CONNECTION_LOST : Outcome::ENDED;
}

void cancelRing(Consultation& after, Instant now) {
  finish(*after.call, CallStatus::CANCELLED, now);
  after.entry.status = EntryStatus::READY;
  after.entry.lastOutcome = Outcome::CANCELLED;
}

struct Decision {
  const Consultation& before;
  Instant now;

  Decided operator()(const Invite& invite) const {
    const bool isRepeat = before.call && isLive(before.call->status) && before.call->doctor == invite.doctor;
    if (isRepeat) return before;
    if (before.schedule != ScheduleStatus::ONLINE) return std::unexpected(Refusal::practice_not_online);
    if (invite.doctorBusy) return std::unexpected(Refusal::doctor_busy);
    if (invite.patientBusy) return std::unexpected(Refusal::patient_busy);
    if (before.entry.status != EntryStatus::READY) return std::unexpected(Refusal::not_ready);
    Consultation after = before;
    after.entry.status = EntryStatus::RINGING;
    Call call;
    call.id = invite.id;
    call.entry = before.entry.id;
    call.schedule = before.entry.schedule;
    call.doctor = invite.doctor;
    call.patient = before.entry.patient;
    call.invitedAt = now;
    call.expiresAt = now + invite.ringFor;
    call.receipts.sent = invite.sent;
    after.call = call;
    return after;
  }

  Decided operator()(const Accept& accept) const {
    const Call& call = *before.call;
    if (call.status == CallStatus::ACTIVE) {
      if (call.answeredOn && isSameDevice(*call.answeredOn, accept.device)) return before;
      return std::unexpected(Refusal::answered_elsewhere);
    }
    if (call.status != CallStatus::RINGING || now >= call.expiresAt) return std::unexpected(Refusal::call_over);
    Consultation after = before;
    after.entry.status = EntryStatus::IN_CALL;
    after.call->status = CallStatus::ACTIVE;
    after.call->answeredAt = now;
    after.call->answeredOn = accept.device;
    after.call->doctorDue = after.call->patientDue = now + accept.joinWithin;
    return after;
  }

  Decided operator()(const Decline&) const {
    return answerRing(CallStatus::DECLINED,
                      [](Consultation& after) { putBackNotReady(after.entry, Outcome::DECLINED); });
  }

  Decided operator()(const CancelCall&) const {
    return answerRing(CallStatus::CANCELLED, [this](Consultation& after) { cancelRing(after, now); });
  }

  Decided operator()(const End& end) const {
    const Call& call = *before.call;
    const bool isRepeat = call.status == CallStatus::ENDED && call.endedBy == end.by;
    if (isRepeat) return before;
    if (call.status == CallStatus::RINGING) return std::unexpected(Refusal::not_active);
    if (call.status != CallStatus::ACTIVE) return std::unexpected(Refusal::call_over);
    Consultation after = before;
    endCall(after, EndReason::HUNG_UP, end.by, now);
    return after;
  }

  Decided operator()(const Attach& attach) const {
    if (const auto refusal = whyNotActive()) return std::unexpected(*refusal);
    Consultation after = before;
    dueOf(*after.call, attach.side).reset();
    return after;
  }

  Decided operator()(const Detach& detach) const {
    if (before.call->status != CallStatus::ACTIVE) return before;
    Consultation after = before;
    auto& due = dueOf(*after.call, detach.side);
    if (!due) due = now + detach.grace;
    return after;
  }

  Decided operator()(const ServerStarted& started) const {
    if (before.call->status != CallStatus::ACTIVE) return before;
    Consultation after = before;
    for (const Role side : {Role::DOCTOR, Role::PATIENT}) {
      auto& due = dueOf(*after.call, side);
      due = std::max(due.value_or(Instant{}), now + started.grace);
    }
    return after;
  }

  Decided operator()(const RingShown& shown) const {
    if (before.call->status != CallStatus::RINGING) return before;
    Consultation after = before;
    Receipts& receipts = after.call->receipts;
    receipts.sent = receipts.delivered = receipts.ringing = true;
    receipts.audible = receipts.audible || shown.audible;
    return after;
  }

  Decided operator()(const PushArrived& push) const {
    if (before.call->status != CallStatus::RINGING) return before;
    Consultation after = before;
    Receipts& receipts = after.call->receipts;
    receipts.sent = true;
    receipts.delivered = receipts.delivered || push.step != PushStep::accepted;
    receipts.ringing = receipts.ringing || push.step == PushStep::shown;
    return after;
  }

  Decided operator()(const CompletePractice&) const {
    Consultation after = before;
    if (before.call->status == CallStatus::RINGING) cancelRing(after, now);
    if (before.call->status == CallStatus::ACTIVE) endCall(after, EndReason::PRACTICE_COMPLETED, std::nullopt, now);
    return after;
  }

  Decided operator()(const CallClock&) const {
    const auto due = deadline(*before.call);
    if (!due || now < *due) return before;
    Consultation after = before;
    if (before.call->status == CallStatus::RINGING) {
      finish(*after.call, CallStatus::MISSED, now);
      putBackNotReady(after.entry, Outcome::MISSED);
      ++after.entry.missedCalls;
    } else {
      endCall(after, EndReason::CONNECTION_LOST, std::nullopt, now);
    }
    return after;
  }

 private:
  std::optional<Refusal> whyNotActive() const {
    if (before.call->status == CallStatus::ACTIVE) return std::nullopt;
    return before.call->status == CallStatus::RINGING ? Refusal::not_active : Refusal::call_over;
  }

  /// Decline and Cancel: only a ring takes them, a repeat is quiet, an answered call says so.
  template <class Change>
  Decided answerRing(CallStatus status, Change change) const {
    if (before.call->status == status) return before;
    if (before.call->status == CallStatus::ACTIVE) return std::unexpected(Refusal::already_answered);
    if (before.call->status != CallStatus::RINGING || now >= before.call->expiresAt) {
      return std::unexpected(Refusal::call_over);
    }
    Consultation after = before;
    finish(*after.call, status, now);
    change(after);
    return after;
  }
};

}  // namespace

std::expected<Consultation, Refusal> decide(const Consultation& consultation, const CallCommand& command, Instant now) {
  if (!consultation.call && !std::holds_alternative<Invite>(command)) return std::unexpected(Refusal::not_found);
  return std::visit(Decision{consultation, now}, command);
}

std::optional<RingOutcome> outcomeOfRing(CallStatus status) {
  switch (status) {
    case CallStatus::RINGING: return std::nullopt;
    case CallStatus::ACTIVE:
    case CallStatus::ENDED: return RingOutcome::ANSWERED;
    case CallStatus::DECLINED: return RingOutcome::DECLINED;
    case CallStatus::MISSED: return RingOutcome::MISSED;
    case CallStatus::CANCELLED: return RingOutcome::CANCELLED;
  }
  return std::nullopt;
}

std::optional<Instant> deadline(const Call& call) {
  if (call.status == CallStatus::RINGING) return call.expiresAt;
  if (call.status != CallStatus::ACTIVE) return std::nullopt;
  if (call.doctorDue && call.patientDue) return std::min(*call.doctorDue, *call.patientDue);
  return call.doctorDue ? call.doctorDue : call.patientDue;
}

}  // namespace praktik::domain
