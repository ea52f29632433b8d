#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace praktik::net {

/// The contexts of libwslay that one thread lends to its connections. A context weighs 8 KiB and holds nothing between
/// two messages, so thousands of idle connections share a handful.
class FrameContexts {
 public:
  FrameContexts();
  ~FrameContexts();
  FrameContexts(const FrameContexts&) = delete;
  FrameContexts& operator=(const FrameContexts&) = delete;

 private:
  friend class FrameReader;
  class Context;

  std::unique_ptr<Context> take();
  void giveBack(std::unique_ptr<Context> context);

  std::vector<std::unique_ptr<Context>> idle_;
};

/// Takes a WebSocket client's bytes apart (RFC 6455) with libwslay: bytes in, messages and what must be answered out.
/// One connection's; used on its thread only.
class FrameReader {
 public:
  enum class Status {
    open,
    peerClosed,     ///< the peer said goodbye, or broke the protocol; the answer stands in `reply`
    messageTooBig,  ///< a message over limits::messageBytes was announced
  };
  struct Result {
    Status status = Status::open;
    std::string reply;  ///< encoded control frames (pong, close) that the peer must get
  };
  using OnText = std::function<void(std::string_view)>;

  explicit FrameReader(FrameContexts& contexts);
  ~FrameReader();
  FrameReader(const FrameReader&) = delete;
  FrameReader& operator=(const FrameReader&) = delete;

  /// Feeds bytes as they came. `onText` is called for each whole text message, in order.
  /// After another status than `open` nothing more may be fed.
  Result feed(std::string_view bytes, const OnText& onText);

  /// Frames seen so far, of any kind; the caller decides how many in which time are too many.
  std::uint64_t frames() const { return frames_; }

 private:
  FrameContexts& contexts_;
  std::unique_ptr<FrameContexts::Context> context_;  ///< only while a message is incomplete
  std::uint64_t frames_ = 0;
};

}  // namespace praktik::net
