#include "live/place.hpp"

#include "base/limits.hpp"
#include "unit/live/hub_fixture.hpp"

namespace praktik::live {
namespace {

class PlaceTest : public HubTest {
 protected:
  std::unique_ptr<Place> arrive() {
    presence.arrive(doctor.user, doctor.signIn);
    return std::make_unique<Place>(presence, place.engine(), here, doctor);
  }

  std::shared_ptr<Hub> here{&hub, [](Hub*) {}};
};

TEST_F(PlaceTest, an_upgrade_that_dies_half_way_after_the_last_page_went_is_told_as_its_end) {
  auto arriving = arrive();
  const auto page = connect(doctor);
  const auto watcher = connect(patient);
  for (const auto& topic : {scheduleTopic, std::string("me")}) {
    const auto before = watcher.page->messages("state").size();
    say(watcher, {{"op", "watch"}, {"topic", topic}});
    until("the state of " + topic + " came", [&] { return watcher.page->messages("state").size() > before; });
  }
  EXPECT_TRUE(watcher.page->messages("state")[0].at("state").at("doctorPresent").as_bool());
  page.session->onClosed(place.now());
  arriving.reset();
  place.pass(limits::doctorAbsentAfter);
  until("the doctor is away", [&] { return !watcher.page->messages("patch").empty(); });
  EXPECT_FALSE(watcher.page->messages("patch")[0].at("patch").at("doctorPresent").as_bool());
}

TEST_F(PlaceTest, a_place_that_outlives_the_hub_is_given_back) {
  auto arriving = arrive();
  here.reset();
  EXPECT_TRUE(presence.hasPage(doctor.user));
  arriving.reset();
  EXPECT_FALSE(presence.hasPage(doctor.user));
}

TEST_F(PlaceTest, a_place_that_a_session_took_over_is_not_given_back) {
  arrive()->takeOver();
  EXPECT_TRUE(presence.hasPage(doctor.user));
}

}  // namespace
}  // namespace praktik::live
