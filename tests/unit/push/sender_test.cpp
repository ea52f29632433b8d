#include "push/sender.hpp"

#include <atomic>
#include <future>
#include <gtest/gtest.h>
#include <stdexcept>

#include "base/limits.hpp"
#include "support/database.hpp"
#include "support/nobody.hpp"

/// The sender's thread outlives what fails around it: with it the whole server would end.
namespace praktik::push {
namespace {

using namespace test;

const SubscriberKeys keys =
    SubscriberKeys::read("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                         "BTBZMqHH6r4Tts7J_aSIgg")
        .value();

class SenderTest : public testing::Test {
 protected:
  /// A message that is tried once, at a port where nobody listens.
  static Delivery message(std::uint64_t subscription, std::function<void(int)> done) {
    const PushEndpoint nobody{"http://127.0.0.1:1/push", "127.0.0.1", "http://127.0.0.1:1"};
    return {nth<SubscriptionId>(subscription), nobody, keys, "call", "ring", now + seconds(30), now, std::move(done)};
  }
  /// Sends one and waits until it is known what became of it.
  int sent(std::uint64_t subscription) {
    auto told = std::make_shared<std::promise<int>>();
    auto status = told->get_future();
    sender.send(message(subscription, [told](int value) { told->set_value(value); }));
    return await(std::move(status));
  }
  static void fill(std::span<std::uint8_t> bytes) { std::ranges::fill(bytes, std::uint8_t{7}); }

  /// While it is broken, asking what time it is fails.
  std::atomic<bool> isClockBroken = false;
  std::atomic<int> askedInVain = 0;
  TemporaryFolder folder;
  app::Nobody presence;
  store::Database database{folder.file(), 1};
  app::Engine engine{database,
                     [this] {
                       if (!isClockBroken) return now;
                       ++askedInVain;
                       throw std::runtime_error("no time");
                     },
                     &SenderTest::fill,
                     {},
                     presence};
  Vapid vapid{P256Key::make(&SenderTest::fill), "mailto:operator@example.org"};
  EndpointPolicy loopbackToo{true};
  Sender sender{vapid, loopbackToo, engine};
};

TEST_F(SenderTest, goes_on_after_what_it_needs_has_failed) {
  isClockBroken = true;
  const auto begin = std::chrono::steady_clock::now();
  while (askedInVain < 2) {
    ASSERT_LT(std::chrono::steady_clock::now() - begin, seconds(30)) << "the sender asked nothing any more";
    sender.send(message(1, [](int) {}));
    std::this_thread::yield();
  }
  // It does not keep a core busy meanwhile.
  EXPECT_GE(std::chrono::steady_clock::now() - begin, limits::pushTroublePause);
  isClockBroken = false;
  EXPECT_EQ(sent(2), 0);
}

TEST_F(SenderTest, tells_the_others_where_one_fails_to_take_the_news) {
  sender.send(message(1, [](int) { throw std::runtime_error("a defect"); }));
  sender.send(message(2, [](int) { throw std::runtime_error("another"); }));
  EXPECT_EQ(sent(3), 0);
}

}  // namespace
}  // namespace praktik::push
