#include "live/merge_patch.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

#include "unit/live/golden.hpp"

namespace praktik::live {
namespace {

TEST(MergePatch, turns_each_golden_state_into_the_next) {
  const auto cases = test::golden("merge-patch.json");
  ASSERT_FALSE(cases.empty());
  for (const auto& entry : cases) {
    const auto& example = entry.as_object();
    if (!example.at("from").is_object() || !example.at("to").is_object()) continue;
    EXPECT_EQ(mergePatch(example.at("from").as_object(), example.at("to").as_object()), example.at("patch"))
        << example.at("name");
  }
}

}  // namespace
}  // namespace praktik::live
