#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "app/engine.hpp"
#include "app/places.hpp"
#include "push/receipt_tokens.hpp"
#include "push/sender.hpp"
#include "store/subscriptions.hpp"

namespace praktik::push {

/// Knows who is to be pushed what: hears of every commit, as the sockets do, and reads what it tells from the database, on a
/// thread of its own and a little behind them. What became of a push goes back as a command. Thread safe.
class Courier {
 public:
  /// All outlive it, and it outlives the engine's database.
  Courier(app::Engine& engine, Sender& sender, const EndpointPolicy& policy, const ReceiptTokens& tokens);

  ~Courier();
  Courier(const Courier&) = delete;
  Courier& operator=(const Courier&) = delete;

  /// Gives the sender what is still to be told. Before the sender and the database stop.
  void stop();

  /// Once at server start: rings again what rings, because nobody knows what the last server still brought out.
  void resume();

  struct TestResult {
    std::string endpointHost;
    int status = 0;  ///< of the push service; 0 when it could not be reached in time
  };
  /// Pushes a test to each; `done` is called once, from any thread, when all have ended.
  void test(const std::vector<store::Subscription>& subscriptions, const std::string& locale,
            std::function<void(std::vector<TestResult>)> done);

 private:
  using Job = std::function<void(const app::Reading&)>;

  void onCommitted(const app::Changes& changes);
  /// Jobs run one after the other in the order in which they came, so that a ring's end is never sent before the ring.
  void enqueue(Job job);
  void loop();
  void run(const Job& job);
  void ring(const app::Reading& reading, const CallId& id);
  void ringOver(const app::Reading& reading, const CallId& id);
  void notice(const app::Reading& reading, const ScheduleId& id);
  void places(const app::Reading& reading, const ScheduleId& id, Instant movedAt);
  void place(const app::Reading& reading, const ScheduleId& schedule, const app::PlaceToTell& place);

  struct Message {
    std::string kind;
    std::string topic;
    std::string payload;
    std::optional<CallId> ring;
    Instant expiresAt;
    Instant retryUntil;
  };
  void push(const store::Subscription& subscription, Message message, std::function<void(int)> told = nullptr);

  app::Engine& engine_;
  Sender& sender_;
  const EndpointPolicy& policy_;
  const ReceiptTokens& tokens_;
  std::mutex mutex_;
  std::condition_variable changed_;
  struct Waiting {
    std::chrono::steady_clock::time_point due;
    Job job;
  };
  std::deque<Waiting> jobs_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace praktik::push
