#include "push/courier.hpp"

#include <future>
#include <memory>

#include "app/subscriptions.hpp"
#include "base/limits.hpp"
#include "base/log.hpp"
#include "push/messages.hpp"
#include "store/calls.hpp"
#include "store/entries.hpp"
#include "store/schedules.hpp"
#include "store/users.hpp"

namespace praktik::push {
namespace {

/// Open pages are told first: reading, encrypting and connecting take processor time that a ring's way to them would feel.
/// A push takes longer than this anyway.
constexpr milliseconds headStartOfPages{20};
/// When the readers are overwhelmed.
constexpr milliseconds pauseOfReaders{200};

std::string localeOf(const app::Reading& reading, const UserId& id) {
  const auto user = store::findUser(reading.db, id);
  return user ? user->locale : "";
}

}  // namespace

Courier::Courier(app::Engine& engine, Sender& sender, const EndpointPolicy& policy, const ReceiptTokens& tokens)
    : engine_(engine),
      sender_(sender),
      policy_(policy),
      tokens_(tokens) {
  engine_.onCommitted([this](const app::Changes& changes) { onCommitted(changes); });
  thread_ = std::thread([this] { loop(); });
}

Courier::~Courier() { stop(); }

void Courier::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Courier::resume() {
  enqueue([this](const app::Reading& reading) {
    for (const auto& call : store::listRingingCalls(reading.db)) ring(reading, call.id);
  });
}

void Courier::onCommitted(const app::Changes& changes) {
  for (const CallId& call : changes.ringsBegun) {
    enqueue([this, call](const app::Reading& reading) { ring(reading, call); });
  }
  for (const CallId& call : changes.ringsOver) {
    enqueue([this, call](const app::Reading& reading) { ringOver(reading, call); });
  }
  for (const ScheduleId& schedule : changes.noticesSet) {
    enqueue([this, schedule](const app::Reading& reading) { notice(reading, schedule); });
  }
  for (const ScheduleId& schedule : changes.linesMoved) {
    enqueue([this, schedule, at = engine_.now()](const app::Reading& reading) { places(reading, schedule, at); });
  }
  if (!changes.everything) return;
  // Another process, which says no more than that, may have moved any line.
  enqueue([this](const app::Reading& reading) {
    for (const auto& schedule : store::listOnlineSchedules(reading.db)) {
      if (const auto movedAt = store::lastClosedAt(reading.db, schedule.id)) places(reading, schedule.id, *movedAt);
    }
  });
}

void Courier::enqueue(Job job) {
  {
    const std::lock_guard lock(mutex_);
    jobs_.push_back({std::chrono::steady_clock::now() + headStartOfPages, std::move(job)});
  }
  changed_.notify_one();
}

void Courier::loop() {
  std::unique_lock lock(mutex_);
  while (!stopping_ || !jobs_.empty()) {
    if (jobs_.empty()) {
      changed_.wait(lock);
    } else if (!stopping_ && jobs_.front().due > std::chrono::steady_clock::now()) {
      changed_.wait_until(lock, jobs_.front().due);
    } else {
      const Job job = std::move(jobs_.front().job);
      jobs_.pop_front();
      lock.unlock();
      run(job);
      lock.lock();
    }
  }
}

/// Waits for its end, so that the jobs come one after the other.
void Courier::run(const Job& job) {
  std::promise<void> ended;
  const auto read = [&](const app::Reading& reading) {
    try {
      job(reading);
    } catch (...) {
      ended.set_value();
      throw;  // the database says what it means, and whether it is damaged
    }
    ended.set_value();
  };
  while (!engine_.read(read)) {
    log::warn("too many reads wait: a push is put off");
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, pauseOfReaders, [this] { return stopping_; })) return;
  }
  ended.get_future().wait();
}

void Courier::ring(const app::Reading& reading, const CallId& id) {
  const auto call = store::findCall(reading.db, id);
  // After a long time without a server the clock may not have come to it yet.
  if (!call || call->status != domain::CallStatus::RINGING || reading.now >= call->expiresAt) return;
  const std::string locale = localeOf(reading, call->patient);
  for (const auto& subscription : store::listLivingSubscriptions(reading.db, call->patient, reading.now)) {
    const auto token =
        tokens_.issue({ReceiptKind::ring, id, subscription.id, call->expiresAt + limits::receiptAfterRing});
    push(subscription,
         {"ring", topicOf(id.text()), ringMessage(*call, token, locale), id, call->expiresAt, call->expiresAt});
  }
}

