#include "app/projections.hpp"

#include <algorithm>

#include "app/guard.hpp"
#include "app/load.hpp"
#include "app/pace.hpp"
#include "app/schedules.hpp"
#include "app/second_factor.hpp"
#include "app/views.hpp"
#include "base/limits.hpp"
#include "store/calls.hpp"
#include "store/entries.hpp"
#include "store/schedules.hpp"

namespace praktik::app {
namespace {

using boost::json::object;

void earlier(std::optional<Instant>& soonest, const std::optional<Instant>& candidate, Instant now) {
  if (candidate && *candidate > now && (!soonest || *candidate < *soonest)) soonest = candidate;
}

std::optional<Projection> projectMe(const Reading& reading, const UserId& id) {
  const auto user = store::findUser(reading.db, id);
  if (!user) return std::nullopt;
  Projection projection;
  projection.state["user"] = viewUser(reading, *user);
  object& entries = projection.state["entries"].emplace_object();
  const bool isDoctor = user->role == domain::Role::DOCTOR;
  if (!isDoctor) {
    for (const auto& entry : store::listEntriesOfPatient(reading.db, id, reading.now - limits::finishedShown)) {
      entries[entry.id.text()] = viewEntry(entry);
      const auto schedule = store::findSchedule(reading.db, entry.schedule);
      if (schedule && schedule->completedAt) {
        earlier(projection.staleAt, *schedule->completedAt + limits::finishedShown, reading.now);
      }
    }
  }
  // A call tells who the patient is.
  if (owesSecondFactor(reading, *user)) return projection;
  const auto live =
      isDoctor ? store::findLiveCallOfDoctor(reading.db, id) : store::findLiveCallOfPatient(reading.db, id);
  const auto last =
      isDoctor ? store::findLastCallOfDoctor(reading.db, id) : store::findLastCallOfPatient(reading.db, id);
  if (live) projection.state["call"] = viewCall(reading.db, *live);
  if (last) projection.state["lastCall"] = viewCall(reading.db, *last);
  return projection;
}

/// Built on what GET /api/schedules lists by default, so that the two can never differ.
std::optional<Projection> projectDirectory(const Reading& reading, const UserId& doctor) {
  const bool isOfPatients = doctor == UserId();
  Caller viewer;
  viewer.user = doctor;
  viewer.role = isOfPatients ? domain::Role::PATIENT : domain::Role::DOCTOR;
  auto listed = listSchedules(reading, viewer, {});
  if (!listed) return std::nullopt;
  Projection projection;
  object& schedules = projection.state["schedules"].emplace_object();
  auto& rows = listed->at("schedules").as_array();
  std::ranges::sort(rows, {}, [](const boost::json::value& row) { return row.at("id").as_string(); });
  for (auto& row : rows) {
    const auto& schedule = row.as_object();
    earlier(projection.staleAt, fromMillis(schedule.at("endsAt").as_int64()) + limits::listBack + milliseconds(1),
            reading.now);
    if (const auto* completed = schedule.if_contains("completedAt")) {
      earlier(projection.staleAt, fromMillis(completed->as_int64()) + limits::finishedShown, reading.now);
    }
    const std::string id(schedule.at("id").as_string());
    schedules[id] = std::move(row);
  }
  // A schedule that begins two weeks from now comes into view by the clock alone.
  const auto later = isOfPatients ? store::listSchedulesForPatients(reading.db, reading.now + limits::listAhead,
                                                                    reading.now + 2 * limits::listAhead, reading.now,
                                                                    reading.now - limits::finishedShown)
                                  : store::listSchedulesOfDoctor(reading.db, doctor, reading.now + limits::listAhead,
                                                                 reading.now + 2 * limits::listAhead, reading.now);
  for (const auto& schedule : later) {
    earlier(projection.staleAt, schedule.startsAt - limits::listAhead + milliseconds(1), reading.now);
  }
  earlier(projection.staleAt, reading.now + limits::listAhead, reading.now);
  return projection;
}

// Whose page is open shows only where topicsShowingPresence() has it read again when that changes.

bool showsDoctor(const domain::Schedule& schedule) { return !domain::isClosed(schedule.status); }

/// The instant at which its practice no longer shows how its patients can be reached; empty while it goes on.
std::optional<Instant> showsPatientsUntil(const domain::Schedule& schedule) {
  if (!domain::isClosed(schedule.status)) return std::nullopt;
  return schedule.completedAt.value_or(Instant{}) + limits::finishedShown;
}

std::optional<Projection> projectSchedule(const Reading& reading, const ScheduleId& id) {
  const auto schedule = store::findSchedule(reading.db, id);
  if (!schedule) return std::nullopt;
  Projection projection;
  projection.state["schedule"] = viewSchedule(reading.db, *schedule);
  const Instant absentAt = reading.presence.lastSeen(schedule->doctor) + limits::doctorAbsentAfter;
  const bool hasPage = reading.presence.hasPage(schedule->doctor);
  const bool isShown = showsDoctor(*schedule);
  projection.state["doctorPresent"] = isShown && (hasPage || absentAt > reading.now);
  if (isShown && !hasPage) earlier(projection.staleAt, absentAt, reading.now);
  object line;
  for (const auto& entry : store::listEntries(reading.db, id)) {
    if (entry.status == domain::EntryStatus::IN_CALL) projection.state["serving"] = entry.number;
    if (domain::isWaiting(entry.status)) line[std::to_string(entry.number)] = 1;
  }
  projection.state["line"] = std::move(line);
  if (const auto pace = paceOf(store::listCallsOfSchedule(reading.db, id))) {
    projection.state["pace"] = object{{"fromMinutes", pace->fromMinutes}, {"toMinutes", pace->toMinutes}};
  }
  return projection;
}

std::optional<Projection> projectPractice(const Reading& reading, const ScheduleId& id) {
  const auto schedule = store::findSchedule(reading.db, id);
  if (!schedule) return std::nullopt;
  Projection projection;
  People people(reading.db);
  projection.state["schedule"] = viewSchedule(schedule.value(), people, store::countWaiting(reading.db, id));
  object& entries = projection.state["entries"].emplace_object();
  const auto until = showsPatientsUntil(*schedule);
  earlier(projection.staleAt, until, reading.now);
  for (const auto& entry : store::listEntries(reading.db, id)) {
    object view = viewEntryForDoctor(entry, people, reading);
    const bool isOfThePast = until && *until <= reading.now;
    if (isOfThePast) view.erase("reachability");
    entries[entry.id.text()] = std::move(view);
    if (isOfThePast) continue;
    // The sign-in that a subscription belongs to runs out by the clock alone; whoever has a page is reached by that.
    if (reading.presence.hasPage(entry.patient)) continue;
    earlier(projection.staleAt, people.pushableUntil(entry.patient, reading.now), reading.now);
  }
  if (const auto call = store::findLiveCallOfSchedule(reading.db, id)) {
    projection.state["call"] = viewCall(*call, people);
    if (call->status == domain::CallStatus::RINGING) projection.state["receipts"] = viewReceipts(call->receipts);
  }
  return projection;
}

std::optional<Projection> projectCall(const Reading& reading, const CallId& id) {
  const auto call = store::findCall(reading.db, id);
  if (!call) return std::nullopt;
  const bool isActive = call->status == domain::CallStatus::ACTIVE;
  Projection projection;
  projection.state["call"] = viewCall(reading.db, *call);
  projection.state["doctor"] = object{{"attached", isActive && !call->doctorDue}};
  projection.state["patient"] = object{{"attached", isActive && !call->patientDue}};
  return projection;
}

/// Whether the caller finds the object of the topic, by the same rules as over HTTP.
template <class Found>
Result<Topic> ifFound(const Found& found, Topic topic) {
  if (!found) return std::unexpected(found.error());
  return topic;
}

}  // namespace

std::optional<Projection> project(const Reading& reading, const Topic& topic) {
  switch (topic.kind) {
    case TopicKind::me: return projectMe(reading, UserId(topic.id));
    case TopicKind::directory: return projectDirectory(reading, UserId(topic.id));
    case TopicKind::schedule: return projectSchedule(reading, ScheduleId(topic.id));
    case TopicKind::practice: return projectPractice(reading, ScheduleId(topic.id));
    case TopicKind::call: return projectCall(reading, CallId(topic.id));
  }
  return std::nullopt;
}

Result<Topic> resolveTopic(const Reading& reading, const Caller& caller, const TopicName& name) {
  const domain::Action action = actionOf(name.kind);
  if (const auto may = guardAnew(reading, caller, action); !may) return std::unexpected(may.error());
  const UuidBytes id = name.id.value_or(UuidBytes{});
  switch (name.kind) {
    case TopicKind::me: return Topic::me(caller.user);
    case TopicKind::directory:
      return caller.role == domain::Role::DOCTOR ? Topic::directoryOfDoctor(caller.user) : Topic::directoryOfPatients();
    case TopicKind::schedule:
      return ifFound(findScheduleFor(reading.db, caller, action, ScheduleId(id)), Topic::schedule(ScheduleId(id)));
    case TopicKind::practice:
      return ifFound(findScheduleFor(reading.db, caller, action, ScheduleId(id)), Topic::practice(ScheduleId(id)));
    case TopicKind::call: return ifFound(findCallFor(reading.db, caller, action, CallId(id)), Topic::call(CallId(id)));
  }
  return std::unexpected(Refusal::not_found);
}

std::vector<Topic> topicsShowingPresence(const Reading& reading, const UserId& user, domain::Role role) {
  std::vector<Topic> topics;
  if (role == domain::Role::DOCTOR) {
    if (const auto online = store::findOnlineSchedule(reading.db, user)) topics.push_back(Topic::schedule(online->id));
    for (const auto& schedule : store::listUpcomingSchedules(reading.db, user)) {
      topics.push_back(Topic::schedule(schedule.id));
    }
  } else {
    for (const auto& entry : store::listEntriesOfPatient(reading.db, user, reading.now - limits::finishedShown)) {
      topics.push_back(Topic::practice(entry.schedule));
    }
  }
  return topics;
}

}  // namespace praktik::app
