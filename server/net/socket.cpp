#include "net/socket.hpp"

#include <array>
#include <boost/asio/post.hpp>
#include <sys/socket.h>

#include "base/limits.hpp"
#include "base/log.hpp"
#include "net/socket_lane.hpp"

namespace praktik::net {
namespace {

using boost::asio::ip::tcp;

live::Frame closeFrame(live::CloseCode code) {
  constexpr char finalClose = static_cast<char>(0x88);
  constexpr char length = 2;
  const auto number = static_cast<unsigned>(code);
  const std::array<char, 4> bytes = {finalClose, length, static_cast<char>(number >> 8U),
                                     static_cast<char>(number & 0xFFU)};
  return std::make_shared<const std::string>(bytes.begin(), bytes.end());
}

const live::Frame& pingFrame() {
  static const live::Frame frame = std::make_shared<const std::string>("\x89\x00", 2);
  return frame;
}

}  // namespace

Socket::Socket(SocketLane& lane, tcp::socket socket, ConnectionSlot slot)
    : lane_(lane),
      socket_(std::move(socket)),
      slot_(std::move(slot)),
      reader_(lane.contexts()),
      heardAt_(Clock::now()),
      pingedAt_(heardAt_),
      windowStart_(heardAt_) {
  boost::system::error_code ignored;
  (void)socket_.non_blocking(true, ignored);
  // What the kernel keeps for a slow reader is memory, too, and hides the slowness from us.
  (void)socket_.set_option(boost::asio::socket_base::send_buffer_size(limits::socketBufferBytes), ignored);
}

Socket::~Socket() = default;

void Socket::start(std::shared_ptr<live::Session> session, std::string_view received) {
  session_ = std::move(session);
  if (session_) {
    session_->start(lane_.now());
  } else {
    close(live::CloseCode::signedOut);
  }
  if (!received.empty()) take(received);
  waitForBytes();
}

void Socket::waitForBytes() {
  if (finished_) return;
  socket_.async_wait(tcp::socket::wait_read, [self = shared_from_this()](const boost::system::error_code& error) {
    if (error) {
      self->finish();
    } else {
      self->onReadable();
    }
  });
}

void Socket::onReadable() {
  if (finished_) return;
  std::string& buffer = lane_.readBuffer();
  boost::system::error_code error;
  const std::size_t count = socket_.read_some(boost::asio::buffer(buffer), error);
  if (error && error != boost::asio::error::would_block) return finish();
  if (count > 0) take(std::string_view(buffer).substr(0, count));
  waitForBytes();
}

void Socket::take(std::string_view bytes) {
  const auto now = Clock::now();
  heardAt_ = now;
  // What a peer says after our goodbye is only read so that the socket can end in peace.
  if (closingSince_) return;
  auto result = reader_.feed(bytes, [this](std::string_view text) {
    if (session_ && !closingSince_) session_->onText(text, lane_.now());
  });
  if (!result.reply.empty()) push(std::make_shared<const std::string>(std::move(result.reply)));
  if (result.status == FrameReader::Status::messageTooBig) return close(live::CloseCode::messageTooBig);
  if (result.status == FrameReader::Status::peerClosed) return beginClosing();
  if (isFlooding(now)) close(live::CloseCode::tooManyMessages);
}

bool Socket::isFlooding(Clock::time_point now) {
  // The session counts its texts; this counts every frame, or a flood of pings would be free.
  if (now >= windowStart_ + limits::messageWindow) {
    windowStart_ = now;
    framesAtWindowStart_ = reader_.frames();
  }
  return reader_.frames() - framesAtWindowStart_ > limits::framesPerWindow;
}

void Socket::onSweep(Clock::time_point now) {
  if (closingSince_) {
    if (now >= *closingSince_ + limits::closeTime) finish();
    return;
  }
  if (session_) session_->onTick(lane_.now());
  if (now >= heardAt_ + limits::heartbeatSilence) return close(live::CloseCode::noHeartbeat);
  if (blockedSince_ && now >= *blockedSince_ + limits::slowReaderTime) {
    outgoing_.dropUnsent();
    return close(live::CloseCode::tooSlow);
  }
  if (now >= pingedAt_ + limits::heartbeat) {
    pingedAt_ = now;
    push(pingFrame());
  }
}

void Socket::send(const live::Frame& frame) { push(frame); }

bool Socket::isCongested() const { return outgoing_.bytes() > limits::outgoingBytes; }

void Socket::close(live::CloseCode code) {
  if (closingSince_ || finished_) return;
  log::debug("socket closes with {}", static_cast<unsigned>(code));
  push(closeFrame(code));
  beginClosing();
}

void Socket::push(live::Frame frame) {
  if (closingSince_ || finished_) return;
  outgoing_.push(std::move(frame));
  if (outgoing_.bytes() > limits::outgoingMostBytes && outgoing_.bytesBesideLongest() > limits::outgoingMostBytes) {
    // Not a state, which may be as long as a queue is and is followed by no other while congested, but answers to a peer
    // that asks and does not listen.
    outgoing_.dropUnsent();
    outgoing_.push(closeFrame(live::CloseCode::tooSlow));
    beginClosing();
    return;
  }
  wasCongested_ = wasCongested_ || isCongested();
  if (!blockedSince_) flush();
}

void Socket::flush() {
  const std::size_t before = outgoing_.bytes();
  switch (outgoing_.sendTo(socket_.native_handle())) {
    case Outgoing::Sent::broken:
      // Not at once: whoever called may still be in the middle of this connection's work.
      boost::asio::post(socket_.get_executor(), [self = shared_from_this()] { self->finish(); });
      return;
    case Outgoing::Sent::some:
      if (!blockedSince_ || outgoing_.bytes() < before) blockedSince_ = Clock::now();
      waitForRoom();
      return;
    case Outgoing::Sent::all: blockedSince_.reset(); break;
  }
  if (closingSince_) {
    boost::system::error_code ignored;
    (void)socket_.shutdown(tcp::socket::shutdown_send, ignored);
  }
}

void Socket::waitForRoom() {
  socket_.async_wait(tcp::socket::wait_write, [self = shared_from_this()](const boost::system::error_code& error) {
    if (self->finished_) return;
    if (error) return self->finish();
    self->flush();
    const bool hasRoomAgain = self->wasCongested_ && self->outgoing_.bytes() <= limits::outgoingBytes / 2;
    if (!hasRoomAgain || self->closingSince_) return;
    self->wasCongested_ = false;
    if (self->session_) self->session_->onDrained();
  });
}

void Socket::beginClosing() {
  if (closingSince_) return;
  closingSince_ = Clock::now();
  if (!blockedSince_) flush();
  // Not at once: the session itself may be what closes.
  boost::asio::post(socket_.get_executor(), [self = shared_from_this()] { self->leave(); });
}

void Socket::leave() {
  if (const auto session = std::exchange(session_, nullptr)) session->onClosed(lane_.now());
}

void Socket::finish() {
  if (finished_) return;
  finished_ = true;
  leave();
  boost::system::error_code ignored;
  (void)socket_.close(ignored);
  slot_.reset();
  lane_.remove(shared_from_this());
}

}  // namespace praktik::net
