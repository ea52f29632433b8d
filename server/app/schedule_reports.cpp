#include <algorithm>
#include <fmt/chrono.h>
#include <vector>

#include "app/load.hpp"
#include "app/schedules.hpp"
#include "app/views.hpp"
#include "store/calls.hpp"
#include "store/entries.hpp"

namespace praktik::app {
namespace {

using domain::Action;
using domain::EntryStatus;

/// TEXT values escape these four (RFC 5545 §3.3.11).
std::string escapeCalendarText(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\n') {
      escaped += "\\n";
    } else if (c == '\\' || c == ';' || c == ',') {
      escaped += '\\';
      escaped += c;
    } else if (c != '\r') {
      escaped += c;
    }
  }
  return escaped;
}

/// A content line, folded so that none is longer than 75 octets and no UTF-8 sequence is torn (RFC 5545 §3.1).
std::string calendarLine(const std::string& line) {
  std::string folded;
  std::size_t width = 0;
  for (const char c : line) {
    const bool startsCharacter = (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    if (startsCharacter && width >= 70) {
      folded += "\r\n ";
      width = 1;
    }
    folded += c;
    ++width;
  }
  return folded + "\r\n";
}

std::string calendarTime(Instant instant) {
  return fmt::format("{:%Y%m%dT%H%M%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(instant)));
}

std::string_view calendarStatus(domain::ScheduleStatus status) {
  return status == domain::ScheduleStatus::CANCELLED ? "CANCELLED" : "CONFIRMED";
}

std::vector<std::int64_t> consultationSeconds(const std::vector<domain::Call>& calls) {
  std::vector<std::int64_t> durations;
  for (const auto& call : calls) {
    if (call.status != domain::CallStatus::ENDED || !call.answeredAt || !call.endedAt) continue;
    durations.push_back(std::chrono::duration_cast<seconds>(*call.endedAt - *call.answeredAt).count());
  }
  return durations;
}

template <class Things, class Test>
std::int64_t count(const Things& things, Test test) {
  return static_cast<std::int64_t>(std::ranges::count_if(things, test));
}

}  // namespace

Result<std::string> scheduleCalendar(const Reading& reading, const Caller& caller, const ScheduleId& id) {
  const auto schedule = findScheduleFor(reading.db, caller, Action::readSchedule, id);
  if (!schedule) return std::unexpected(schedule.error());
  People people(reading.db);
  const std::string doctor = escapeCalendarText(people.get(schedule->doctor).name);
  std::string calendar;
  for (const std::string& line :
       {std::string("BEGIN:VCALENDAR"), std::string("VERSION:2.0"), std::string("PRODID:-//Praktik//Praktik//EN"),
        std::string("BEGIN:VEVENT"), "UID:" + schedule->id.text() + "@praktik", "DTSTAMP:" + calendarTime(reading.now),
        "DTSTART:" + calendarTime(schedule->startsAt), "DTEND:" + calendarTime(schedule->endsAt), "SUMMARY:" + doctor,
        fmt::format("STATUS:{}", calendarStatus(schedule->status))}) {
    calendar += calendarLine(line);
  }
  if (schedule->note) calendar += calendarLine("DESCRIPTION:" + escapeCalendarText(*schedule->note));
  return calendar + calendarLine("END:VEVENT") + calendarLine("END:VCALENDAR");
}

Result<boost::json::object> scheduleSummary(const Reading& reading, const Caller& caller, const ScheduleId& id) {
  const auto schedule = findScheduleFor(reading.db, caller, Action::readQueue, id);
  if (!schedule) return std::unexpected(schedule.error());
  const auto entries = store::listEntries(reading.db, id);
  const auto calls = store::listCallsOfSchedule(reading.db, id);
  const auto hasStatus = [](EntryStatus status) {
    return [status](const domain::Entry& entry) { return entry.status == status; };
  };
  const auto endedAs = [](domain::CallStatus status) {
    return [status](const domain::Call& call) { return call.status == status; };
  };
  auto durations = consultationSeconds(calls);
  boost::json::object summary{
      {"seen", count(entries, hasStatus(EntryStatus::DONE))},
      {"waiting", count(entries, [](const domain::Entry& entry) { return domain::isWaiting(entry.status); })},
      {"noShows", count(entries, hasStatus(EntryStatus::NOT_SEEN))},
      {"missed", count(calls, endedAs(domain::CallStatus::MISSED))},
      {"declined", count(calls, endedAs(domain::CallStatus::DECLINED))},
      {"left", count(entries, hasStatus(EntryStatus::LEFT))},
      {"durations", boost::json::array(durations.begin(), durations.end())}};
  if (!durations.empty()) {
    const auto middle = durations.begin() + static_cast<std::ptrdiff_t>(durations.size() / 2);
    std::ranges::nth_element(durations, middle);
    summary["medianDurationSeconds"] = *middle;
  }
  return boost::json::object{{"summary", std::move(summary)}};
}

}  // namespace praktik::app
