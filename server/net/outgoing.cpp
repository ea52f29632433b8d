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

std::size_t Outgoing::bytesOf(std::size_t frame) const {
  return frames_[frame]->size() - (frame == 0 ? sentOfFirst_ : 0);
}

std::size_t Outgoing::bytesBesideLongest() const {
  std::size_t longest = 0;
  for (std::size_t i = 0; i < frames_.size(); ++i) longest = std::max(longest, bytesOf(i));
  return bytes_ - longest;
}

Outgoing::Sent Outgoing::sendTo(int socket) {
  constexpr std::size_t most = 16;
  while (!frames_.empty()) {
    std::array<iovec, most> parts{};
    const std::size_t count = std::min(most, frames_.size());
    for (std::size_t i = 0; i < count; ++i) {
      parts[i].iov_len = bytesOf(i);
      const char* const end = frames_[i]->data() + frames_[i]->size();
      // iovec serves reading, too, and so knows no const; sendmsg does not write there.
      parts[i].iov_base = const_cast<char*>(end - parts[i].iov_len);  // NOLINT(*-const-cast)
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
