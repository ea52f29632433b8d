#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_set>
#include <vector>

#include "net/http_session.hpp"
#include "net/io_threads.hpp"

namespace praktik::net {

/// Accepts connections at one address and spreads them over the loops.
class Listener {
 public:
  /// Binds at once, so that a taken port is known before anything starts. Whoever would be open beyond `most` is told to try
  /// again. Throws std::runtime_error with a sentence.
  Listener(IoThreads& threads, const std::string& host, std::uint16_t port, std::size_t most);

  /// The port that the system chose when 0 was asked for.
  std::uint16_t port() const { return port_; }

  /// Begins to accept. The service must outlive the loops.
  void start(HttpService service);

  /// Accepts nobody any more and lets the open HTTP connections finish their request. Any thread.
  void drain();
  /// Open connections, upgraded ones and refused ones included.
  std::size_t connections() const;
  /// Waits until there are none; false when the time was over first.
  bool waitUntilEmpty(std::chrono::milliseconds time) const;

 private:
  /// The HTTP connections of one loop; only its thread touches them.
  struct Lane {
    std::unordered_set<std::shared_ptr<HttpSession>> sessions;
    bool draining = false;
  };

  /// Outlives the listener: whoever still holds a slot gives it back later.
  struct Open {
    std::mutex mutex;
    std::condition_variable none;
    std::size_t served = 0;
    std::size_t refused = 0;  ///< told to try again, and not gone yet
  };
  /// One of the two numbers of Open.
  using Kind = std::size_t Open::*;

  boost::asio::awaitable<void> acceptLoop();
  void open(std::size_t index, boost::asio::ip::tcp::socket socket);
  boost::asio::awaitable<void> live(std::size_t index, boost::asio::ip::tcp::socket socket, ConnectionSlot slot);
  boost::asio::awaitable<void> refuse(std::size_t index, boost::asio::ip::tcp::socket socket, ConnectionSlot slot);
  /// Says the same as refuse() does, as far as that goes without waiting, and closes.
  void turnAway(boost::asio::ip::tcp::socket socket) const;
  ConnectionSlot takeSlot(Kind kind);
  std::size_t count(Kind kind) const;

  IoThreads& threads_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::uint16_t port_ = 0;
  std::size_t most_;
  HttpService service_;
  std::vector<Lane> lanes_;
  std::size_t next_ = 0;
  std::shared_ptr<Open> open_ = std::make_shared<Open>();
};

}  // namespace praktik::net
