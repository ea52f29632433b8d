#include "app/erase.hpp"

#include "app/accounts.hpp"
#include "app/save.hpp"
#include "app/settle.hpp"
#include "app/views.hpp"
#include "store/calls.hpp"
#include "store/entries.hpp"
#include "store/erasure.hpp"
#include "store/schedules.hpp"

namespace praktik::app {
namespace {

/// What must end before its person can go.
std::optional<Refused> busy(Work& work, const store::User& user) {
  if (const auto practice = store::findOnlineSchedule(work.db, user.id)) {
    return Refused(Refusal::practice_online, viewSchedule(work.db, *practice));
  }
  if (const auto call = settleLive(work, store::findLiveCallOfPatient(work.db, user.id))) {
    return Refused(Refusal::in_call, viewCall(work.db, *call));
  }
  return std::nullopt;
}

void cancelSchedules(Work& work, const Caller* caller, const UserId& doctor) {
  for (const auto& schedule : store::listUpcomingSchedules(work.db, doctor)) {
    const auto before = loadPractice(work, schedule);
    const auto after = domain::decide(before, domain::CancelSchedule{}, work.now);
    if (after) savePractice(work, {caller, "schedule.cancel"}, before, *after);
  }
}

void leavePlaces(Work& work, const Caller* caller, const UserId& patient) {
  for (const auto& entry : store::listOpenEntriesOfPatient(work.db, patient)) {
    const auto schedule = store::findSchedule(work.db, entry.schedule);
    const auto after = domain::decide(entry, domain::Leave{}, work.now);
    if (schedule && after) saveEntry(work, {caller, "entry.leave"}, schedule->doctor, entry, *after);
  }
}

Result<void> erase(Work& work, const Caller* caller, const store::User& user) {
  if (auto refused = busy(work, user)) return std::unexpected(std::move(*refused));
  cancelSchedules(work, caller, user.id);
  leavePlaces(work, caller, user.id);
  endSignInsOf(work, caller, user, "erased");
  store::eraseAccount(work.db, user.id, work.now);
  touchPerson(work, user, store::findUser(work.db, user.id).value_or(user));
  record(work, {caller, "user.erase"}, aboutUser(user));
  // At last, because what was recorded on the way came from somewhere as well.
  store::eraseTraces(work.db, user.id);
  return {};
}

}  // namespace

Result<void> eraseMe(Work& work, const Caller& caller) {
  const auto user = store::findUser(work.db, caller.user);
  if (!user) return std::unexpected(Refusal::not_signed_in);
  return erase(work, &caller, *user);
}

Result<void> eraseUser(Work& work, const std::string& email) {
  const auto user = store::findUserByEmail(work.db, normalEmail(email));
  if (!user || user->erasedAt) return std::unexpected(Refusal::not_found);
  return erase(work, nullptr, *user);
}

}  // namespace praktik::app
