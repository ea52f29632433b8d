#include "push/outbox.hpp"

#include <algorithm>

#include "base/limits.hpp"

namespace praktik::push {
namespace {

constexpr int tooManyRequests = 429;
constexpr int firstServerError = 500;

bool mayWorkLater(int status) { return status == 0 || status == tooManyRequests || status >= firstServerError; }

/// 1, 2, 4, 8, 8, … seconds, or what the push service asked for, which may be a number of any size.
seconds pauseAfter(int attempts, const Attempt& attempt) {
  if (attempt.retryAfter) return std::clamp(*attempt.retryAfter, seconds(1), limits::pushRetryAfterMost);
  seconds pause = limits::pushRetryFirst;
  for (int i = 1; i < attempts && pause < limits::pushRetryMost; ++i) pause *= 2;
  return std::min(pause, limits::pushRetryMost);
}

}  // namespace

void Outbox::add(Delivery delivery, Instant now) {
  if (waiting_.size() >= limits::pushesWaiting) {
    over_.push_back({std::move(delivery), 0});
    return;
  }
  Lane& lane = lanes_[laneOf(delivery)];
  if (lane.waiting) retire(*lane.waiting);
  wait(++lastTicket_, {std::move(delivery), now});
}

/// Puts it into its lane, which has nobody waiting.
void Outbox::wait(Ticket ticket, Item item) {
  Lane& lane = lanes_[laneOf(item.delivery)];
  lane.waiting = ticket;
  if (!lane.flying) due_.emplace(item.due, ticket);
  waiting_.emplace(ticket, std::move(item));
}

/// Gives up one that waits.
void Outbox::retire(Ticket ticket) {
  const auto found = waiting_.find(ticket);
  due_.erase({found->second.due, ticket});
  Lane& lane = lanes_[laneOf(found->second.delivery)];
  lane.waiting.reset();
  over_.push_back({std::move(found->second.delivery), found->second.lastStatus});
  waiting_.erase(found);
}

std::optional<Outbox::Started> Outbox::start(Instant now) {
  if (due_.empty() || due_.begin()->first > now || flying_.size() >= limits::pushesAtOnce) return std::nullopt;
  const Ticket ticket = due_.begin()->second;
  due_.erase(due_.begin());
  auto node = waiting_.extract(ticket);
  ++node.mapped().attempts;
  Lane& lane = lanes_[laneOf(node.mapped().delivery)];
  lane.waiting.reset();
  lane.flying = ticket;
  const auto placed = flying_.insert(std::move(node)).position;
  return Started{ticket, &placed->second.delivery};
}

void Outbox::finish(Ticket ticket, const Attempt& attempt, Instant now) {
  auto node = flying_.extract(ticket);
  Item& item = node.mapped();
  item.lastStatus = attempt.status;
  const LaneKey key = laneOf(item.delivery);
  Lane& lane = lanes_[key];
  lane.flying.reset();
  item.due = now + pauseAfter(item.attempts, attempt);
  if (lane.waiting) {
    Item& next = waiting_.at(*lane.waiting);
    next.due = now;
    due_.emplace(next.due, *lane.waiting);
    over_.push_back({std::move(item.delivery), attempt.status});
  } else if (mayWorkLater(attempt.status) && item.due < item.delivery.retryUntil) {
    wait(ticket, std::move(item));
  } else {
    over_.push_back({std::move(item.delivery), attempt.status});
    lanes_.erase(key);
  }
}

std::vector<Outbox::Over> Outbox::takeOver() { return std::exchange(over_, {}); }

std::vector<Outbox::Over> Outbox::giveUp() {
  auto given = takeOver();
  for (auto* items : {&waiting_, &flying_}) {
    for (auto& [ticket, item] : *items) given.push_back({std::move(item.delivery), item.lastStatus});
    items->clear();
  }
  due_.clear();
  lanes_.clear();
  return given;
}

std::optional<Instant> Outbox::nextDue() const {
  if (due_.empty() || flying_.size() >= limits::pushesAtOnce) return std::nullopt;
  return due_.begin()->first;
}

}  // namespace praktik::push
