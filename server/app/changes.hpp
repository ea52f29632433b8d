#pragma once

#include <set>
#include <vector>

#include "app/topic.hpp"

namespace praktik::app {

/// What a committed command changed, told to everybody who pushes: which states to read again, and what ended.
struct Changes {
  std::set<Topic> topics;
  /// Directories in which only a number of waiting patients changed: read again, but not at once.
  std::set<Topic> waiting;
  /// Something that stands in many states changed (a doctor's name): every watched topic is read again.
  bool everything = false;
  std::vector<SignInId> endedSignIns;
  std::vector<CallId> callsOver;
  std::vector<CallId> ringsBegun;
  /// Rings that ended in whatever way, also by an answer.
  std::vector<CallId> ringsOver;
  /// Schedules whose doctor wrote a new line for everybody who waits.
  std::vector<ScheduleId> noticesSet;
  /// Schedules in which somebody may have come nearer to the consultation.
  std::set<ScheduleId> linesMoved;
  /// A clock in the database was set or moved.
  bool clocks = false;
};

}  // namespace praktik::app
