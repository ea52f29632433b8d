#include "cli/relay_test.hpp"

#include "base/log.hpp"
#include "cli/self_test.hpp"

namespace praktik::cli {
namespace {

void askEach(const TurnSettings& turn, const std::stop_token& stop) {
  for (const app::IceUri& uri : turn.uris) {
    if (!uri.isRelay()) continue;
    const Finding finding = testRelay(uri, turn.secret, stop);
    if (stop.stop_requested()) return;
    heed(finding);
  }
}

/// A defect of the test must not take the server with it.
void askEachSafely(const TurnSettings& turn, const std::stop_token& stop) {
  try {
    askEach(turn, stop);
  } catch (const std::exception& error) {
    log::error("the test of the TURN servers failed: {}", error.what());
  }
}

}  // namespace

RelayTest::RelayTest(TurnSettings turn)
    : thread_([turn = std::move(turn), over = std::move(over_), stop = stop_.get_token()]() mutable {
        askEachSafely(turn, stop);
        over.set_value();
      }) {}

RelayTest::~RelayTest() {
  stop_.request_stop();
  // The system resolves a name for as long as it likes, and nothing can stop it. A thread that waits for that has
  // nothing left to do afterwards, and needs nothing of ours.
  if (isOver_.wait_for(limits::relayStopTime) == std::future_status::ready) {
    thread_.join();
  } else {
    thread_.detach();
  }
}

}  // namespace praktik::cli
