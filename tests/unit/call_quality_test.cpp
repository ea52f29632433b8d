#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "domain/quality.hpp"
#include "support/consultation.hpp"

namespace praktik::domain {
namespace {

using namespace test;

TEST(CallQuality, of_a_call_that_was_never_answered_is_not_reported) {
  for (const Consultation& never : {ringing(), declined(), missed(), cancelled()}) {
    EXPECT_EQ(whyNotReported(*never.call, now + hours(9)), Refusal::not_active) << word(never.call->status);
  }
}

TEST(CallQuality, of_an_active_call_is_reported_however_long_it_lasts) {
  for (const Consultation& live : {answeredAt(now), active(), activeWithoutDoctorUntil(now)}) {
    EXPECT_EQ(whyNotReported(*live.call, now + hours(30)), std::nullopt);
  }
}

TEST(CallQuality, of_a_call_that_is_over_is_reported_for_15_minutes_however_it_ended) {
  EXPECT_EQ(limits::qualityReportedWithin, minutes(15));
  for (const Consultation& over : {endedBy(Role::PATIENT), connectionLost(), practiceCompleted()}) {
    const Instant end = over.call->endedAt.value();
    EXPECT_EQ(whyNotReported(*over.call, end), std::nullopt);
    EXPECT_EQ(whyNotReported(*over.call, end + minutes(15)), std::nullopt);
    EXPECT_EQ(whyNotReported(*over.call, end + minutes(15) + oneMs), Refusal::call_over);
  }
}

}  // namespace
}  // namespace praktik::domain
