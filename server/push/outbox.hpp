#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/instant.hpp"
#include "push/encryption.hpp"
#include "push/endpoint.hpp"

namespace praktik::push {

/// One message for one subscription.
struct Delivery {
  SubscriptionId subscription;
  PushEndpoint endpoint;
  SubscriberKeys keys;
  std::string topic;
  std::string payload;
  Instant expiresAt;   ///< from when on it is of no use to anybody
  Instant retryUntil;  ///< no attempt begins later, but for the first
  /// Told once, with the status of the last answer; 0 when there was none.
  std::function<void(int status)> done;
};

/// How one attempt ended.
struct Attempt {
  int status = 0;
  std::optional<seconds> retryAfter;
};

/// Decides what is sent when; knows no thread, socket or clock. Deliveries of one topic to one subscription go one after
/// the other, and a newer one takes the place of an older one that still waits: a ring never overtakes its own end.
///
/// No answer, 429 and 5xx are tried again with growing pauses, or when the push service says, until retryUntil.
class Outbox {
 public:
  using Ticket = std::uint64_t;
  struct Started {
    Ticket ticket = 0;
    const Delivery* delivery = nullptr;  ///< good until finish()
  };
  struct Over {
    Delivery delivery;
    int status = 0;
  };

  /// A delivery that finds limits::pushesWaiting others is over at once, with status 0.
  void add(Delivery delivery, Instant now);
  /// The next one whose time has come, while fewer than limits::pushesAtOnce are on their way.
  std::optional<Started> start(Instant now);
  void finish(Ticket ticket, const Attempt& attempt, Instant now);
  /// Those that are over since the last call. The owner tells each `done`.
  std::vector<Over> takeOver();
  /// Everything that is not over yet, also what is on its way. Nothing is left behind.
  std::vector<Over> giveUp();

  /// When start() has something to do again; empty while only finish() can change that.
  std::optional<Instant> nextDue() const;
  bool isAnyOnItsWay() const { return !flying_.empty(); }

 private:
  struct Item {
    Delivery delivery;
    Instant due{};  ///< its place in due_, while it has one
    int attempts = 0;
    int lastStatus = 0;
  };
  using LaneKey = std::pair<SubscriptionId, std::string>;
  struct Lane {
    std::optional<Ticket> flying;
    std::optional<Ticket> waiting;
  };

  static LaneKey laneOf(const Delivery& delivery) { return {delivery.subscription, delivery.topic}; }
  void retire(Ticket ticket);
  void wait(Ticket ticket, Item item);

  Ticket lastTicket_ = 0;
  std::map<Ticket, Item> waiting_;
  std::map<Ticket, Item> flying_;
  std::set<std::pair<Instant, Ticket>> due_;  ///< those of waiting_ whose lane is free
  std::map<LaneKey, Lane> lanes_;
  std::vector<Over> over_;
};

}  // namespace praktik::push
