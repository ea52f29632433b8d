#include "app/clocks.hpp"

#include <algorithm>
#include <future>
#include <memory>

#include "app/accounts.hpp"
#include "app/save.hpp"
#include "app/schedules.hpp"
#include "app/settle.hpp"
#include "base/limits.hpp"
#include "store/calls.hpp"
#include "store/schedules.hpp"

namespace praktik::app {
namespace {

/// After a failed look at the database, and never more often when something stays due.
constexpr milliseconds pause{200};
/// A wall clock that is set forward must not leave a ring waiting for longer than this.
constexpr milliseconds longestWait{500};

}  // namespace

std::optional<Instant> runDueClocks(Work& work) {
  const Cause cause{nullptr, "clock"};
  for (const auto& call : store::listDueCalls(work.db, work.now)) settle(work, call);
  for (const auto& schedule : store::listDueSchedules(work.db, work.now)) {
    if (schedule.status == domain::ScheduleStatus::ONLINE && work.presence.hasPage(schedule.doctor)) {
      // The page came, and the command that was to note it did not get through.
      noteDoctorPresence(work, schedule.doctor);
      continue;
    }
    const auto before = loadPractice(work, schedule);
    const auto after = domain::decide(before, domain::ScheduleClock{}, work.now);
    if (after) savePractice(work, cause, before, *after);
  }
  const auto nextSignIn = endDueSignIns(work);
  const auto next = store::nextDue(work.db);
  return nextSignIn && (!next || *nextSignIn < *next) ? nextSignIn : next;
}

void resumeAfterStart(Work& work) {
  for (const auto& call : store::listActiveCalls(work.db)) {
    const auto before = loadConsultation(work.db, call);
    const auto after = domain::decide(before, domain::ServerStarted{work.settings.callGrace}, work.now);
    if (after) saveConsultation(work, {nullptr, "server.start"}, call.doctor, before, *after);
  }
  for (const auto& schedule : store::listOnlineSchedules(work.db)) {
    const auto after = domain::decide({schedule, {}, std::nullopt}, domain::DoctorPagesClosed{}, work.now);
    if (after) store::updateSchedule(work.db, after->schedule);
  }
}

Clocks::Clocks(Engine& engine) : engine_(engine) {
  engine_.onCommitted([this](const Changes& changes) {
    if (changes.clocks) wake();
  });
  thread_ = std::thread([this] { loop(); });
}

Clocks::~Clocks() { stop(); }

void Clocks::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_one();
}

void Clocks::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Clocks::loop() {
  std::optional<Instant> due;
  while (true) {
    {
      std::unique_lock lock(mutex_);
      if (!woken_ && !stopping_) {
        const auto wait =
            due ? std::clamp<milliseconds>(*due - engine_.now(), milliseconds(0), longestWait) : longestWait;
        changed_.wait_for(lock, wait, [this] { return woken_ || stopping_; });
      }
      if (stopping_) return;
      writeSeen();
      const bool mustLook = woken_ || (due && *due <= engine_.now());
      if (!mustLook) continue;
      woken_ = false;
    }
    due = runOnce();
  }
}

void Clocks::writeSeen() {
  const Instant now = engine_.now();
  // The second half is for a wall clock that was set back.
  if (now < seenWrittenAt_ + limits::seenLookEvery && now >= seenWrittenAt_) return;
  seenWrittenAt_ = now;
  writeSignInsSeen(engine_);
}

std::optional<Instant> Clocks::runOnce() {
  std::promise<std::optional<Instant>> next;
  auto found = std::make_shared<std::optional<Instant>>();
  engine_.write([found](Work& work) { *found = runDueClocks(work); },
                [&next, found, this](bool committed) { next.set_value(committed ? *found : engine_.now() + pause); });
  return next.get_future().get();
}

}  // namespace praktik::app
