#pragma once

#include <algorithm>
#include <map>
#include <rapidcheck.h>
#include <string>

#include "support/clinic.hpp"

/// What must be true of a clinic at any time, and of any step from one state to the next. A broken rule fails the property
/// with its sentence.
namespace praktik::test {

inline void demand(bool holds, std::string_view sentence) {
  if (!holds) RC_FAIL(std::string(sentence));
}

template <class Thing, class Is>
std::ptrdiff_t count(const std::vector<Thing>& things, const Is& is) {
  return std::ranges::count_if(things, is);
}

// ---- at any time ----

inline void expectOneLiveCall(const ClinicState& state) {
  std::map<UserId, int> live;
  for (const domain::Call& call : state.calls) {
    if (!isLive(call.status)) continue;
    demand(++live[call.doctor] == 1, "a doctor has one live call");
    demand(++live[call.patient] == 1, "a patient has one live call");
  }
}

inline void expectOneOnline(const ClinicState& state) {
  std::map<UserId, int> online;
  for (const domain::Schedule& schedule : state.schedules) {
    if (schedule.status == domain::ScheduleStatus::ONLINE)
      demand(++online[schedule.doctor] == 1, "one practice online");
  }
}

inline void expectNumbersInOrder(const ClinicState& state) {
  std::map<ScheduleId, std::int64_t> last;
  for (const domain::Entry& entry : state.entries) {
    demand(entry.number == ++last[entry.schedule], "numbers are 1, 2, 3 in the order of joining, never again");
  }
}

inline void expectEntryWhole(const ClinicState& state, const domain::Schedule& schedule, const domain::Entry& entry) {
  using enum domain::EntryStatus;
  std::optional<domain::CallStatus> live;
  std::int64_t missed = 0;
  for (const domain::Call& call : state.calls) {
    if (call.entry != entry.id) continue;
    if (isLive(call.status)) live = call.status;
    if (call.status == domain::CallStatus::MISSED) ++missed;
  }
  demand((entry.status == RINGING) == (live == domain::CallStatus::RINGING), "a place rings while its call rings");
  demand((entry.status == IN_CALL) == (live == domain::CallStatus::ACTIVE),
         "a place is in call while its call is active");
  demand(!isClosed(schedule.status) || !isOpen(entry.status), "a closed schedule has no open place");
  demand(schedule.status != domain::ScheduleStatus::UPCOMING || !live, "nobody is called before the practice starts");
  demand((entry.readyAt.has_value()) == (entry.status == READY || isBusy(entry.status)),
         "readyAt while READY or called");
  demand((entry.closedAt.has_value()) == (entry.status == LEFT || entry.status == NOT_SEEN), "closedAt when closed");
  demand(entry.missedCalls == missed, "every missed call is counted once");
}

inline std::optional<domain::Outcome> outcomeOf(const domain::Call& call) {
  using domain::CallStatus;
  using domain::Outcome;
  switch (call.status) {
    case CallStatus::DECLINED: return Outcome::DECLINED;
    case CallStatus::MISSED: return Outcome::MISSED;
    case CallStatus::CANCELLED: return Outcome::CANCELLED;
    case CallStatus::ENDED:
      return call.endReason == domain::EndReason::CONNECTION_LOST ? Outcome::CONNECTION_LOST : Outcome::ENDED;
    case CallStatus::RINGING:
    case CallStatus::ACTIVE: break;
  }
  return std::nullopt;
}

inline void expectLastOutcome(const ClinicState& state, const domain::Entry& entry) {
  std::optional<domain::Outcome> newest;
  for (const domain::Call& call : state.calls) {
    if (call.entry == entry.id && !isLive(call.status)) newest = outcomeOf(call);
  }
  demand(entry.lastOutcome == newest, "a place shows the outcome of its newest finished call");
}

inline void expectCallWhole(const domain::Call& call) {
  using enum domain::CallStatus;
  const bool wasAnswered = call.status == ACTIVE || call.status == ENDED;
  demand(call.expiresAt == call.invitedAt + clinicRing, "a ring lasts exactly the ring time");
  demand(call.answeredAt.has_value() == wasAnswered && call.answeredOn.has_value() == wasAnswered,
         "answered: when and where");
  demand(!call.answeredAt || *call.answeredAt < call.expiresAt, "nobody answers a ring that is over");
  demand(call.endedAt.has_value() == !isLive(call.status), "a final call knows when it ended");
  demand(call.endReason.has_value() == (call.status == ENDED), "only an ended call has a reason");
  demand(call.endedBy.has_value() == (call.endReason == domain::EndReason::HUNG_UP), "whoever hung up is named");
  demand(call.status == ACTIVE || (!call.doctorDue && !call.patientDue), "only an active call waits for somebody");
  if (call.status == MISSED) demand(*call.endedAt >= call.expiresAt, "a ring is never missed before its time");
  if (call.status == DECLINED) demand(*call.endedAt < call.expiresAt, "nobody declines a ring that is over");
}

// ---- from one state to the next ----

inline void expectScheduleStep(const domain::Schedule& before, const domain::Schedule& after, const Step& step) {
  using enum domain::ScheduleStatus;
  if (before.status == after.status) return;
  const bool isLegal = (before.status == UPCOMING && after.status != COMPLETED) ||
                       (before.status == ONLINE && after.status == COMPLETED) ||
                       (before.status == COMPLETED && after.status == ONLINE && step.verb == Verb::REOPEN);
  demand(isLegal, "UPCOMING, ONLINE, COMPLETED; or UPCOMING, CANCELLED; back only by reopening");
}

inline void expectEntryStep(const domain::Entry& before, const domain::Entry& after, bool wasRemoved,
                            const Step& step) {
  using enum domain::EntryStatus;
  demand(before.number == after.number && before.patient == after.patient && before.joinedAt == after.joinedAt &&
             before.schedule == after.schedule && before.reason == after.reason,
         "a place keeps its number, its patient and its order");
  if (before == after) return;
  if (before.status == DONE)
    demand(after.status == READY && step.verb == Verb::PUT_BACK, "DONE only goes back to READY");
  demand(before.status != LEFT, "LEFT is final");
  if (before.status != NOT_SEEN) return;
  demand(after.status == NOT_READY && step.verb == Verb::REOPEN, "NOT_SEEN comes back only by reopening, NOT_READY");
  demand(!wasRemoved, "reopening gives back only whom the completion sent home");
}

inline void expectReceiptsKept(const domain::Receipts& before, const domain::Receipts& after) {
  demand(before.sent <= after.sent && before.delivered <= after.delivered && before.ringing <= after.ringing &&
             before.audible <= after.audible,
         "receipts never go back");
}

inline void expectCallStep(const domain::Call& before, const domain::Call& after, Instant clock) {
  using enum domain::CallStatus;
  expectReceiptsKept(before.receipts, after.receipts);
  if (before == after) return;
  demand(isLive(before.status), "a final call never changes");
  demand(before.status != ACTIVE || after.status == ACTIVE || after.status == ENDED, "ACTIVE can only end");
  demand(before.status != RINGING || after.status != ENDED, "what was never answered does not end");
  demand(!before.answeredOn || before.answeredOn == after.answeredOn, "the first answer holds");
  if (after.endReason == domain::EndReason::CONNECTION_LOST) {
    const auto due = deadline(before);
    demand(due && *due <= clock, "no connection is lost before its time");
  }
  if (isLive(after.status)) return;
  // A practice completes a millisecond after the last removal, and takes its call with it.
  demand(after.endedAt == clock || after.endedAt == clock + oneMs,
         "a call ends when the command that ends it is given");
}

/// A command about one practice leaves the others alone; one about a place or a call leaves the other places alone.
template <class Thing, class Of>
void expectUntouched(const std::vector<Thing>& before, const std::vector<Thing>& after, const Of& isTarget) {
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (!isTarget(before[i])) demand(before[i] == after[i], "a command touches nothing but its own");
  }
}

