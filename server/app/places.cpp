#include "app/places.hpp"

#include "store/entries.hpp"
#include "store/schedules.hpp"

namespace praktik::app {
namespace {

/// Whoever has more people ahead is told nothing yet.
constexpr std::int64_t nearest = 4;

std::int64_t step(std::int64_t ahead) { return ahead >= 2 ? 3 : ahead; }

}  // namespace

std::vector<PlaceToTell> placesToTell(const Reading& reading, const ScheduleId& id, Instant movedAt) {
  std::vector<PlaceToTell> places;
  const auto schedule = store::findSchedule(reading.db, id);
  if (!schedule || schedule->status != domain::ScheduleStatus::ONLINE) return places;
  std::int64_t ahead = 0;
  for (const auto& entry : store::listFirstWaiting(reading.db, id, nearest)) {
    const std::int64_t now = step(ahead++);
    const auto told = store::findToldPlace(reading.db, entry.id);
    const bool isNews = (!told || now < *told) && entry.joinedAt < movedAt;
    if (isNews && entry.status != domain::EntryStatus::RINGING) places.push_back({entry.id, entry.patient, now});
  }
  return places;
}

std::vector<PlaceToTell> takePlacesToTell(Work& work, const ScheduleId& id, Instant movedAt) {
  auto places = placesToTell(work.reading(), id, movedAt);
  for (const auto& place : places) store::saveToldPlace(work.db, place.entry, place.ahead);
  return places;
}

}  // namespace praktik::app
