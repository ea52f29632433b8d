#include "app/load.hpp"

#include "store/calls.hpp"
#include "store/entries.hpp"
#include "store/schedules.hpp"
#include "store/users.hpp"

namespace praktik::app {
namespace {

using domain::Relation;

Relation relation(const Caller& caller, const UserId& doctor, const std::optional<UserId>& patient = std::nullopt) {
  if (caller.user == doctor) return Relation::owner;
  return patient && caller.user == *patient ? Relation::patient : Relation::none;
}

}  // namespace

domain::Consultation loadConsultation(store::Connection& db, const domain::Call& call) {
  domain::Consultation consultation;
  if (const auto schedule = store::findSchedule(db, call.schedule)) consultation.schedule = schedule->status;
  if (const auto entry = store::findEntry(db, call.entry)) consultation.entry = *entry;
  consultation.call = call;
  return consultation;
}

Result<domain::Schedule> findScheduleFor(store::Connection& db, const Caller& caller, domain::Action action,
                                         const ScheduleId& id) {
  const auto schedule = store::findSchedule(db, id);
  if (!schedule) return std::unexpected(Refusal::not_found);
  if (!domain::may(caller.role, action, relation(caller, schedule->doctor))) {
    return std::unexpected(Refused(Refusal::not_found, Trespass{id.text(), schedule->doctor, std::nullopt}));
  }
  return *schedule;
}

Result<EntryInSchedule> findEntryFor(store::Connection& db, const Caller& caller, domain::Action action,
                                     const EntryId& id) {
  const auto entry = store::findEntry(db, id);
  const auto schedule = entry ? store::findSchedule(db, entry->schedule) : std::nullopt;
  if (!schedule) return std::unexpected(Refusal::not_found);
  if (!domain::may(caller.role, action, relation(caller, schedule->doctor, entry->patient))) {
    return std::unexpected(Refused(Refusal::not_found, Trespass{id.text(), schedule->doctor, entry->patient}));
  }
  return EntryInSchedule{*entry, *schedule};
}

Result<domain::Call> findCallFor(store::Connection& db, const Caller& caller, domain::Action action, const CallId& id) {
  const auto call = store::findCall(db, id);
  if (!call) return std::unexpected(Refusal::not_found);
  if (!domain::may(caller.role, action, relation(caller, call->doctor, call->patient))) {
    return std::unexpected(Refused(Refusal::not_found, Trespass{id.text(), call->doctor, call->patient}));
  }
  return *call;
}

Refused notTheirs(store::Connection& db, std::string id, const UserId& owner) {
  Trespass trespass{std::move(id), std::nullopt, std::nullopt};
  if (const auto user = store::findUser(db, owner)) {
    (user->role == domain::Role::DOCTOR ? trespass.doctor : trespass.patient) = user->id;
  }
  return {Refusal::not_found, std::move(trespass)};
}

}  // namespace praktik::app
