#include "push/messages.hpp"

#include <boost/json/parse.hpp>
#include <fstream>
#include <gtest/gtest.h>

#include "support/domain.hpp"

namespace praktik::push {
namespace {

namespace json = boost::json;
using namespace test;

/// The message of that name in protocol/push-messages.json, which the service worker's tests read as well.
json::value golden(std::string_view name) {
  std::ifstream file(PRAKTIK_PROTOCOL "/push-messages.json");
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  for (const auto& one : json::parse(text).as_array()) {
    if (one.at("name").as_string() == name) return one.at("message");
  }
  ADD_FAILURE() << "protocol/push-messages.json has no " << name;
  return {};
}

constexpr std::string_view uuid = "0194b0c2-7b1c-7c3e-9d2f-5a6b7c8d9e0f";

TEST(PushMessage, is_as_the_golden_file_says) {
  domain::Call call;
  call.id = CallId::parse(uuid).value();
  call.expiresAt = fromMillis(1'763'870'550'000);
  const auto schedule = ScheduleId::parse(uuid).value();
  EXPECT_EQ(json::parse(ringMessage(call, "AbC-1_x", "en")), golden("ring"));
  EXPECT_EQ(json::parse(ringMessage(call, "AbC-1_x", "id-ID")), golden("ring_in_indonesian"));
  EXPECT_EQ(json::parse(ringMessage(call, "AbC-1_x", "fr")), golden("ring")) << "who speaks neither reads English";
  EXPECT_EQ(json::parse(ringOverMessage(call.id, domain::RingOutcome::ANSWERED)), golden("ring_over_answered"));
  EXPECT_EQ(json::parse(ringOverMessage(call.id, domain::RingOutcome::MISSED)), golden("ring_over_missed"));
  EXPECT_EQ(json::parse(testMessage("AbC-1_x", "en")), golden("test"));
  EXPECT_EQ(json::parse(testMessage("AbC-1_x", "id")), golden("test_in_indonesian"));
  EXPECT_EQ(json::parse(placeMessage(schedule, 3, "en")), golden("place_three_ahead"));
  EXPECT_EQ(json::parse(placeMessage(schedule, 1, "id")), golden("place_one_ahead_in_indonesian"));
  EXPECT_EQ(json::parse(placeMessage(schedule, 0, "en")), golden("place_next"));
  EXPECT_EQ(json::parse(noticeMessage(schedule, "15 minutes late", "en")), golden("notice"));
}

TEST(PushTopic, is_short_the_same_for_the_same_and_another_for_another) {
  EXPECT_EQ(topicOf("a").size(), 32U);
  EXPECT_EQ(topicOf("a"), topicOf("a"));
  EXPECT_NE(topicOf("a"), topicOf("b"));
  EXPECT_EQ(topicOf(uuid).find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
            std::string::npos);
}

}  // namespace
}  // namespace praktik::push
