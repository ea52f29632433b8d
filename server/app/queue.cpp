#include "app/queue.hpp"

#include "app/save.hpp"
#include "app/settle.hpp"
#include "app/views.hpp"
#include "base/limits.hpp"
#include "store/entries.hpp"
#include "store/schedules.hpp"

namespace praktik::app {
namespace {

using boost::json::object;
using domain::Action;

object viewFor(Work& work, const Caller& caller, const domain::Entry& entry) {
  if (caller.role == domain::Role::PATIENT) return viewEntry(entry);
  People people(work.db);
  return viewEntryForDoctor(entry, people, work.reading());
}

Result<object> changeEntry(Work& work, const Caller& caller, const Cause& cause, const EntryInSchedule& found,
                           const domain::EntryCommand& command) {
  const auto after = domain::decide(found.entry, command, work.now);
  if (!after) return std::unexpected(Refused(after.error(), viewFor(work, caller, found.entry)));
  saveEntry(work, cause, found.schedule.doctor, found.entry, *after);
  return viewFor(work, caller, *after);
}

}  // namespace

Result<Made> joinQueue(Work& work, const Caller& caller, const ScheduleId& id,
                       const std::optional<std::string>& reason) {
  const auto schedule = findScheduleFor(work.db, caller, Action::joinQueue, id);
  if (!schedule) return std::unexpected(schedule.error());
  auto room = store::roomFor(work.db, id, caller.user, work.now);
  room.status = schedule->status;
  room.capacity = schedule->capacity;
  const domain::Join join{work.newId<EntryId>(), id, caller.user, reason};
  const auto entry = domain::decide(room, join, work.now);
  if (!entry && entry.error() == Refusal::too_many) {
    return std::unexpected(Refused::tooMany(limits::placesLeftWindow));
  }
  if (!entry) return std::unexpected(Refused(entry.error(), viewSchedule(work.db, *schedule)));
  if (room.own) return Made{viewEntry(*entry), false};
  store::insertEntry(work.db, *entry);
  touchEntry(work, schedule->doctor, *entry);
  store::AuditEntry audit;
  audit.subject = "entry";
  audit.subjectId = entry->id.text();
  audit.doctor = schedule->doctor;
  audit.patient = entry->patient;
  audit.toState = word(entry->status);
  record(work, {&caller, "entry.join"}, std::move(audit));
  return Made{viewEntry(*entry), true};
}

Result<object> setReadiness(Work& work, const Caller& caller, const EntryId& id, bool ready) {
  const auto found = findSettledEntryFor(work, caller, Action::setReadiness, id);
  if (!found) return std::unexpected(found.error());
  return changeEntry(work, caller, {&caller, "entry.readiness"}, *found, domain::SetReadiness{ready});
}

Result<void> leaveQueue(Work& work, const Caller& caller, const EntryId& id) {
  const bool byDoctor = caller.role == domain::Role::DOCTOR;
  const auto found = findSettledEntryFor(work, caller, byDoctor ? Action::removeEntry : Action::leaveQueue, id);
  if (!found) return std::unexpected(found.error());
  const Cause cause{&caller, byDoctor ? "entry.remove" : "entry.leave"};
  const auto command = byDoctor ? domain::EntryCommand(domain::RemoveEntry{}) : domain::EntryCommand(domain::Leave{});
  if (auto changed = changeEntry(work, caller, cause, *found, command); !changed)
    return std::unexpected(changed.error());
  return {};
}

Result<object> requeue(Work& work, const Caller& caller, const EntryId& id) {
  const auto found = findSettledEntryFor(work, caller, Action::requeue, id);
  if (!found) return std::unexpected(found.error());
  if (const auto patient = store::findUser(work.db, found->entry.patient); patient && patient->erasedAt) {
    return std::unexpected(Refused(Refusal::entry_closed, viewFor(work, caller, found->entry)));
  }
  return changeEntry(work, caller, {&caller, "entry.requeue"}, *found, domain::Requeue{found->schedule.status});
}

Result<object> readQueue(const Reading& reading, const Caller& caller, const ScheduleId& id) {
  const auto schedule = findScheduleFor(reading.db, caller, Action::readQueue, id);
  if (!schedule) return std::unexpected(schedule.error());
  People people(reading.db);
  boost::json::array views;
  for (const auto& entry : store::listEntries(reading.db, id)) {
    views.push_back(viewEntryForDoctor(entry, people, reading));
  }
  return object{{"entries", std::move(views)}};
}

}  // namespace praktik::app
