#pragma once

#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>
#include <unordered_set>

#include "base/instant.hpp"
#include "live/lane.hpp"
#include "net/frame_reader.hpp"

namespace praktik::net {

class Socket;

/// What the WebSockets of one io thread share: the buffer they read into, the frame contexts, one timer for all of them.
/// Everything but the constructor runs on that thread.
class SocketLane {
 public:
  SocketLane(const boost::asio::any_io_executor& executor, std::size_t index, std::function<Instant()> clock);
  ~SocketLane();

  live::Lane& live() { return live_; }
  FrameContexts& contexts() { return contexts_; }
  std::string& readBuffer() { return readBuffer_; }
  Instant now() const { return clock_(); }

  void add(std::shared_ptr<Socket> socket);
  void remove(const std::shared_ptr<Socket>& socket);
  std::size_t size() const { return sockets_.size(); }

  /// Begins the sweeps; once.
  void start();
  /// Tells every peer that the server restarts, now and whoever comes yet.
  void drain();

 private:
  void sweep();

  live::Lane live_;
  FrameContexts contexts_;
  std::function<Instant()> clock_;
  std::string readBuffer_;
  boost::asio::steady_timer timer_;
  std::unordered_set<std::shared_ptr<Socket>> sockets_;
  bool draining_ = false;
};

}  // namespace praktik::net
