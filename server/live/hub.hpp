#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/engine.hpp"
#include "live/call_desk.hpp"
#include "live/presence_board.hpp"
#include "live/topic_board.hpp"

namespace praktik::live {

/// Where all connections meet: which of them are here, what they watch, which of them carry a call. Every function may be
/// called from any thread and takes effect on the hub's strand.
class Hub {
 public:
  Hub(boost::asio::io_context& loop, app::Engine& engine, PresenceBoard& presence, std::vector<Lane*> lanes);

  /// Called by sessions.
  void enter(std::shared_ptr<Session> session);
  void leave(std::shared_ptr<Session> session, Instant now);
  void watch(const std::shared_ptr<Session>& session, const std::string& name,
             const std::optional<std::string>& version);
  void resend(std::shared_ptr<Session> session, app::Topic topic, std::optional<std::string> version);
  void release(const Lane& lane, app::Topic topic);
  void attach(const std::shared_ptr<Session>& session, CallId call);
  void signal(std::shared_ptr<Session> session, Signal signal);
  void reportRinging(const std::shared_ptr<Session>& session, Ringing ringing);

  /// No timer is left behind; before the io threads end.
  void stop();

 private:
  void onCommitted(const app::Changes& changes);
  void showPresence(const app::Caller& person);
  bool isHere(const std::shared_ptr<Session>& session) const;
  void endSignIn(const SignInId& signIn);
  void checkSignIn(const SignInId& signIn);
  void detach(const app::Caller& caller, const CallId& call);

  TopicBoard::Strand strand_;
  app::Engine& engine_;
  PresenceBoard& presence_;
  TopicBoard topics_;
  CallDesk calls_;
  std::unordered_multimap<SignInId, std::weak_ptr<Session>> sessions_;
};

}  // namespace praktik::live
