#include "live/session.hpp"

#include "base/limits.hpp"
#include "live/hub.hpp"

namespace praktik::live {

Session::Session(Hub& hub, Lane& lane, app::Caller caller, const ConnectionId& connection, Outbox& outbox)
    : hub_(hub),
      lane_(lane),
      caller_(std::move(caller)),
      connection_(connection),
      outbox_(&outbox) {}

Session::~Session() = default;

void Session::start(Instant now) {
  send(helloFrame(connection_, now));
  hub_.enter(shared_from_this());
}

void Session::onText(std::string_view text, Instant now) {
  if (isFlooding(now)) {
    close(CloseCode::tooManyMessages);
    return;
  }
  const auto message = decodeMessage(text);
  if (!message) {
    onBadMessage(message.error(), now);
    return;
  }
  std::visit([&](const auto& known) { handle(known, now); }, *message);
}

void Session::onDrained() {
  for (auto& [name, subscription] : subscriptions_) {
    if (!subscription.isStale || !subscription.topic) continue;
    hub_.resend(shared_from_this(), *subscription.topic, std::nullopt);
  }
}

void Session::onTick(Instant now) {
  if (now >= caller_.signedInUntil) close(CloseCode::signedOut);
}

void Session::onClosed(Instant now) {
  if (outbox_ == nullptr) return;
  outbox_ = nullptr;
  for (auto& [name, subscription] : subscriptions_) release(subscription);
  subscriptions_.clear();
  hub_.leave(shared_from_this(), now);
}

void Session::handle(const Watch& watch, Instant) {
  const auto known = subscriptions_.find(watch.topic);
  if (known != subscriptions_.end() && known->second.topic) {
    // A client that lost count watches again: it gets the state, and keeps its one subscription while it may have it.
    hub_.watchAgain(shared_from_this(), {watch.topic, known->second.watch}, watch.version);
    return;
  }
  if (known == subscriptions_.end() && subscriptions_.size() >= limits::topicsPerConnection) {
    send(errorFrame(Refusal::too_many_topics, "watch"));
    return;
  }
  Subscription& subscription = subscriptions_[watch.topic];
  subscription.name = watch.topic;
  subscription.watch = ++lastWatch_;
  hub_.watch(shared_from_this(), {watch.topic, subscription.watch}, watch.version);
}

void Session::handle(const Unwatch& unwatch, Instant) {
  const auto known = subscriptions_.find(unwatch.topic);
  if (known == subscriptions_.end()) return;
  release(known->second);
  subscriptions_.erase(known);
}

void Session::handle(const AttachMessage& attach, Instant) { hub_.attach(shared_from_this(), attach.call); }

void Session::handle(const Signal& signal, Instant) { hub_.signal(shared_from_this(), signal); }

void Session::handle(const Ringing& ringing, Instant) { hub_.reportRinging(shared_from_this(), ringing); }

void Session::handle(const Ping& ping, Instant now) { send(pongFrame(ping.id, now)); }

void Session::onBadMessage(const BadMessage& bad, Instant now) {
  garbage_.push_back(now);
  // The clock may have been set back: what then seems to lie ahead is of no use for counting.
  std::erase_if(garbage_, [now](Instant at) { return at > now || at + limits::minutes(1) < now; });
  send(errorFrame(bad.refusal, bad.re));
  if (garbage_.size() >= limits::garbagePerMinute) close(CloseCode::notThisProtocol);
}

bool Session::isFlooding(Instant now) {
  // The second half is for a wall clock that was set back.
  if (now >= windowStart_ + limits::messageWindow || now < windowStart_) {
    windowStart_ = now;
    messagesInWindow_ = 0;
  }
  return ++messagesInWindow_ > limits::messagesPerWindow;
}

void Session::granted(const WatchName& watch, const app::Topic& topic, std::uint64_t sequence, const Frame& frame) {
  Subscription* subscription = find(watch);
  if (outbox_ == nullptr || subscription == nullptr || subscription->topic) {
    hub_.release(lane_, topic);
    return;
  }
  if (find(topic) != nullptr) {
    // Under another name. The lane lists a session once, so what it has stays and this one is none.
    hub_.release(lane_, topic);
    refusedTopic(watch, Refusal::not_found);
    return;
  }
  subscription->topic = topic;
  subscription->sequence = sequence;
  subscription->place = lane_.add(topic, *this);
  send(frame);
}

void Session::caughtUp(const app::Topic& topic, std::uint64_t sequence, const Frame& frame) {
  Subscription* subscription = find(topic);
  if (subscription == nullptr) return;
  subscription->sequence = sequence;
  subscription->isStale = false;
  send(frame);
}

void Session::refusedTopic(const WatchName& watch, Refusal refusal) {
  Subscription* subscription = find(watch);
  if (subscription == nullptr) return;
  release(*subscription);
  subscriptions_.erase(watch.topic);
  send(goneFrame(watch.topic, refusal));
}

void Session::deliver(const app::Topic& topic, std::uint64_t sequence, const Frame& frame) {
  Subscription* subscription = find(topic);
  if (subscription == nullptr || outbox_ == nullptr) return;
  // A slice of an earlier broadcast may come after a state that already holds its change.
  if (sequence <= subscription->sequence) return;
  if (subscription->isStale || outbox_->isCongested()) {
    subscription->isStale = true;
    return;
  }
  subscription->sequence = sequence;
  send(frame);
}

void Session::lost(const app::Topic& topic) {
  Subscription* subscription = find(topic);
  if (subscription == nullptr) return;
  refusedTopic({subscription->name, subscription->watch}, Refusal::not_found);
}

void Session::send(const Frame& frame) {
  if (outbox_ != nullptr) outbox_->send(frame);
}

void Session::close(CloseCode code) {
  if (outbox_ != nullptr) outbox_->close(code);
}

Session::Subscription* Session::find(const WatchName& watch) {
  const auto known = subscriptions_.find(watch.topic);
  return known != subscriptions_.end() && known->second.watch == watch.number ? &known->second : nullptr;
}

Session::Subscription* Session::find(const app::Topic& topic) {
  for (auto& [name, subscription] : subscriptions_) {
    if (subscription.topic == topic) return &subscription;
  }
  return nullptr;
}

void Session::release(Subscription& subscription) {
  if (!subscription.topic) return;
  lane_.remove(*subscription.topic, subscription.place);
  hub_.release(lane_, *subscription.topic);
}

}  // namespace praktik::live
