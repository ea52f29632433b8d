#include "base/limits.hpp"
#include "unit/live/hub_fixture.hpp"

/// States that change by the clock alone, and clocks that are set.
namespace praktik::live {
namespace {

class TopicBoardTest : public HubTest {
 protected:
  Connected watching(const app::Caller& caller, const std::string& topic) {
    auto page = connect(caller);
    say(page, {{"op", "watch"}, {"topic", topic}});
    until("the state of " + topic + " came", [&] { return !page.page->messages("state").empty(); });
    return page;
  }
  void untilPatched(const Connected& page, const std::string& reason) {
    until(reason, [&] { return !page.page->messages("patch").empty(); });
  }
};

TEST_F(TopicBoardTest, a_clock_set_forward_brings_what_is_due_by_it) {
  const auto seen = connect(doctor);
  seen.session->onClosed(place.now());
  const auto page = watching(patient, scheduleTopic);
  EXPECT_TRUE(page.page->messages("state")[0].at("state").at("doctorPresent").as_bool());
  place.pass(limits::doctorAbsentAfter);
  untilPatched(page, "the doctor is away");
  EXPECT_FALSE(page.page->messages("patch")[0].at("patch").at("doctorPresent").as_bool());
}

TEST_F(TopicBoardTest, a_count_that_changes_after_the_clock_was_set_back_is_told) {
  const auto page = watching(patient, "directory");
  place.pass(-std::chrono::hours(1));
  join(patient);
  untilPatched(page, "one waits");
}

TEST_F(TopicBoardTest, a_count_that_was_to_be_told_when_the_clock_was_set_back_is_told) {
  const auto page = watching(patient, "directory");
  join(patient);
  settle();
  ASSERT_TRUE(page.page->messages("patch").empty()) << "it is told before its time";
  place.pass(-std::chrono::hours(1));
  untilPatched(page, "one waits");
}

TEST_F(TopicBoardTest, a_clock_that_was_set_back_is_noticed_although_a_nearer_time_is_waited_for_since) {
  const auto page = watching(patient, "directory");
  join(patient);
  settle();
  place.pass(-std::chrono::hours(1));
  const auto seen = connect(doctor);
  seen.session->onClosed(place.now());
  const auto nearer = watching(patient, scheduleTopic);
  untilPatched(page, "one waits");
}

TEST_F(TopicBoardTest, a_topic_that_nobody_watches_any_more_waits_for_no_time) {
  const auto seen = connect(doctor);
  seen.session->onClosed(place.now());
  TopicBoard board{boost::asio::make_strand(io), place.engine(), {&lane}};
  const auto page = connect(patient);
  board.watch(page.session, {scheduleTopic, 1}, app::Topic::schedule(practice), std::nullopt);
  until("the doctor's absence is waited for", [&] { return board.alarms() == 1; });
  board.release(lane.index(), app::Topic::schedule(practice));
  EXPECT_EQ(board.alarms(), 0U);
}

}  // namespace
}  // namespace praktik::live
