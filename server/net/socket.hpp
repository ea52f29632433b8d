#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "live/outbox.hpp"
#include "live/session.hpp"
#include "net/frame_reader.hpp"
#include "net/http_session.hpp"
#include "net/outgoing.hpp"

namespace praktik::net {

class SocketLane;

/// One WebSocket connection after its upgrade: carries texts to the live session and frames from it, and holds the peer
/// to its limits. Lives on one loop; only that loop's thread touches it. Its lane owns it until it is over.
class Socket final : public live::Outbox, public std::enable_shared_from_this<Socket> {
 public:
  using Clock = std::chrono::steady_clock;

  Socket(SocketLane& lane, boost::asio::ip::tcp::socket socket, ConnectionSlot slot);
  ~Socket() override;

  /// Begins to carry. Without a session the peer is only told goodbye. `received`: what came behind the upgrade request.
  void start(std::shared_ptr<live::Session> session, std::string_view received);

  /// About once a second: the heartbeat and everything that takes too long.
  void onSweep(Clock::time_point now);

  void send(const live::Frame& frame) override;
  bool isCongested() const override;
  void close(live::CloseCode code) override;

 private:
  void waitForBytes();
  void onReadable();
  void take(std::string_view bytes);
  bool isFlooding(Clock::time_point now);

  void push(live::Frame frame);
  void flush();
  void waitForRoom();
  /// The last frame was pushed: what remains is to see it off. The others need not wait for that to know.
  void beginClosing();
  /// Parts from the session, once.
  void leave();
  /// The connection is gone or given up.
  void finish();

  SocketLane& lane_;
  boost::asio::ip::tcp::socket socket_;
  ConnectionSlot slot_;
  std::shared_ptr<live::Session> session_;
  FrameReader reader_;
  Outgoing outgoing_;
  Clock::time_point heardAt_;
  Clock::time_point pingedAt_;
  Clock::time_point windowStart_;
  std::uint64_t framesAtWindowStart_ = 0;
  std::optional<Clock::time_point> blockedSince_;  ///< since when the socket takes nothing
  std::optional<Clock::time_point> closingSince_;
  bool wasCongested_ = false;
  bool finished_ = false;
};

}  // namespace praktik::net
