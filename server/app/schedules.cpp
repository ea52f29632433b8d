#include "app/schedules.hpp"

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

/// The rules that tie both ends together; which of them belong to the request is for the caller to say by its names.
std::optional<Refused> checkTimes(const ScheduleTimes& times, Instant now) {
  if (times.endsAt <= times.startsAt) {
    return Refused::field("endsAt", "order", "The end must be later than the start.");
  }
  if (times.endsAt - times.startsAt > limits::scheduleLength) {
    return Refused::field("endsAt", "range", "A schedule lasts 24 hours at most.");
  }
  if (times.endsAt < now) return Refused::field("endsAt", "range", "The end must not lie in the past.");
  return std::nullopt;
}

Result<object> decideAndSave(Work& work, const Caller& caller, std::string_view action,
                             const domain::Schedule& schedule, const domain::ScheduleCommand& command) {
  const auto before = loadPractice(work, schedule);
  const auto after = domain::decide(before, command, work.now);
  if (!after) return std::unexpected(Refused(after.error(), viewSchedule(work.db, schedule)));
  savePractice(work, {&caller, action}, before, *after);
  return viewSchedule(work.db, after->schedule);
}

Result<object> changeSchedule(Work& work, const Caller& caller, std::string_view action, const ScheduleId& id,
                              const domain::ScheduleCommand& command) {
  const auto schedule = findScheduleFor(work.db, caller, Action::changeSchedule, id);
  if (!schedule) return std::unexpected(schedule.error());
  return decideAndSave(work, caller, action, *schedule, command);
}

bool hasAnotherOnline(Work& work, const Caller& caller, const ScheduleId& id) {
  const auto online = store::findOnlineSchedule(work.db, caller.user);
  return online && online->id != id;
}

}  // namespace

Result<object> createSchedule(Work& work, const Caller& caller, const NewSchedule& wanted) {
  if (auto refused = checkTimes(wanted.times, work.now)) return std::unexpected(*refused);
  domain::Schedule schedule;
  schedule.id = work.newId<ScheduleId>();
  schedule.doctor = caller.user;
  schedule.startsAt = wanted.times.startsAt;
  schedule.endsAt = wanted.times.endsAt;
  schedule.capacity = wanted.capacity;
  schedule.note = wanted.note;
  store::insertSchedule(work.db, schedule);
  touchSchedule(work, schedule);
  store::AuditEntry entry;
  entry.subject = "schedule";
  entry.subjectId = schedule.id.text();
  entry.doctor = schedule.doctor;
  entry.toState = word(schedule.status);
  record(work, {&caller, "schedule.create"}, std::move(entry));
  return viewSchedule(work.db, schedule);
}

Result<object> editSchedule(Work& work, const Caller& caller, const ScheduleId& id, const ScheduleEdit& edit) {
  // Two ends that do not fit together are wrong whatever schedule they are meant for.
  if (edit.startsAt && edit.endsAt) {
    if (auto refused = checkTimes({*edit.startsAt, *edit.endsAt}, work.now)) return std::unexpected(*refused);
  }
  const auto schedule = findScheduleFor(work.db, caller, Action::changeSchedule, id);
  if (!schedule) return std::unexpected(schedule.error());
  const ScheduleTimes times{edit.startsAt.value_or(schedule->startsAt), edit.endsAt.value_or(schedule->endsAt)};
  const bool movesTimes = edit.startsAt || edit.endsAt;
  if (movesTimes) {
    if (auto refused = checkTimes(times, work.now)) return std::unexpected(*refused);
  }
  return decideAndSave(work, caller, "schedule.edit", *schedule,
                       domain::EditSchedule{times.startsAt, times.endsAt, edit.capacity.value_or(schedule->capacity),
                                            edit.note.value_or(schedule->note)});
}

Result<object> startSchedule(Work& work, const Caller& caller, const ScheduleId& id) {
  return changeSchedule(work, caller, "schedule.start", id,
                        domain::StartSchedule{hasAnotherOnline(work, caller, id), work.presence.hasPage(caller.user)});
}

Result<object> completeSchedule(Work& work, const Caller& caller, const ScheduleId& id) {
  return changeSchedule(work, caller, "schedule.complete", id, domain::CompleteSchedule{});
}

Result<object> reopenSchedule(Work& work, const Caller& caller, const ScheduleId& id) {
  return changeSchedule(work, caller, "schedule.reopen", id,
                        domain::ReopenSchedule{hasAnotherOnline(work, caller, id), work.presence.hasPage(caller.user)});
}

Result<object> cancelSchedule(Work& work, const Caller& caller, const ScheduleId& id) {
  return changeSchedule(work, caller, "schedule.cancel", id, domain::CancelSchedule{});
}

Result<object> setNotice(Work& work, const Caller& caller, const ScheduleId& id,
                         const std::optional<std::string>& text) {
  return changeSchedule(work, caller, "schedule.notice", id, domain::SetNotice{text});
}

Result<object> readSchedule(const Reading& reading, const Caller& caller, const ScheduleId& id) {
  const auto schedule = findScheduleFor(reading.db, caller, Action::readSchedule, id);
  if (!schedule) return std::unexpected(schedule.error());
  return viewSchedule(reading.db, *schedule);
}

void noteDoctorPresence(Work& work, const UserId& doctor) {
  const auto online = store::findOnlineSchedule(work.db, doctor);
  if (!online) return;
  const auto command = work.presence.hasPage(doctor) ? domain::ScheduleCommand(domain::DoctorPageOpened{})
                                                     : domain::ScheduleCommand(domain::DoctorPagesClosed{});
  const auto after = domain::decide({*online, {}, std::nullopt}, command, work.now);
  if (!after || after->schedule == *online) return;
  store::updateSchedule(work.db, after->schedule);
  work.changes.clocks = true;
}

Result<object> listSchedules(const Reading& reading, const Caller& caller, const Span& span) {
  const Instant from = span.from.value_or(reading.now - limits::listBack);
  const Instant to = span.to.value_or(span.from ? *span.from + limits::listAhead : reading.now + limits::listAhead);
  if (to <= from) return std::unexpected(Refused::field("to", "order", "The end must be later than the start."));
  if (to - from > limits::listRange) {
    return std::unexpected(Refused::field("to", "range", "At most 62 days can be listed at once."));
  }
  const auto schedules =
      caller.role == domain::Role::DOCTOR
          ? store::listSchedulesOfDoctor(reading.db, caller.user, from, to, reading.now)
          : store::listSchedulesForPatients(reading.db, from, to, reading.now, reading.now - limits::finishedShown);
  People people(reading.db);
  const auto waiting = store::countWaitingEverywhere(reading.db);
  boost::json::array views;
  for (const auto& schedule : schedules) {
    const auto count = waiting.find(schedule.id);
    views.push_back(viewSchedule(schedule, people, count == waiting.end() ? 0 : count->second));
  }
  return object{{"schedules", std::move(views)}};
}

}  // namespace praktik::app