void Courier::ringOver(const app::Reading& reading, const CallId& id) {
  const auto call = store::findCall(reading.db, id);
  const auto outcome = call ? domain::outcomeOfRing(call->status) : std::nullopt;
  if (!outcome) return;
  for (const auto& subscription : store::listLivingSubscriptions(reading.db, call->patient, reading.now)) {
    // A browser that came while it rang has an open page; it was not rung and needs no end of it.
    if (subscription.createdAt > call->invitedAt) continue;
    push(subscription, {"ring_over", topicOf(id.text()), ringOverMessage(id, *outcome), std::nullopt,
                        reading.now + limits::ringOverKept, reading.now + limits::ringOverRetried});
  }
}

void Courier::notice(const app::Reading& reading, const ScheduleId& id) {
  const auto schedule = store::findSchedule(reading.db, id);
  if (!schedule || !schedule->notice) return;
  for (const auto& entry : store::listEntries(reading.db, id)) {
    if (!domain::isWaiting(entry.status) || reading.presence.hasPage(entry.patient)) continue;
    const std::string payload = noticeMessage(id, *schedule->notice, localeOf(reading, entry.patient));
    for (const auto& subscription : store::listLivingSubscriptions(reading.db, entry.patient, reading.now)) {
      push(subscription, {"notice", topicOf("notice " + id.text()), payload, std::nullopt,
                          reading.now + limits::noticeKept, reading.now + limits::newsRetried});
    }
  }
}

void Courier::places(const app::Reading& reading, const ScheduleId& id, Instant movedAt) {
  if (app::placesToTell(reading, id, movedAt).empty()) return;
  auto told = std::make_shared<std::vector<app::PlaceToTell>>();
  engine_.write([id, movedAt, told](app::Work& work) { *told = app::takePlacesToTell(work, id, movedAt); },
                [this, id, told](bool committed) {
                  if (!committed) return;
                  for (const auto& one : *told) {
                    enqueue([this, id, one](const app::Reading& later) { place(later, id, one); });
                  }
                });
}

/// Whoever has a page open sees the place there.
void Courier::place(const app::Reading& reading, const ScheduleId& schedule, const app::PlaceToTell& place) {
  if (reading.presence.hasPage(place.patient)) return;
  const std::string payload = placeMessage(schedule, place.ahead, localeOf(reading, place.patient));
  for (const auto& subscription : store::listLivingSubscriptions(reading.db, place.patient, reading.now)) {
    push(subscription, {"place", topicOf("place " + schedule.text()), payload, std::nullopt,
                        reading.now + limits::placeKept, reading.now + limits::newsRetried});
  }
}

void Courier::test(const std::vector<store::Subscription>& subscriptions, const std::string& locale,
                   std::function<void(std::vector<TestResult>)> done) {
  struct Gathering {
    std::mutex mutex;
    std::vector<TestResult> results;
    std::size_t missing = 0;
    std::function<void(std::vector<TestResult>)> done;
  };
  if (subscriptions.empty()) return done({});
  const auto gathering = std::make_shared<Gathering>();
  gathering->missing = subscriptions.size();
  gathering->done = std::move(done);
  const Instant expiresAt = engine_.now() + limits::testKept;
  for (std::size_t i = 0; i < subscriptions.size(); ++i) {
    const auto& subscription = subscriptions[i];
    const auto endpoint = policy_.read(subscription.endpoint);
    gathering->results.push_back({endpoint ? endpoint->host : "", 0});
  }
  for (std::size_t i = 0; i < subscriptions.size(); ++i) {
    const auto& subscription = subscriptions[i];
    const auto token = tokens_.issue({ReceiptKind::test, CallId(), subscription.id, expiresAt});
    const Message message{"test", topicOf("test"), testMessage(token, locale), std::nullopt, expiresAt, engine_.now()};
    push(subscription, message, [gathering, i](int status) {
      std::unique_lock lock(gathering->mutex);
      gathering->results[i].status = status;
      if (--gathering->missing > 0) return;
      lock.unlock();
      gathering->done(std::move(gathering->results));
    });
  }
}

void Courier::push(const store::Subscription& subscription, Message message, std::function<void(int)> told) {
  const auto over = [this, id = subscription.id, kind = message.kind, ring = message.ring,
                     told = std::move(told)](int status) {
    log::info("push_subscription {} {} answered {}", id.text(), kind, status);
    engine_.write(
        [result = app::PushResult{id, kind, ring, status}](app::Work& work) { app::notePushResult(work, result); },
        [](bool) {});
    if (told) told(status);
  };
  auto endpoint = policy_.read(subscription.endpoint);
  auto keys = SubscriberKeys::read(subscription.p256dh, subscription.auth);
  // They were checked when they came, but this server may have been moved out of loopback since.
  if (!endpoint || !keys) return over(0);
  sender_.send({subscription.id, *std::move(endpoint), *std::move(keys), std::move(message.topic),
                std::move(message.payload), message.expiresAt, message.retryUntil, over});
}

}  // namespace praktik::push
