#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/engine.hpp"
#include "app/refusals.hpp"
#include "live/call_desk.hpp"
#include "live/presence_board.hpp"
#include "live/topic_board.hpp"

namespace praktik::live {

/// Where all connections meet: which of them are here, what they watch, which of them carry a call. Every function may be
/// called from any thread and takes effect on the hub's strand.
class Hub {
 public:
  Hub(boost::asio::io_context& loop, app::Engine& engine, PresenceBoard& presence, app::Refusals& refusals,
      std::vector<Lane*> lanes);

  /// Called by sessions.
  void enter(std::shared_ptr<Session> session);
  void leave(std::shared_ptr<Session> session, Instant now);
  void watch(const std::shared_ptr<Session>& session, const WatchName& watch,
             const std::optional<std::string>& version);
  /// Of a topic that the session watches already.
  void watchAgain(const std::shared_ptr<Session>& session, const WatchName& watch,
                  const std::optional<std::string>& version);
  void resend(std::shared_ptr<Session> session, app::Topic topic, std::optional<std::string> version);
  void release(const Lane& lane, app::Topic topic);
  void attach(const std::shared_ptr<Session>& session, CallId call);
  void signal(std::shared_ptr<Session> session, Signal signal);
  void reportRinging(const std::shared_ptr<Session>& session, Ringing ringing);

  /// A page of that person came or went: reads anew where it shows.
  void showPresence(const app::Caller& person);

  /// No timer is left behind; before the io threads end.
  void stop();

 private:
  void onCommitted(const app::Changes& changes);
  bool isHere(const std::shared_ptr<Session>& session) const;
  void endSignIn(const SignInId& signIn);
  void checkSignIn(const SignInId& signIn);
  /// A page of that side is gone: tells the database so, or of the page that took its place, until it takes it.
  void detach(const app::Caller& caller, const CallId& call);
  void detachLater(const app::Caller& caller, const CallId& call);

  using OnTopic = std::function<void(const app::Topic&)>;
  /// Finds what the name means to the session as it may watch now, and goes on with it on the strand.
  void resolve(const std::shared_ptr<Session>& session, const WatchName& watch, OnTopic then);
  void recordTakeOver(const std::shared_ptr<Session>& session, const CallId& call);
  /// One signal of a session after the other, as they came: the first of its line is looked at.
  void checkSignal(const std::shared_ptr<Session>& session);
  void onSignalChecked(const std::shared_ptr<Session>& session, const app::Result<void>& may);
  void note(const app::Caller& caller, domain::Action action, const std::string& asked, const app::Refused& refused);

  TopicBoard::Strand strand_;
  app::Engine& engine_;
  PresenceBoard& presence_;
  app::Refusals& refusals_;
  TopicBoard topics_;
  CallDesk calls_;
  std::map<std::shared_ptr<Session>, std::deque<Signal>> signals_;  ///< those that wait, of each session
  std::unordered_multimap<SignInId, std::weak_ptr<Session>> sessions_;
  std::map<std::pair<CallId, domain::Role>, app::Caller> undetached_;  ///< what the database did not take
  boost::asio::steady_timer detaching_;
  bool isStopped_ = false;
};

}  // namespace praktik::live
