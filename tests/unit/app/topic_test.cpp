#include "app/topic.hpp"

#include <gtest/gtest.h>

namespace praktik::app {
namespace {

constexpr const char* id = "0199c3b4-0000-7abc-8def-0123456789ab";

TEST(TopicName, a_topic_has_one_name) {
  for (const std::string name : {"schedule:", "practice:", "call:"}) {
    const auto parsed = TopicName::parse(name + id);
    ASSERT_TRUE(parsed) << name;
    EXPECT_EQ((Topic{parsed->kind, *parsed->id}.name()), name + id);
  }
  for (const std::string name : {"me", "directory"}) {
    const auto parsed = TopicName::parse(name);
    ASSERT_TRUE(parsed) << name;
    EXPECT_EQ((Topic{parsed->kind, {}}.name()), name);
  }
}

TEST(TopicName, whatever_else_means_the_same_is_no_name) {
  for (const std::string name :
       {"schedule:0199C3B4-0000-7ABC-8DEF-0123456789AB", "call:0199c3b4-0000-7abc-8def-0123456789aB",
        "schedule:0199c3b400007abc8def0123456789ab", "schedule: 0199c3b4-0000-7abc-8def-0123456789ab",
        "Schedule:0199c3b4-0000-7abc-8def-0123456789ab", "schedule", "schedule:", "me:", "ME", "me ", "directory:all",
        ""}) {
    EXPECT_FALSE(TopicName::parse(name)) << name;
  }
}

}  // namespace
}  // namespace praktik::app
