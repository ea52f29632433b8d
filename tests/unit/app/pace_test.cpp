#include "app/pace.hpp"

#include <gtest/gtest.h>

namespace praktik::app {
namespace {

domain::Call consultation(seconds length) {
  domain::Call call;
  call.status = domain::CallStatus::ENDED;
  call.answeredAt = fromMillis(1'000);
  call.endedAt = *call.answeredAt + length;
  return call;
}

TEST(Pace, is_unknown_before_three_consultations_are_finished) {
  EXPECT_EQ(paceOf({consultation(seconds(300)), consultation(seconds(300))}), std::nullopt);
}

TEST(Pace, does_not_count_calls_that_nobody_answered) {
  domain::Call missed;
  missed.status = domain::CallStatus::MISSED;
  EXPECT_EQ(paceOf({consultation(seconds(300)), consultation(seconds(300)), missed}), std::nullopt);
}

TEST(Pace, is_the_middle_half_in_whole_minutes) {
  const auto pace = paceOf({consultation(seconds(240)), consultation(seconds(300)), consultation(seconds(390)),
                            consultation(seconds(3'600))});
  EXPECT_EQ(pace, (Pace{5, 60}));
}

TEST(Pace, of_very_short_consultations_is_a_minute) {
  EXPECT_EQ(paceOf({consultation(seconds(5)), consultation(seconds(6)), consultation(seconds(7))}), (Pace{1, 1}));
}

}  // namespace
}  // namespace praktik::app
