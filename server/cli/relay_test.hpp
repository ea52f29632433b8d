#pragma once

#include <future>
#include <thread>

#include "cli/turn.hpp"

namespace praktik::cli {

/// Asks the TURN servers for a relay while the server already serves, one after the other, and logs a line for each that
/// gives none.
class RelayTest {
 public:
  explicit RelayTest(TurnSettings turn);
  /// Asks no more. Does not wait for a name that the system is still resolving.
  ~RelayTest();
  RelayTest(const RelayTest&) = delete;
  RelayTest& operator=(const RelayTest&) = delete;

 private:
  std::promise<void> over_;
  std::future<void> isOver_ = over_.get_future();
  std::stop_source stop_;
  std::thread thread_;
};

}  // namespace praktik::cli
