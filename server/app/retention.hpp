#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/engine.hpp"

/// What is kept on people goes when its time is over, as Settings::keep says.
namespace praktik::app {

/// Takes away a batch of each kind, and records how many rows of which went; true while there may be more.
bool applyRetention(Work& work);

/// The thread that does so when the server starts and every limits::retentionEvery, batch by batch, so that no command waits
/// for more than one.
class RetentionClock {
 public:
  explicit RetentionClock(Engine& engine);
  ~RetentionClock();
  RetentionClock(const RetentionClock&) = delete;
  RetentionClock& operator=(const RetentionClock&) = delete;

  void stop();

 private:
  void loop();
  bool runOnce();

  Engine& engine_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace praktik::app
