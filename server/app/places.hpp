#pragma once

#include <vector>

#include "app/work.hpp"

/// Who in a practice's line has come so near that it is worth a word: three ahead, one ahead, next.
namespace praktik::app {

struct PlaceToTell {
  EntryId entry;
  UserId patient;
  std::int64_t ahead = 0;  ///< 3 (two or three), 1 or 0
};

/// Those who have not been told so yet and were there when the line moved; whoever joined later saw it then. Nobody is told
/// that the place got worse, and nobody while the practice is not ONLINE, because then nobody moves.
std::vector<PlaceToTell> placesToTell(const Reading& reading, const ScheduleId& id, Instant movedAt);

/// The same, remembered as told.
std::vector<PlaceToTell> takePlacesToTell(Work& work, const ScheduleId& id, Instant movedAt);

}  // namespace praktik::app
