#include "net/outgoing.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <sys/socket.h>
#include <sys/uio.h>

namespace praktik::net {

void Outgoing::push(live::Frame frame) {
  bytes_ += frame->size();
  frames_.push_back(std::move(frame));
}

std::size_t Outgoing::bytesBehind() const {
  return frames_.empty() ? 0 : bytes_ - (frames_.front()->size() - sentOfFirst_);
}

Outgoing::Sent Outgoing::sendTo(int socket) {
  constexpr std::size_t most = 16;
  while (!frames_.empty()) {
    std::array<iovec, most> parts{};
    const std::size_t count = std::min(most, frames_.size());
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t from = i == 0 ? sentOfFirst_ : 0;
      // iovec serves reading, too, and so knows no const; sendmsg does not write there.
      parts[i].iov_base = const_cast<char*>(frames_[i]->data() + from);  // NOLINT(*-const-cast)
      parts[i].iov_len = frames_[i]->size() - from;
    }
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = count;
    const ssize_t sent = ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0) return errno == EAGAIN || errno == EWOULDBLOCK ? Sent::some : Sent::broken;
    take(static_cast<std::size_t>(sent));
  }
  return Sent::all;
}

void Outgoing::dropUnsent() {
  const std::size_t kept = sentOfFirst_ > 0 ? 1 : 0;
  while (frames_.size() > kept) {
    bytes_ -= frames_.back()->size();
    frames_.pop_back();
  }
}

void Outgoing::take(std::size_t count) {
  bytes_ -= count;
  sentOfFirst_ += count;
  while (!frames_.empty() && sentOfFirst_ >= frames_.front()->size()) {
    sentOfFirst_ -= frames_.front()->size();
    frames_.pop_front();
  }
}

}  // namespace praktik::net
