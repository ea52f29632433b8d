#pragma once

#include <boost/json/object.hpp>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "app/topic.hpp"
#include "app/work.hpp"
#include "live/lane.hpp"
#include "live/messages.hpp"
#include "live/outbox.hpp"

namespace praktik::live {

class Hub;

/// Which of a session's watches of a topic's name: answers to earlier ones, given up since, may still be on their way.
struct WatchName {
  std::string topic;
  std::uint64_t number = 0;
};

/// One connection's side of the protocol, without any I/O: texts in, frames out. Owned by the transport in a shared_ptr
/// and used on the connection's thread only.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Hub& hub, Lane& lane, app::Caller caller, const ConnectionId& connection, Outbox& outbox);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// Says hello and enters the hub. Once, right after the upgrade.
  void start(Instant now);
  void onText(std::string_view text, Instant now);
  /// The outgoing queue is short again after having been congested.
  void onDrained();
  /// About once a second: a sign-in that ran out ends its socket.
  void onTick(Instant now);
  /// The connection is gone; the outbox is not used any more.
  void onClosed(Instant now);

  // Called by the hub, posted to this session's lane.
  void granted(const WatchName& watch, const app::Topic& topic, std::uint64_t sequence, const Frame& frame);
  /// The whole state again, to a watcher that lost count or was congested.
  void caughtUp(const app::Topic& topic, std::uint64_t sequence, const Frame& frame);
  void refusedTopic(const WatchName& watch, Refusal refusal);
  void deliver(const app::Topic& topic, std::uint64_t sequence, const Frame& frame);
  void lost(const app::Topic& topic);
  void send(const Frame& frame);
  void close(CloseCode code);

  Lane& lane() { return lane_; }
  const app::Caller& caller() const { return caller_; }

 private:
  friend class Lane;

  struct Subscription {
    std::string name;
    std::uint64_t watch = 0;          ///< the number of the newest watch of the name
    std::optional<app::Topic> topic;  ///< empty until the hub granted it
    std::uint64_t sequence = 0;       ///< of the last state or patch sent
    std::size_t place = 0;            ///< in the lane's list of the topic
    bool isStale = false;             ///< a frame was left out while congested
  };

  void handle(const Watch& watch, Instant now);
  void handle(const Unwatch& unwatch, Instant now);
  void handle(const AttachMessage& attach, Instant now);
  void handle(const Signal& signal, Instant now);
  void handle(const Ringing& ringing, Instant now);
  void handle(const Ping& ping, Instant now);
  void onBadMessage(const BadMessage& bad, Instant now);
  bool isFlooding(Instant now);

  Subscription* find(const WatchName& watch);
  Subscription* find(const app::Topic& topic);
  void release(Subscription& subscription);

  Hub& hub_;
  Lane& lane_;
  app::Caller caller_;
  ConnectionId connection_;
  Outbox* outbox_;
  std::unordered_map<std::string, Subscription> subscriptions_;
  std::uint64_t lastWatch_ = 0;
  std::deque<Instant> garbage_;
  Instant windowStart_{};
  int messagesInWindow_ = 0;
};

}  // namespace praktik::live
