#pragma once

#include <deque>

#include "live/frame.hpp"

namespace praktik::net {

/// The frames of one connection that wait for the socket to take them, oldest first. Frames are shared with other
/// connections and never copied.
class Outgoing {
 public:
  enum class Sent { all, some, broken };

  void push(live::Frame frame);
  /// Hands as much to the non-blocking socket as it takes now.
  Sent sendTo(int socket);
  /// Forgets every frame of which no byte was sent yet.
  void dropUnsent();

  bool isEmpty() const { return frames_.empty(); }
  std::size_t bytes() const { return bytes_; }
  /// Those of all frames but the longest. Looks at every frame.
  std::size_t bytesBesideLongest() const;

 private:
  void take(std::size_t count);
  std::size_t bytesOf(std::size_t frame) const;

  std::deque<live::Frame> frames_;
  std::size_t sentOfFirst_ = 0;
  std::size_t bytes_ = 0;
};

}  // namespace praktik::net
