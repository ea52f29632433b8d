#include "net/frame_reader.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"

namespace praktik::net {
namespace {

using Status = FrameReader::Status;

/// A client's frame with the mask key 0, which leaves the payload readable (RFC 6455 §5.3).
std::string frame(unsigned char opcode, const std::string& payload, bool isFinal = true) {
  constexpr unsigned masked = 0x80;
  std::string bytes;
  bytes += static_cast<char>((isFinal ? 0x80U : 0U) | opcode);
  if (payload.size() <= 125) {
    bytes += static_cast<char>(masked | payload.size());
  } else if (payload.size() <= 0xFFFF) {
    bytes += static_cast<char>(masked | 126U);
    for (int shift = 8; shift >= 0; shift -= 8) bytes += static_cast<char>(payload.size() >> shift & 0xFFU);
  } else {
    bytes += static_cast<char>(masked | 127U);
    for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(payload.size() >> shift & 0xFFU);
  }
  return bytes + std::string(4, '\0') + payload;
}

constexpr unsigned char more = 0x0;
constexpr unsigned char text = 0x1;
constexpr unsigned char binary = 0x2;
constexpr unsigned char bye = 0x8;
constexpr unsigned char ping = 0x9;
constexpr unsigned char pong = 0xA;

class FrameReaderTest : public testing::Test {
 protected:
  FrameReader::Result feed(std::string_view bytes) {
    return reader.feed(bytes, [this](std::string_view message) { messages.emplace_back(message); });
  }

  FrameContexts contexts;
  FrameReader reader{contexts};
  std::vector<std::string> messages;
};

TEST_F(FrameReaderTest, reads_several_messages_from_one_piece) {
  EXPECT_EQ(feed(frame(text, "one") + frame(text, "") + frame(text, "three")).status, Status::open);
  EXPECT_EQ(messages, (std::vector<std::string>{"one", "", "three"}));
  EXPECT_EQ(reader.frames(), 3U);
}

TEST_F(FrameReaderTest, reads_one_message_from_pieces_of_one_byte) {
  const std::string long_ = std::string(300, 'x');
  for (const char byte : frame(text, long_) + frame(text, "next")) {
    ASSERT_EQ(feed(std::string_view(&byte, 1)).status, Status::open);
  }
  EXPECT_EQ(messages, (std::vector<std::string>{long_, "next"}));
}

TEST_F(FrameReaderTest, puts_fragments_together_and_answers_a_ping_between_them) {
  EXPECT_EQ(feed(frame(text, "one ", false)).reply, "");
  EXPECT_EQ(feed(frame(ping, "hi")).reply, "\x8A\x02hi");
  feed(frame(more, "message"));
  EXPECT_EQ(messages, std::vector<std::string>{"one message"});
}

TEST_F(FrameReaderTest, shares_contexts_between_connections_in_the_middle_of_their_messages) {
  FrameReader other(contexts);
  std::vector<std::string> others;
  const auto feedOther = [&](std::string_view bytes) {
    return other.feed(bytes, [&](std::string_view message) { others.emplace_back(message); });
  };
  const std::string mine = frame(text, "mine");
  const std::string theirs = frame(text, "theirs", false);
  feed(mine.substr(0, 3));
  feedOther(theirs);
  feed(mine.substr(3));
  feed(frame(text, "again"));
  feedOther(frame(more, ", too"));
  EXPECT_EQ(messages, (std::vector<std::string>{"mine", "again"}));
  EXPECT_EQ(others, (std::vector<std::string>{"theirs, too"}));
}

TEST_F(FrameReaderTest, takes_a_message_of_the_limit_and_none_longer) {
  EXPECT_EQ(feed(frame(text, std::string(limits::messageBytes, 'x'))).status, Status::open);
  EXPECT_EQ(messages.back().size(), limits::messageBytes);
  const auto result = feed(frame(text, std::string(limits::messageBytes + 1, 'x')));
  EXPECT_EQ(result.status, Status::messageTooBig);
  EXPECT_EQ(result.reply, "") << "what to say about it is the connection's to decide";
}

TEST_F(FrameReaderTest, adds_the_fragments_of_a_message_up) {
  const std::string half(limits::messageBytes / 2 + 1, 'x');
  EXPECT_EQ(feed(frame(text, half, false)).status, Status::open);
  EXPECT_EQ(feed(frame(more, half)).status, Status::messageTooBig);
}

TEST_F(FrameReaderTest, knows_from_the_first_byte_that_a_message_is_too_big) {
  constexpr std::size_t header = 14;
  const std::string bytes = frame(text, std::string(limits::messageBytes + 1, 'x'));
  EXPECT_EQ(feed(bytes.substr(0, header + 1)).status, Status::messageTooBig);
}

TEST_F(FrameReaderTest, returns_a_goodbye) {
  const auto result = feed(frame(bye, "\x03\xE8"));
  EXPECT_EQ(result.status, Status::peerClosed);
  EXPECT_EQ(result.reply, "\x88\x02\x03\xE8");
}

TEST_F(FrameReaderTest, returns_the_goodbye_of_a_peer_to_whom_something_was_too_big) {
  const auto result = feed(frame(bye, "\x03\xF1"));
  EXPECT_EQ(result.status, Status::peerClosed);
  EXPECT_EQ(result.reply, "\x88\x02\x03\xF1");
}

TEST_F(FrameReaderTest, a_binary_message_is_empty_text) {
  feed(frame(binary, "\x01\x02"));
  EXPECT_EQ(messages, std::vector<std::string>{""});
}

TEST_F(FrameReaderTest, says_nothing_to_a_pong) {
  EXPECT_EQ(feed(frame(pong, "")).reply, "");
  EXPECT_TRUE(messages.empty());
}

TEST_F(FrameReaderTest, ends_with_whoever_breaks_the_protocol) {
  const std::string unmasked = "\x81\x02hi";
  const std::string reserved = frame(0x3, "x");
  const std::string notUtf8 = frame(text, "\xFF");
  const std::string loose = frame(more, "x");
  const std::string longPing = frame(ping, std::string(126, 'x'));
  for (const std::string& bytes : {unmasked, reserved, notUtf8, loose, longPing}) {
    FrameReader fresh(contexts);
    std::size_t count = 0;
    EXPECT_EQ(fresh.feed(bytes, [&](std::string_view) { ++count; }).status, Status::peerClosed);
    EXPECT_EQ(count, 0U);
  }
}

}  // namespace
}  // namespace praktik::net
