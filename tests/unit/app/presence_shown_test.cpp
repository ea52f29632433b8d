#include <algorithm>
#include <gtest/gtest.h>

#include "app/projections.hpp"
#include "app/queue.hpp"
#include "store/schedules.hpp"
#include "support/somebody.hpp"
#include "support/workplace.hpp"

namespace praktik::app {
namespace {

using std::chrono::days;
using std::chrono::hours;

/// Where it shows that somebody's page is open, it has to show as well that the page went.
class PresenceShownTest : public testing::Test {
 protected:
  ScheduleId offer(milliseconds ahead) {
    return place.run([&](Work& work) {
      NewSchedule wanted;
      wanted.times = {work.now + ahead, work.now + ahead + hours(1)};
      return *ScheduleId::parse(std::string(createSchedule(work, doctor, wanted)->at("id").as_string()));
    });
  }
  bool isDoctorShown(const ScheduleId& id) { return project_(Topic::schedule(id)).state.at("doctorPresent").as_bool(); }
  bool isReachShown() {
    return project_(Topic::practice(practice))
        .state.at("entries")
        .at(entry.text())
        .as_object()
        .contains("reachability");
  }
  bool isRefreshed(const Caller& whose, const Topic& topic) {
    return place.run([&](Work& work) {
      const auto topics = topicsShowingPresence(work.reading(), whose.user, whose.role);
      return std::ranges::find(topics, topic) != topics.end();
    });
  }
  Projection project_(const Topic& topic) {
    return place.run([&](Work& work) { return project(work.reading(), topic).value(); });
  }
  bool complete() {
    return place.run([&](Work& work) { return completeSchedule(work, doctor, practice).has_value(); });
  }

  Somebody somebody;
  test::Workplace place{somebody};
  Caller doctor = place.signIn(domain::Role::DOCTOR, "doctor");
  Caller patient = place.signIn(domain::Role::PATIENT, "patient");
  ScheduleId practice = place.openPractice(doctor);
  EntryId entry = place.join(patient, practice);

  void SetUp() override { somebody.here = {doctor.user, patient.user}; }
};

TEST_F(PresenceShownTest, the_doctors_in_a_practice_and_in_every_schedule_to_come_however_far_ahead) {
  for (const auto& id : {practice, offer(hours(1)), offer(days(13)), offer(days(20)), offer(days(300))}) {
    EXPECT_TRUE(isDoctorShown(id));
    EXPECT_TRUE(isRefreshed(doctor, Topic::schedule(id)));
  }
}

TEST_F(PresenceShownTest, the_doctors_not_in_a_schedule_that_is_over) {
  const auto cancelled = offer(hours(1));
  place.run([&](Work& work) { return cancelSchedule(work, doctor, cancelled).has_value(); });
  ASSERT_TRUE(complete());
  for (const auto& id : {practice, cancelled}) {
    EXPECT_FALSE(isDoctorShown(id));
    EXPECT_FALSE(isRefreshed(doctor, Topic::schedule(id)));
  }
}

TEST_F(PresenceShownTest, the_patients_in_a_practice_and_for_a_day_after_its_end) {
  ASSERT_TRUE(complete());
  EXPECT_EQ(project_(Topic::practice(practice)).staleAt, place.now() + hours(24));
  place.pass(hours(24) - milliseconds(1));
  EXPECT_TRUE(isReachShown());
  EXPECT_TRUE(isRefreshed(patient, Topic::practice(practice)));
  place.pass(milliseconds(1));
  EXPECT_FALSE(isReachShown());
  EXPECT_FALSE(isRefreshed(patient, Topic::practice(practice)));
}

}  // namespace
}  // namespace praktik::app
