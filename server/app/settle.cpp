#include "app/settle.hpp"

#include "app/save.hpp"
#include "store/calls.hpp"
#include "store/entries.hpp"

namespace praktik::app {

domain::Call settle(Work& work, const domain::Call& found) {
  const auto before = loadConsultation(work.db, found);
  const auto after = domain::decide(before, domain::CallClock{}, work.now);
  if (!after) return found;
  saveConsultation(work, {nullptr, "clock"}, found.doctor, before, *after);
  return *after->call;
}

std::optional<domain::Call> settleLive(Work& work, const std::optional<domain::Call>& found) {
  if (!found) return std::nullopt;
  const auto call = settle(work, *found);
  return domain::isLive(call.status) ? std::optional(call) : std::nullopt;
}

domain::Practice loadPractice(Work& work, const domain::Schedule& schedule) {
  // Before the entries are read: its end changes one of them.
  const auto call = settleLive(work, store::findLiveCallOfSchedule(work.db, schedule.id));
  return {schedule, store::listEntries(work.db, schedule.id), call};
}

Result<EntryInSchedule> findSettledEntryFor(Work& work, const Caller& caller, domain::Action action,
                                            const EntryId& id) {
  auto found = findEntryFor(work.db, caller, action, id);
  if (!found || !domain::isBusy(found->entry.status)) return found;
  // Only one call of a patient lives at a time: that of the entry that is busy.
  if (settleLive(work, store::findLiveCallOfPatient(work.db, found->entry.patient))) return found;
  return findEntryFor(work.db, caller, action, id);
}

}  // namespace praktik::app
