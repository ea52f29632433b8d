#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "app/engine.hpp"
#include "app/projections.hpp"
#include "live/session.hpp"

namespace praktik::live {

/// The states that somebody watches: each is read once per change, compared with what was shown, and one patch goes to
/// all who watch. A topic that nobody watches is forgotten. Everything runs on the hub's strand.
class TopicBoard {
 public:
  using Strand = boost::asio::strand<boost::asio::io_context::executor_type>;

  TopicBoard(Strand strand, app::Engine& engine, std::vector<Lane*> lanes);

  /// The session gets the state (or word that it is up to date), and every change from then on.
  void watch(const std::shared_ptr<Session>& session, const WatchName& watch, const app::Topic& topic,
             const std::optional<std::string>& version);
  /// The state once more, to one who watches already.
  void resend(const std::shared_ptr<Session>& session, const app::Topic& topic,
              const std::optional<std::string>& version);
  /// One watcher of that lane less.
  void release(std::size_t lane, const app::Topic& topic);

  void onChanges(const app::Changes& changes);
  /// Reads the topic again if it is watched.
  void refresh(const app::Topic& topic);

  void stop();

  /// How many topics wait for their time.
  std::size_t alarms() const { return alarms_.size(); }

 private:
  struct Waiting {
    std::weak_ptr<Session> session;
    WatchName watch;
    std::optional<std::string> version;
    bool isNew = true;
  };
  struct Shown {
    std::optional<boost::json::object> state;
    std::string version;
    std::uint64_t sequence = 0;
    bool isReading = false;
    bool isDirty = false;
    Instant lastReadAt{};
    std::optional<Instant> alarm;
    std::vector<Waiting> waiting;
    std::vector<std::size_t> watchersOfLane;
  };

  Shown& shown(const app::Topic& topic);
  void answer(const app::Topic& topic, Shown& shown, const Waiting& waiting);
  void refreshSoon(const app::Topic& topic);
  void onRead(const app::Topic& topic, std::optional<app::Projection> projection);
  void onReadFailed(const app::Topic& topic);
  void show(const app::Topic& topic, Shown& shown, boost::json::object state);
  void lose(const app::Topic& topic, Shown& shown);
  void forgetIfUnwatched(const app::Topic& topic);

  void setAlarm(const app::Topic& topic, Shown& shown, Instant at);
  void dropAlarm(const app::Topic& topic, Shown& shown);
  void armTimer();
  void onTimer();

  Strand strand_;
  app::Engine& engine_;
  std::vector<Lane*> lanes_;
  std::map<app::Topic, Shown> topics_;
  std::set<std::pair<Instant, app::Topic>> alarms_;  ///< of all topics, by their time
  boost::asio::steady_timer timer_;
  Instant armedAt_{};
  bool wasSetBack_ = false;  ///< the wall clock, since the alarms were looked at
  bool isStopped_ = false;
  std::uint64_t lastSequence_ = 0;
};

}  // namespace praktik::live
