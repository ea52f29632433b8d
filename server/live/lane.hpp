#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "app/topic.hpp"
#include "live/frame.hpp"

namespace praktik::live {

class Session;

/// One io thread and who on it watches what. A broadcast is posted once to each lane and sent there in slices, so that
/// thousands of sends do not hold up the thread's other work. Everything but `post` runs on the lane's own thread.
class Lane {
 public:
  Lane(boost::asio::any_io_executor executor, std::size_t index);

  std::size_t index() const { return index_; }
  /// Any thread; tasks of one sender run in the order of their posting.
  void post(std::function<void()> task);

  /// The session's place in the topic's list, told back in `Session::Subscription::place` whenever it moves.
  std::size_t add(const app::Topic& topic, Session& session);
  void remove(const app::Topic& topic, std::size_t place);

  void broadcast(const app::Topic& topic, std::uint64_t sequence, const Frame& frame);
  /// The topic's object does not exist any more.
  void lose(const app::Topic& topic);

 private:
  using Sessions = std::vector<std::weak_ptr<Session>>;
  void sendSlice(const std::shared_ptr<const Sessions>& to, std::size_t from, const app::Topic& topic,
                 std::uint64_t sequence, const Frame& frame);
  Sessions snapshot(const app::Topic& topic) const;

  boost::asio::any_io_executor executor_;
  std::size_t index_;
  std::map<app::Topic, std::vector<Session*>> watchers_;
};

}  // namespace praktik::live
