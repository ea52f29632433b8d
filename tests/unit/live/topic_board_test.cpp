#include "base/limits.hpp"
#include "unit/live/hub_fixture.hpp"

/// States that change by the clock alone.
namespace praktik::live {
namespace {

using TopicBoardTest = HubTest;

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
