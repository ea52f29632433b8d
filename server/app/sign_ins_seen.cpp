#include "app/sign_ins_seen.hpp"

#include <algorithm>
#include <limits>
#include <memory>

#include "app/accounts.hpp"
#include "app/engine.hpp"
#include "base/limits.hpp"
#include "store/sign_ins.hpp"

namespace praktik::app {
namespace {

/// Often enough that a sign-in in use never comes near the end of its time.
milliseconds writtenEvery(const Settings& settings) {
  const milliseconds shortest = std::min(settings.idleDoctor, settings.idlePatient);
  return std::min<milliseconds>(limits::seenWrittenEvery, shortest / 4);
}

void write(Engine& engine, std::vector<SignInsSeen::Seen> seen) {
  if (seen.empty()) return;
  const auto shared = std::make_shared<const std::vector<SignInsSeen::Seen>>(std::move(seen));
  engine.write(
      [shared](Work& work) {
        for (const auto& [signIn, at] : *shared) {
          // A note that comes too late brings nobody back.
          if (findCaller(work.reading(), signIn)) store::touchSignIn(work.db, signIn, at);
        }
      },
      [&engine, shared](bool committed) {
        if (committed) return;
        for (const auto& [signIn, at] : *shared) engine.seen().note(signIn, at);
      });
}

void noteOpenPages(Engine& engine) {
  const Instant now = engine.now();
  for (const SignInId& signIn : engine.presence().signInsWithPage()) engine.seen().note(signIn, now);
}

}  // namespace

void SignInsSeen::note(const SignInId& signIn, Instant at) {
  const std::lock_guard lock(mutex_);
  const auto [place, isNew] = signIns_.try_emplace(signIn, Times{at, at, false});
  if (isNew || at < place->second.seenAt) return;
  place->second.seenAt = at;
  place->second.isWritten = false;
}

std::optional<Instant> SignInsSeen::newest(const SignInId& signIn) const {
  const std::lock_guard lock(mutex_);
  const auto found = signIns_.find(signIn);
  if (found == signIns_.end()) return std::nullopt;
  return found->second.seenAt;
}

std::vector<SignInsSeen::Seen> SignInsSeen::take(Instant now, milliseconds every, std::size_t most) {
  const std::lock_guard lock(mutex_);
  std::vector<Seen> due;
  for (auto place = signIns_.begin(); place != signIns_.end();) {
    auto& [signIn, times] = *place;
    const bool isDue = times.writtenAt + every <= now;
    if (isDue && times.isWritten) {
      place = signIns_.erase(place);
      continue;
    }
    if (isDue && due.size() < most) {
      due.push_back({signIn, times.seenAt});
      times.writtenAt = now;
      times.isWritten = true;
    }
    ++place;
  }
  return due;
}

void writeSignInsSeen(Engine& engine) {
  noteOpenPages(engine);
  write(engine, engine.seen().take(engine.now(), writtenEvery(engine.settings()), limits::seenBatch));
}

void writeAllSignInsSeen(Engine& engine) {
  noteOpenPages(engine);
  write(engine, engine.seen().take(engine.now(), milliseconds(0), std::numeric_limits<std::size_t>::max()));
}

}  // namespace praktik::app
