#pragma once

#include <mutex>
#include <thread>
#include <vector>

#include "app/engine.hpp"
#include "push/transport.hpp"
#include "push/vapid.hpp"

namespace praktik::push {

/// The thread that brings pushes to push services: encrypts, signs, sends and tries again. A push service that is slow or
/// gone costs nobody else anything. Thread safe.
class Sender {
 public:
  /// All three outlive it.
  Sender(const Vapid& vapid, const EndpointPolicy& policy, const app::Engine& engine);
  ~Sender();
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;

  /// `done` runs on the sender's thread and must not block.
  void send(Delivery delivery);
  /// Gives those on their way limits::pushDrainTime, and up whatever is left; each `done` has run when it returns.
  void stop();

 private:
  void loop();
  /// False when the server ends.
  bool takeIncoming();
  void startDue();
  void work(milliseconds most);
  void drain();
  static void tell(const Outbox::Over& over);
  PushRequest prepare(const Delivery& delivery) const;

  const Vapid& vapid_;
  const app::Engine& engine_;
  Transport transport_;
  Outbox outbox_;  ///< the thread's own
  std::mutex mutex_;
  std::vector<Delivery> incoming_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace praktik::push
