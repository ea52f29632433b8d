#include <chrono>
#include <condition_variable>
#include <future>
#include <gtest/gtest.h>
#include <mutex>
#include <string>
#include <vector>

#include "app/passwords.hpp"
#include "base/limits.hpp"

namespace praktik::app {
namespace {

/// A pool whose one thread is held until the test lets it go on, so that everything else waits.
class PasswordPoolTest : public testing::Test {
 protected:
  void SetUp() override {
    pool.run("holder", [this](bool) {
      held.set_value();
      released.get_future().wait();
    });
    held.get_future().wait();
  }
  void TearDown() override {
    if (isHeld) serve();
  }
  void ask(const std::string& network, std::size_t count = 1) {
    for (std::size_t i = 0; i < count; ++i) {
      pool.run(network, [this, network](bool isItsTurn) {
        const std::lock_guard lock(mutex);
        (isItsTurn ? served : refused).push_back(network);
        answered.notify_all();
      });
      ++asked;
    }
  }
  bool isAnyRefused() {
    const std::lock_guard lock(mutex);
    return !refused.empty();
  }
  /// Lets the thread go on until nothing waits.
  void serve() {
    isHeld = false;
    released.set_value();
    std::unique_lock lock(mutex);
    const bool isAll =
        answered.wait_for(lock, std::chrono::seconds(30), [this] { return served.size() + refused.size() == asked; });
    ASSERT_TRUE(isAll) << "somebody was never answered";
  }

  std::promise<void> held;
  std::promise<void> released;
  bool isHeld = true;
  std::size_t asked = 0;
  std::mutex mutex;
  std::condition_variable answered;
  std::vector<std::string> served;
  std::vector<std::string> refused;
  PasswordPool pool{1};
};

TEST_F(PasswordPoolTest, serves_a_network_next_however_many_another_one_wants) {
  ask("flood", 100);
  ask("doctor");
  serve();
  ASSERT_EQ(served.size(), 101U);
  EXPECT_EQ(served.at(1), "doctor");
}

TEST_F(PasswordPoolTest, that_is_full_takes_a_newcomer_in_the_stead_of_whoever_has_most) {
  ask("flood", limits::passwordsWaiting + 1);
  EXPECT_EQ(refused, std::vector<std::string>{"flood"});
  ask("doctor");
  EXPECT_EQ(refused, std::vector<std::string>(2, "flood"));
  serve();
  EXPECT_EQ(served.size(), limits::passwordsWaiting);
  EXPECT_EQ(served.at(1), "doctor");
}

TEST_F(PasswordPoolTest, that_has_stopped_refuses_everything) {
  serve();
  pool.stop();
  ask("late");
  EXPECT_EQ(refused, std::vector<std::string>{"late"});
}

TEST_F(PasswordPoolTest, that_stops_finishes_what_it_does_and_refuses_what_still_waits) {
  ask("patient", 10);
  auto stopped = std::async(std::launch::async, [this] { pool.stop(); });
  // Once it refuses a newcomer it has begun to stop.
  while (!isAnyRefused()) {
    ask("doctor");
    stopped.wait_for(std::chrono::milliseconds(10));
  }
  serve();
  stopped.get();
  EXPECT_EQ(served, std::vector<std::string>{});
  EXPECT_EQ(refused.size(), asked);
}

}  // namespace
}  // namespace praktik::app
