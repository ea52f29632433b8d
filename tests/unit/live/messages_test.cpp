#include "live/messages.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "base/words.hpp"
#include "unit/live/golden.hpp"

namespace praktik::live {
namespace {

TEST(ClientMessages, are_decoded_or_refused_as_the_golden_file_says) {
  const auto cases = test::golden("client-frames.json");
  ASSERT_FALSE(cases.empty());
  for (const auto& entry : cases) {
    const auto& example = entry.as_object();
    const std::string text = example.contains("text") ? std::string(example.at("text").as_string())
                                                      : boost::json::serialize(example.at("frame"));
    const auto decoded = decodeMessage(text);
    EXPECT_EQ(decoded.has_value(), example.at("valid").as_bool()) << example.at("name");
    if (!decoded && example.contains("error")) {
      EXPECT_EQ(word(decoded.error().refusal), example.at("error").as_string()) << example.at("name");
    }
  }
}

TEST(ClientMessages, nested_deeper_than_any_real_one_are_refused) {
  const std::string deep = R"({"op":"ping","id":)" + std::string(200, '[') + std::string(200, ']') + "}";
  EXPECT_FALSE(decodeMessage(deep));
}

/// The text inside a frame of at most 65,535 bytes.
std::string textOf(const Frame& frame) {
  const auto second = static_cast<unsigned char>((*frame)[1]);
  return frame->substr(second < 126 ? 2 : 4);
}

boost::json::object objectOf(const Frame& frame) { return boost::json::parse(textOf(frame)).as_object(); }

TEST(ServerMessages, say_their_op_first) {
  const CallId call(UuidBytes{1});
  const Instant now = fromMillis(1'700'000'000'000);
  for (const Frame& frame :
       {helloFrame(ConnectionId(), now), pongFrame(7, now), errorFrame(Refusal::malformed, "watch"),
        goneFrame("me", Refusal::not_found), stateFrame("me", "v", now, {}), currentFrame("me", "v", now),
        patchFrame("me", "v", "w", now, {}), attachedFrame(call, true, "p", std::nullopt),
        detachedFrame(call, "call_over"), peerFrame(call, true, "p"), signalFrame(call, {})}) {
    EXPECT_EQ(textOf(frame).substr(0, 7), R"({"op":")");
  }
}

TEST(ServerMessages, attached_names_the_peer_only_when_it_is_there) {
  EXPECT_FALSE(objectOf(attachedFrame(CallId(), false, "mine", std::nullopt)).contains("peer"));
  EXPECT_EQ(objectOf(attachedFrame(CallId(), false, "mine", "theirs")).at("peer").as_string(), "theirs");
}

TEST(Frames, have_the_length_form_that_their_size_needs) {
  EXPECT_EQ(*encodeTextFrame("hi"), "\x81\x02hi");
  const auto medium = encodeTextFrame(std::string(126, 'x'));
  EXPECT_EQ(medium->substr(0, 4), std::string("\x81\x7e\x00\x7e", 4));
  EXPECT_EQ(medium->size(), 4U + 126U);
  const auto large = encodeTextFrame(std::string(65'536, 'x'));
  EXPECT_EQ(large->substr(0, 10), std::string("\x81\x7f\x00\x00\x00\x00\x00\x01\x00\x00", 10));
  EXPECT_EQ(large->size(), 10U + 65'536U);
}

}  // namespace
}  // namespace praktik::live
