#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/id.hpp"
#include "base/instant.hpp"
#include "base/refusal.hpp"
#include "domain/call.hpp"
#include "domain/queue.hpp"
#include "domain/words.hpp"

namespace praktik::domain {

/// A block of time that a doctor offers.
struct Schedule {
  ScheduleId id;
  UserId doctor;
  Instant startsAt;
  Instant endsAt;
  ScheduleStatus status = ScheduleStatus::UPCOMING;
  std::optional<std::int64_t> capacity;
  std::optional<std::string> note;
  std::optional<std::string> notice;
  std::optional<Instant> startedAt;
  std::optional<Instant> completedAt;
  /// ONLINE without any page of its doctor: the instant at which the server completes it.
  std::optional<Instant> abandonAt;

  bool operator==(const Schedule&) const = default;
};

/// What a command about a schedule is decided on: the schedule, everybody who is or was in it, and the doctor's live
/// call in it. `entries` and `call` are needed by the commands that close or reopen it; others leave them untouched.
struct Practice {
  Schedule schedule;
  std::vector<Entry> entries;
  std::optional<Call> call;

  bool operator==(const Practice&) const = default;
};

struct EditSchedule {
  Instant startsAt;
  Instant endsAt;
  std::optional<std::int64_t> capacity;
  std::optional<std::string> note;
};
struct StartSchedule {
  bool anotherOnline = false;  ///< the doctor has another schedule ONLINE
  /// Without an open page of the doctor the 12 hours until the server completes the practice count from the start,
  /// because no page will close and set them going.
  bool doctorHasPage = true;
};
struct CompleteSchedule {};
struct ReopenSchedule {
  bool anotherOnline = false;
  bool doctorHasPage = true;
};
struct CancelSchedule {};
struct SetNotice {
  std::optional<std::string> text;
};
struct DoctorPageOpened {};
struct DoctorPagesClosed {};
/// The clock moved on: cancels what never started an hour after its end, completes what its doctor left 12 hours ago.
struct ScheduleClock {};

using ScheduleCommand = std::variant<EditSchedule, StartSchedule, CompleteSchedule, ReopenSchedule, CancelSchedule,
                                     SetNotice, DoctorPageOpened, DoctorPagesClosed, ScheduleClock>;

/// The practice after the command, equal to the given one when the command is a quiet repeat; or the rule against it.
std::expected<Practice, Refusal> decide(const Practice& practice, const ScheduleCommand& command, Instant now);

/// When ScheduleClock would change this schedule, if ever.
std::optional<Instant> deadline(const Schedule& schedule);

}  // namespace praktik::domain
