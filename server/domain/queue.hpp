#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <variant>

#include "base/id.hpp"
#include "base/instant.hpp"
#include "base/refusal.hpp"
#include "domain/words.hpp"

namespace praktik::domain {

/// A queue entry: one patient's place in one schedule.
struct Entry {
  EntryId id;
  ScheduleId schedule;
  UserId patient;
  /// Given at joining, from 1; never changes, never given again.
  std::int64_t number = 0;
  EntryStatus status = EntryStatus::NOT_READY;
  Instant joinedAt;
  std::optional<Instant> readyAt;   ///< since when the patient waits READY; empty while NOT_READY
  std::optional<Instant> closedAt;  ///< when it became LEFT or NOT_SEEN
  std::optional<std::string> reason;
  std::optional<Outcome> lastOutcome;
  std::int64_t missedCalls = 0;

  bool operator==(const Entry&) const = default;
};

/// Still waits or is being served: NOT_READY, READY, RINGING, IN_CALL.
constexpr bool isOpen(EntryStatus status) {
  return status == EntryStatus::NOT_READY || status == EntryStatus::READY || status == EntryStatus::RINGING ||
         status == EntryStatus::IN_CALL;
}

/// Waits for the consultation: open and not IN_CALL.
constexpr bool isWaiting(EntryStatus status) { return isOpen(status) && status != EntryStatus::IN_CALL; }

/// RINGING or IN_CALL: only the call's own commands move it.
constexpr bool isBusy(EntryStatus status) { return status == EntryStatus::RINGING || status == EntryStatus::IN_CALL; }

/// What joining is decided on.
struct Room {
  ScheduleStatus status = ScheduleStatus::UPCOMING;
  std::optional<std::int64_t> capacity;
  std::int64_t taken = 0;       ///< entries that are neither LEFT nor NOT_SEEN
  std::int64_t lastNumber = 0;  ///< highest number given so far, 0 for none
  std::optional<Entry> own;     ///< the patient's newest entry that is not LEFT
  std::int64_t leftLately = 0;  ///< the patient's entries that are LEFT, joined within limits::placesLeftWindow
};

struct Join {
  EntryId id;
  ScheduleId schedule;
  UserId patient;
  std::optional<std::string> reason;
};

/// The patient's entry: a new one, or the own one unchanged when there is one.
std::expected<Entry, Refusal> decide(const Room& room, const Join& join, Instant now);

struct SetReadiness {
  bool ready = false;
};
struct Leave {};
struct RemoveEntry {};
struct Requeue {
  ScheduleStatus schedule = ScheduleStatus::ONLINE;
};

using EntryCommand = std::variant<SetReadiness, Leave, RemoveEntry, Requeue>;

/// The entry after the command, equal to the given one when the command is a quiet repeat; or the rule against it.
std::expected<Entry, Refusal> decide(const Entry& entry, const EntryCommand& command, Instant now);

}  // namespace praktik::domain