inline void expectOnlyItsOwn(const ClinicState& before, const ClinicState& after, const Step& step) {
  const ScheduleId schedule = before.schedules.at(step.schedule).id;
  const bool isWhole = isAboutSchedule(step.verb);
  const auto isOwn = [&](const auto& thing) {
    return thing.schedule == schedule && (isWhole || thing.patient == patientOf(step));
  };
  expectUntouched(before.entries, after.entries, isOwn);
  expectUntouched(before.calls, after.calls, isOwn);
  expectUntouched(before.schedules, after.schedules,
                  [&](const domain::Schedule& other) { return isWhole && other.id == schedule; });
}

inline void expectRoom(const ClinicState& before, const ClinicState& after) {
  if (before.entries.size() == after.entries.size()) return;
  const domain::Entry& joined = after.entries.back();
  const auto schedule = std::ranges::find(after.schedules, joined.schedule, &domain::Schedule::id);
  demand(!isClosed(schedule->status), "nobody joins what is over");
  const auto taken = count(after.entries, [&](const domain::Entry& other) {
    return other.schedule == joined.schedule && other.status != domain::EntryStatus::LEFT &&
           other.status != domain::EntryStatus::NOT_SEEN;
  });
  demand(!schedule->capacity || taken <= *schedule->capacity, "nobody joins what is full");
  const auto own = count(after.entries, [&](const domain::Entry& other) {
    return other.schedule == joined.schedule && other.patient == joined.patient &&
           other.status != domain::EntryStatus::LEFT;
  });
  demand(own == 1, "a patient has one place in a schedule");
}

inline void expectInvited(const ClinicState& before, const ClinicState& after) {
  if (before.calls.size() == after.calls.size()) return;
  const auto place = std::ranges::find(before.entries, after.calls.back().entry, &domain::Entry::id);
  const auto schedule = std::ranges::find(before.schedules, place->schedule, &domain::Schedule::id);
  demand(place->status == domain::EntryStatus::READY, "only a READY place is called");
  demand(schedule->status == domain::ScheduleStatus::ONLINE, "only in a practice that is online");
}

/// All of it.
inline void expectRules(const ClinicState& before, const ClinicState& after, const Step& step, Instant clock) {
  expectOneLiveCall(after);
  expectOneOnline(after);
  expectNumbersInOrder(after);
  for (const domain::Entry& entry : after.entries) {
    expectEntryWhole(after, *std::ranges::find(after.schedules, entry.schedule, &domain::Schedule::id), entry);
    expectLastOutcome(after, entry);
  }
  for (const domain::Call& call : after.calls) expectCallWhole(call);
  for (std::size_t i = 0; i < before.schedules.size(); ++i) {
    expectScheduleStep(before.schedules[i], after.schedules[i], step);
  }
  for (std::size_t i = 0; i < before.entries.size(); ++i) {
    expectEntryStep(before.entries[i], after.entries[i], before.removedByDoctor.contains(before.entries[i].id), step);
  }
  for (std::size_t i = 0; i < before.calls.size(); ++i) expectCallStep(before.calls[i], after.calls[i], clock);
  expectOnlyItsOwn(before, after, step);
  expectRoom(before, after);
  expectInvited(before, after);
}

}  // namespace praktik::test
