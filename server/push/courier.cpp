#include "push/courier.hpp"

#include <memory>

#include "app/subscriptions.hpp"
#include "base/limits.hpp"
#include "base/log.hpp"
#include "push/messages.hpp"
#include "store/calls.hpp"
#include "store/users.hpp"

namespace praktik::push {
namespace {

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
}

void Courier::resume() {
  enqueue([this](const app::Reading& reading) {
    for (const auto& call : store::listRingingCalls(reading.db)) ring(reading, call.id);
  });
  runNext();
}

void Courier::onCommitted(const app::Changes& changes) {
  for (const CallId& call : changes.ringsBegun) {
    enqueue([this, call](const app::Reading& reading) { ring(reading, call); });
  }
  for (const CallId& call : changes.ringsOver) {
    enqueue([this, call](const app::Reading& reading) { ringOver(reading, call); });
  }
  runNext();
}

void Courier::enqueue(Job job) {
  const std::lock_guard lock(mutex_);
  jobs_.push_back(std::move(job));
}

void Courier::runNext() {
  Job job;
  {
    const std::lock_guard lock(mutex_);
    if (isRunning_ || jobs_.empty()) return;
    isRunning_ = true;
    job = std::move(jobs_.front());
    jobs_.pop_front();
  }
  const auto finish = [this] {
    {
      const std::lock_guard lock(mutex_);
      isRunning_ = false;
    }
    runNext();
  };
  const bool isTaken = engine_.read([job, finish](const app::Reading& reading) {
    try {
      job(reading);
    } catch (const std::exception& error) {
      log::error("cannot find out whom to push: {}", error.what());
    }
    finish();
  });
  if (isTaken) return;
  // Where so many reads wait, the next commit is near; it comes back to this.
  log::warn("too many reads wait: a push is put off");
  const std::lock_guard lock(mutex_);
  jobs_.push_front(std::move(job));
  isRunning_ = false;
}

void Courier::ring(const app::Reading& reading, const CallId& id) {
  const auto call = store::findCall(reading.db, id);
  if (!call || call->status != domain::CallStatus::RINGING) return;
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
