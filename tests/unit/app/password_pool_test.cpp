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
      });
    }
  }
  /// Lets the thread go on until nothing waits.
  void serve() {
    isHeld = false;
    released.set_value();
    pool.stop();
  }

  std::promise<void> held;
  std::promise<void> released;
  bool isHeld = true;
  std::mutex mutex;
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
  ask("late");
  EXPECT_EQ(refused, std::vector<std::string>{"late"});
}

}  // namespace
}  // namespace praktik::app
