#include "net/socket_lane.hpp"

#include <vector>

#include "base/limits.hpp"
#include "net/socket.hpp"

namespace praktik::net {

SocketLane::SocketLane(const boost::asio::any_io_executor& executor, std::size_t index, std::function<Instant()> clock)
    : live_(executor, index),
      clock_(std::move(clock)),
      readBuffer_(limits::messageBytes, '\0'),
      timer_(executor) {}

SocketLane::~SocketLane() = default;

void SocketLane::add(std::shared_ptr<Socket> socket) {
  const auto [added, isNew] = sockets_.insert(std::move(socket));
  if (draining_ && isNew) (*added)->close(live::CloseCode::restarting);
}

void SocketLane::remove(const std::shared_ptr<Socket>& socket) { sockets_.erase(socket); }

void SocketLane::start() { sweep(); }

void SocketLane::drain() {
  draining_ = true;
  for (const auto& socket : sockets_) socket->close(live::CloseCode::restarting);
}

void SocketLane::sweep() {
  timer_.expires_after(limits::sweepEvery);
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    const auto now = Socket::Clock::now();
    // A copy, because a socket that is over leaves the set.
    const std::vector<std::shared_ptr<Socket>> sockets(sockets_.begin(), sockets_.end());
    for (const auto& socket : sockets) socket->onSweep(now);
    sweep();
  });
}

}  // namespace praktik::net
