#include <string>
#include <vector>

#include "base/limits.hpp"
#include "fuzz/fuzz.hpp"
#include "net/frame_reader.hpp"

using namespace praktik;
using Status = net::FrameReader::Status;

namespace {

struct Seen {
  std::vector<std::string> messages;
  std::string reply;
  Status status = Status::open;
  std::uint64_t frames = 0;

  bool operator==(const Seen&) const = default;
};

/// Feeds the bytes in pieces of that size, until the connection is over.
Seen feed(std::string_view bytes, std::size_t piece) {
  // A context that others used before must remember nothing of them.
  static net::FrameContexts contexts;
  net::FrameReader reader(contexts);
  Seen seen;
  while (!bytes.empty() && seen.status == Status::open) {
    const auto result = reader.feed(bytes.substr(0, piece), [&](std::string_view message) {
      fuzz::require(message.size() <= limits::messageBytes, "no message is longer than the limit");
      seen.messages.emplace_back(message);
    });
    seen.reply += result.reply;
    seen.status = result.status;
    bytes.remove_prefix(std::min(piece, bytes.size()));
  }
  seen.frames = reader.frames();
  return seen;
}

/// A server's frames are never masked, and those that answer are control frames: whole, and 125 bytes at most.
void requireControlFrames(std::string_view reply) {
  while (!reply.empty()) {
    const auto first = static_cast<unsigned char>(reply.front());
    fuzz::require(first == 0x88 || first == 0x8A, "only a close or a pong answers");
    fuzz::require(reply.size() >= 2 && static_cast<unsigned char>(reply[1]) <= 125, "a control frame is short");
    const std::size_t length = 2U + static_cast<unsigned char>(reply[1]);
    fuzz::require(reply.size() >= length, "a reply holds whole frames");
    reply.remove_prefix(length);
  }
}

}  // namespace

/// The bytes of a WebSocket connection; the first one says in pieces of which size they come the second time.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view bytes = fuzz::textOf(data, size).substr(1);
  const Seen whole = feed(bytes, bytes.size() + 1);
  const Seen pieces = feed(bytes, 1U + *data % 64U);
  requireControlFrames(whole.reply);
  fuzz::require(whole.messages == pieces.messages, "the messages do not depend on how their bytes came");
  // What stands in an unfinished frame is refused at once or at its end.
  const bool areOver = whole.status != Status::open && pieces.status != Status::open;
  if (areOver) fuzz::require(whole.status == pieces.status, "nor does the end of the connection");
  const bool areOpen = whole.status == Status::open && pieces.status == Status::open;
  if (areOpen) fuzz::require(whole == pieces, "nor do the answers");
  return 0;
}
