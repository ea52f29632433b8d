#pragma once

#include <cstdint>

#include "live/frame.hpp"

namespace praktik::live {

/// Why the server closes a socket (docs/PROTOCOL.md, "Close codes").
enum class CloseCode : std::uint16_t {
  restarting = 1012,
  notThisProtocol = 4400,
  signedOut = 4401,
  noHeartbeat = 4408,
  tooSlow = 4409,
  messageTooBig = 4413,
  tooManyMessages = 4429,
};

/// The way out of one connection, given by the transport. Used on the connection's thread only.
class Outbox {
 public:
  Outbox() = default;
  virtual ~Outbox() = default;
  Outbox(const Outbox&) = delete;
  Outbox& operator=(const Outbox&) = delete;

  /// Takes the frame in; never blocks.
  virtual void send(const Frame& frame) = 0;
  /// More than limits::outgoingBytes wait: state frames are then left out and caught up when `Session::onDrained` says so.
  virtual bool isCongested() const = 0;
  /// Closes after what is queued; what comes later is dropped.
  virtual void close(CloseCode code) = 0;
};

}  // namespace praktik::live
