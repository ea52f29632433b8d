#include "app/calls.hpp"

#include <fmt/format.h>

#include "app/guard.hpp"
#include "app/settle.hpp"
#include "app/views.hpp"
#include "base/limits.hpp"
#include "store/calls.hpp"

namespace praktik::app {
namespace {

using boost::json::object;
using domain::Action;

Result<object> decideAndSave(Work& work, const Caller& caller, std::string_view action, const domain::Call& found,
                             const domain::CallCommand& command) {
  const auto call = settle(work, found);
  const auto before = loadConsultation(work.db, call);
  const auto after = domain::decide(before, command, work.now);
  if (!after) return std::unexpected(Refused(after.error(), viewCall(work.db, call)));
  saveConsultation(work, {&caller, action}, call.doctor, before, *after);
  return viewCall(work.db, *after->call);
}

Result<object> changeCall(Work& work, const Caller& caller, Action action, std::string_view name, const CallId& id,
                          const domain::CallCommand& command) {
  const auto call = findCallFor(work.db, caller, action, id);
  if (!call) return std::unexpected(call.error());
  return decideAndSave(work, caller, name, *call, command);
}

/// A live call of the same entry is not another one.
bool isElsewhere(const std::optional<domain::Call>& call, const EntryId& entry) { return call && call->entry != entry; }

}  // namespace

Result<Made> invite(Work& work, const Caller& caller, const EntryId& id) {
  const auto found = findSettledEntryFor(work, caller, Action::invite, id);
  if (!found) return std::unexpected(found.error());
  // One after the other: they may be the same call, and what has just been settled must not end a second time.
  const auto ofDoctor = settleLive(work, store::findLiveCallOfDoctor(work.db, caller.user));
  const auto ofPatient = settleLive(work, store::findLiveCallOfPatient(work.db, found->entry.patient));

  domain::Consultation before{found->schedule.status, found->entry, std::nullopt};
  if (ofDoctor && ofDoctor->entry == id) before.call = ofDoctor;
  domain::Invite command;
  command.id = work.newId<CallId>();
  command.doctor = caller.user;
  command.ringFor = work.settings.ringFor;
  command.doctorBusy = isElsewhere(ofDoctor, id);
  command.patientBusy = isElsewhere(ofPatient, id);
  command.sent = work.presence.hasPage(found->entry.patient);
  const auto after = domain::decide(before, command, work.now);
  if (!after) {
    People people(work.db);
    return std::unexpected(Refused(after.error(), viewEntryForDoctor(found->entry, people, work.reading())));
  }
  saveConsultation(work, {&caller, "call.invite"}, caller.user, before, *after);
  return Made{viewCall(work.db, *after->call), !before.call};
}

Result<object> acceptCall(Work& work, const Caller& caller, const CallId& id,
                          const std::optional<ConnectionId>& connection) {
  return changeCall(work, caller, Action::answerCall, "call.accept", id,
                    domain::Accept{{caller.signIn, connection}, work.settings.joinWithin});
}

Result<object> declineCall(Work& work, const Caller& caller, const CallId& id) {
  return changeCall(work, caller, Action::answerCall, "call.decline", id, domain::Decline{});
}

Result<object> cancelCall(Work& work, const Caller& caller, const CallId& id) {
  return changeCall(work, caller, Action::cancelCall, "call.cancel", id, domain::CancelCall{});
}

Result<object> endCall(Work& work, const Caller& caller, const CallId& id) {
  return changeCall(work, caller, Action::endCall, "call.end", id, domain::End{caller.role});
}

Result<object> readCall(const Reading& reading, const Caller& caller, const CallId& id) {
  const auto call = findCallFor(reading.db, caller, Action::readCall, id);
  if (!call) return std::unexpected(call.error());
  return viewCall(reading.db, *call);
}

Result<void> attachToCall(Work& work, const Caller& caller, const CallId& id) {
  if (auto may = guardAnew(work.reading(), caller, Action::joinMedia); !may) return may;
  const auto changed = changeCall(work, caller, Action::joinMedia, "call.attach", id, domain::Attach{caller.role});
  if (!changed) return std::unexpected(changed.error());
  return {};
}

void recordTakeOver(Work& work, const Caller& caller, const CallId& id) {
  const auto call = findCallFor(work.db, caller, Action::joinMedia, id);
  if (!call || call->status != domain::CallStatus::ACTIVE) return;
  store::AuditEntry entry;
  entry.subject = "call";
  entry.subjectId = call->id.text();
  entry.doctor = call->doctor;
  entry.patient = call->patient;
  entry.fromState = word(call->status);
  entry.toState = entry.fromState;
  entry.cause = "taken_over";
  record(work, {&caller, "call.attach"}, std::move(entry));
}

void detachFromCall(Work& work, const Caller& caller, const CallId& id) {
  // A call that is over or not the caller's needs no detaching.
  (void)changeCall(work, caller, Action::joinMedia, "call.detach", id,
                   domain::Detach{caller.role, work.settings.callGrace});
}

Result<void> maySignal(const Reading& reading, const Caller& caller, const CallId& id) {
  if (auto may = guardAnew(reading, caller, Action::joinMedia); !may) return may;
  if (const auto call = findCallFor(reading.db, caller, Action::joinMedia, id); !call) {
    return std::unexpected(call.error());
  }
  return {};
}

Result<void> reportRinging(Work& work, const Caller& caller, const CallId& id, bool audible) {
  if (auto may = guardAnew(work.reading(), caller, Action::reportRing); !may) return may;
  const auto found = findCallFor(work.db, caller, Action::reportRing, id);
  if (!found) {
    Refused refused = found.error();
    refused.refusal = Refusal::forbidden;
    return std::unexpected(std::move(refused));
  }
  const auto call = settle(work, *found);
  if (call.status != domain::CallStatus::RINGING) return std::unexpected(Refusal::forbidden);
  const auto changed = decideAndSave(work, caller, "call.ringing", call, domain::RingShown{audible});
  if (!changed) return std::unexpected(Refusal::forbidden);
  return {};
}

void notePush(Work& work, const Cause& cause, const CallId& id, domain::PushStep step) {
  const auto found = store::findCall(work.db, id);
  if (!found) return;
  const auto before = loadConsultation(work.db, settle(work, *found));
  const auto after = domain::decide(before, domain::PushArrived{step}, work.now);
  if (after) saveConsultation(work, cause, found->doctor, before, *after);
}

Result<object> readIceServers(const Reading& reading, const Caller& caller, const CallId& id) {
  const auto call = findCallFor(reading.db, caller, Action::joinMedia, id);
  if (!call) return std::unexpected(call.error());
  if (call->status != domain::CallStatus::ACTIVE) {
    return std::unexpected(Refused(Refusal::not_active, viewCall(reading.db, *call)));
  }
  // One tag for a person in a call, however often a page asks: the relay's quota counts by it.
  return reading.settings.ice.offer(fmt::format("call {} {}", id.text(), caller.user.text()),
                                    reading.now + limits::iceCredentials);
}

object testIceServers(const Settings& settings, const UserId& user, Instant now) {
  // With the time in it, so that the relay's log does not tell which tests were of the same person.
  return settings.ice.offer(fmt::format("test {} {}", user.text(), toMillis(now)), now + limits::iceTest);
}

}  // namespace praktik::app
