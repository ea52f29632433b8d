#pragma once

#include <optional>
#include <string>

#include "app/work.hpp"

/// The doctor's commands about schedules, and what everybody may read of them. One function a command; each runs inside
/// the transaction that `Work` stands for.
namespace praktik::app {

/// For a change: outer empty keeps the value, inner empty clears it.
template <class T>
using Patch = std::optional<std::optional<T>>;

struct ScheduleTimes {
  Instant startsAt;
  Instant endsAt;
};
struct NewSchedule {
  ScheduleTimes times;
  std::optional<std::int64_t> capacity;
  std::optional<std::string> note;
};
struct ScheduleEdit {
  std::optional<Instant> startsAt;
  std::optional<Instant> endsAt;
  Patch<std::int64_t> capacity;
  Patch<std::string> note;
};

// All answer with the schedule's object as it is afterwards.
Result<boost::json::object> createSchedule(Work& work, const Caller& caller, const NewSchedule& wanted);
Result<boost::json::object> editSchedule(Work& work, const Caller& caller, const ScheduleId& id,
                                         const ScheduleEdit& edit);
Result<boost::json::object> startSchedule(Work& work, const Caller& caller, const ScheduleId& id);
Result<boost::json::object> completeSchedule(Work& work, const Caller& caller, const ScheduleId& id);
Result<boost::json::object> reopenSchedule(Work& work, const Caller& caller, const ScheduleId& id);
Result<boost::json::object> cancelSchedule(Work& work, const Caller& caller, const ScheduleId& id);
Result<boost::json::object> setNotice(Work& work, const Caller& caller, const ScheduleId& id,
                                      const std::optional<std::string>& text);

Result<boost::json::object> readSchedule(const Reading& reading, const Caller& caller, const ScheduleId& id);

/// A span of time to list; either end may be left to its default. Refused on `from` or `to` when it is no span or longer
/// than limits::listRange.
struct Span {
  std::optional<Instant> from;
  std::optional<Instant> to;
};
/// `{schedules: [...]}`, nearest first.
Result<boost::json::object> listSchedules(const Reading& reading, const Caller& caller, const Span& span);

/// The schedule as an iCalendar object (RFC 5545).
Result<std::string> scheduleCalendar(const Reading& reading, const Caller& caller, const ScheduleId& id);

/// Remembers in the doctor's ONLINE practice whether any page of the doctor is open now.
void noteDoctorPresence(Work& work, const UserId& doctor);

/// `{summary: {seen, waiting, noShows, missed, declined, left, durations, medianDurationSeconds?}}`
Result<boost::json::object> scheduleSummary(const Reading& reading, const Caller& caller, const ScheduleId& id);

}  // namespace praktik::app
