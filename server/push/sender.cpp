#include "push/sender.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "base/limits.hpp"
#include "base/log.hpp"

namespace praktik::push {
namespace {

/// A wall clock that is set forward must not leave a retry waiting for longer than this.
constexpr milliseconds longestWait{500};

}  // namespace

Sender::Sender(const Vapid& vapid, const EndpointPolicy& policy, const app::Engine& engine)
    : vapid_(vapid),
      engine_(engine),
      transport_(policy) {
  thread_ = std::thread([this] { loop(); });
}

Sender::~Sender() { stop(); }

void Sender::send(Delivery delivery) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_ && incoming_.size() < limits::pushesWaiting) {
      incoming_.push_back(std::move(delivery));
      transport_.wake();
      return;
    }
  }
  delivery.done(0);
}

void Sender::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  transport_.wake();
  if (thread_.joinable()) thread_.join();
}

void Sender::loop() {
  while (true) {
    try {
      if (!takeIncoming()) break;
      startDue();
      const auto due = outbox_.nextDue();
      work(due ? std::clamp<milliseconds>(*due - engine_.now(), milliseconds(0), longestWait) : longestWait);
    } catch (const std::exception& error) {
      // What fails now may fail again at once.
      log::error("pushes were held up: {}", error.what());
      std::this_thread::sleep_for(limits::pushTroublePause);
    }
  }
  try {
    drain();
  } catch (const std::exception& error) {
    log::error("the last pushes were not sent: {}", error.what());
  }
  for (const auto& abandoned : outbox_.giveUp()) tell(abandoned);
}

/// One whose owner fails must not keep the others from being told.
void Sender::tell(const Outbox::Over& over) {
  try {
    over.delivery.done(over.status);
  } catch (const std::exception& error) {
    log::error("what became of a push could not be told: {}", error.what());
  }
}

bool Sender::takeIncoming() {
  const Instant now = engine_.now();
  std::vector<Delivery> taken;
  bool isStopping = false;
  {
    const std::lock_guard lock(mutex_);
    taken.swap(incoming_);
    isStopping = stopping_;
  }
  for (Delivery& delivery : taken) outbox_.add(std::move(delivery), now);
  return !isStopping;
}

void Sender::startDue() {
  while (const auto started = outbox_.start(engine_.now())) {
    try {
      transport_.begin(started->ticket, prepare(*started->delivery));
    } catch (const std::exception& error) {
      log::error("a push could not be made: {}", error.what());
      outbox_.finish(started->ticket, {}, engine_.now());
    }
  }
}

void Sender::work(milliseconds most) {
  for (const auto& ended : transport_.wait(most)) outbox_.finish(ended.id, ended.attempt, engine_.now());
  for (const auto& over : outbox_.takeOver()) tell(over);
}

void Sender::drain() {
  startDue();
  const auto end = std::chrono::steady_clock::now() + limits::pushDrainTime;
  while (outbox_.isAnyOnItsWay() && std::chrono::steady_clock::now() < end) {
    work(longestWait / 10);
    startDue();  // the end of a ring that waited for the ring
  }
}

PushRequest Sender::prepare(const Delivery& delivery) const {
  const Instant now = engine_.now();
  Salt salt{};
  engine_.random()(salt);
  const auto key = P256Key::make(engine_.random());
  // A push service drops at once what has no time left.
  const auto timeToLive = std::max(std::chrono::floor<seconds>(delivery.expiresAt - now), seconds(1));
  PushRequest request;
  request.url = delivery.endpoint.url;
  request.headers = {fmt::format("Authorization: {}", vapid_.authorization(delivery.endpoint.origin, now)),
                     fmt::format("TTL: {}", timeToLive.count()),
                     fmt::format("Topic: {}", delivery.topic),
                     "Urgency: high",
                     "Content-Encoding: aes128gcm",
                     "Content-Type: application/octet-stream",
                     "Expect:"};
  request.body = encrypt(delivery.keys, delivery.payload, key, salt);
  return request;
}

}  // namespace praktik::push
