#pragma once

#include <optional>
#include <string>

#include "app/work.hpp"

/// Commands about places in a queue.
namespace praktik::app {

/// An object that a command may have made, or found as it was.
struct Made {
  boost::json::object object;
  bool isNew = false;
};

Result<Made> joinQueue(Work& work, const Caller& caller, const ScheduleId& id,
                       const std::optional<std::string>& reason);
Result<boost::json::object> setReadiness(Work& work, const Caller& caller, const EntryId& id, bool ready);
/// The patient leaves, or the doctor removes.
Result<void> leaveQueue(Work& work, const Caller& caller, const EntryId& id);
Result<boost::json::object> requeue(Work& work, const Caller& caller, const EntryId& id);

/// `{entries: [...]}` by number, for the doctor.
Result<boost::json::object> readQueue(const Reading& reading, const Caller& caller, const ScheduleId& id);

}  // namespace praktik::app
