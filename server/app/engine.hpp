#pragma once

#include <functional>
#include <mutex>
#include <vector>

#include "app/sign_ins_seen.hpp"
#include "app/work.hpp"
#include "store/database.hpp"

namespace praktik::app {

using Clock = std::function<Instant()>;

/// Runs commands and reads on the database and tells what they changed. Thread safe.
///
/// The order after a command: it is on disk, then the listeners hear what changed, then the one who asked.
class Engine {
 public:
  using Listener = std::function<void(const Changes&)>;

  Engine(store::Database& database, Clock clock, RandomBytes random, Settings settings, const Presence& presence);

  /// Heard on the writer's thread after each commit, from the next one on.
  void onCommitted(Listener listener);

  /// Runs the command in the writer's next group. `done(false)` means that nothing of it happened.
  /// Both run on the writer's thread and must not block.
  void write(std::function<void(Work&)> command, std::function<void(bool committed)> done);

  /// Runs on a reader's thread; false when too many wait already.
  bool read(std::function<void(const Reading&)> query);

  /// What keeps the database from taking changes; empty while it takes them.
  std::optional<store::Trouble> trouble() const { return database_.trouble(); }

  Instant now() const { return clock_(); }
  const RandomBytes& random() const { return random_; }
  const Settings& settings() const { return settings_; }
  const Presence& presence() const { return presence_; }
  /// Which sign-ins were used, on their way to the database.
  SignInsSeen& seen() { return seen_; }

 private:
  void announce(const Changes& changes);

  store::Database& database_;
  Clock clock_;
  RandomBytes random_;
  UuidSequence ids_;  ///< the writer's thread alone
  Settings settings_;
  const Presence& presence_;
  SignInsSeen seen_;
  std::mutex mutex_;
  std::vector<Listener> listeners_;
};

}  // namespace praktik::app
