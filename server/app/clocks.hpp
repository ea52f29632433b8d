#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "app/engine.hpp"

/// The clocks that the database owns: when a ring is up, when an absence has lasted too long, when a schedule lapses, when a
/// sign-in has run out or has been idle for too long.
namespace praktik::app {

/// Runs everything that is due, at most a batch; tells when the next is, which may be now.
std::optional<Instant> runDueClocks(Work& work);

/// Once at server start: nobody has a page yet, so every attached side gets its grace from now on, and every practice
/// its time without the doctor's page.
void resumeAfterStart(Work& work);

/// The thread that waits for the next due row, and writes down now and then which sign-ins are in use. A command that sets a
/// clock wakes it through `Changes::clocks`.
class Clocks {
 public:
  explicit Clocks(Engine& engine);
  ~Clocks();
  Clocks(const Clocks&) = delete;
  Clocks& operator=(const Clocks&) = delete;

  /// Looks at the database again; any thread.
  void wake();
  void stop();

 private:
  void loop();
  void writeSeen();
  std::optional<Instant> runOnce();

  Engine& engine_;
  Instant seenWrittenAt_{};
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = true;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace praktik::app
