#include <algorithm>
#include <cctype>

#include "app/schedules.hpp"
#include "unit/live/hub_fixture.hpp"

/// What a page is told that names topics as nobody would, or changes its mind before it is answered.
namespace praktik::live {
namespace {

class WatchTest : public HubTest {
 protected:
  std::string versionOf(const std::string& topic) {
    const auto page = connect(patient);
    say(page, {{"op", "watch"}, {"topic", topic}});
    until("the state came", [&] { return !page.page->messages("state").empty(); });
    return std::string(page.page->messages("state")[0].at("version").as_string());
  }
  void changeNotice(const std::string& text) {
    place.run([&](app::Work& work) { return app::setNotice(work, doctor, practice, text).has_value(); });
  }
};

TEST_F(WatchTest, an_id_in_capitals_names_no_topic_and_disturbs_nobody_who_watches) {
  std::string capitals = practice.text();
  std::ranges::transform(capitals, capitals.begin(), [](unsigned char c) { return std::toupper(c); });
  const object first{{"op", "watch"}, {"topic", scheduleTopic}};
  const object second{{"op", "watch"}, {"topic", "schedule:" + capitals}};
  const auto hasState = [](const Connected& who) { return [&] { return !who.page->messages("state").empty(); }; };
  const auto early = connect(doctor);
  const auto late = connect(doctor);
  std::vector<object> gone;
  {
    const auto twice = connect(patient);
    say(early, first);
    until("the early page has the state", hasState(early));
    say(twice, first);
    until("the page has the state", hasState(twice));
    say(twice, second);
    settle();
    say(early, {{"op", "unwatch"}, {"topic", scheduleTopic}});
    say(twice, {{"op", "unwatch"}, {"topic", second.at("topic")}});
    say(late, first);
    until("the late page has the state", hasState(late));
    say(twice, {{"op", "unwatch"}, {"topic", scheduleTopic}});
    settle();
    gone = twice.page->messages("gone");
  }
  changeNotice("late");
  until("the late page has the patch", [&] { return !late.page->messages("patch").empty(); });
  EXPECT_TRUE(early.page->messages("patch").empty());
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_EQ(gone[0].at("topic"), second.at("topic"));
  EXPECT_EQ(gone[0].at("code").as_string(), "not_found");
}

TEST_F(WatchTest, a_topic_under_a_second_name_is_gone_and_the_first_goes_on) {
  const object watch{{"op", "watch"}, {"topic", scheduleTopic}};
  const auto page = connect(patient);
  const auto other = connect(patient);
  for (const auto& who : {&page, &other}) {
    say(*who, watch);
    until("the state came", [&] { return !who->page->messages("state").empty(); });
  }
  // A topic has one name, so this is what the hub never does.
  say(page, {{"op", "watch"}, {"topic", "schedule:alias"}});
  page.session->granted({"schedule:alias", 2}, app::Topic::schedule(practice), 1, pongFrame(1, place.now()));
  const auto gone = page.page->messages("gone");
  ASSERT_EQ(gone.size(), 1U);
  EXPECT_EQ(gone[0].at("topic").as_string(), "schedule:alias");
  changeNotice("late");
  for (const auto& who : {&page, &other}) {
    until("the patch came", [&] { return !who->page->messages("patch").empty(); });
  }
}

TEST_F(WatchTest, given_up_and_watched_again_before_the_answer_begins_with_the_state) {
  const auto version = versionOf(scheduleTopic);
  const auto page = connect(patient);
  say(page, {{"op", "watch"}, {"topic", scheduleTopic}, {"version", version}});
  say(page, {{"op", "unwatch"}, {"topic", scheduleTopic}});
  say(page, {{"op", "watch"}, {"topic", scheduleTopic}});
  until("the state came", [&] { return !page.page->messages("state").empty(); });
  settle();
  EXPECT_EQ(page.page->messages("state").size(), 1U);
  EXPECT_TRUE(page.page->messages("current").empty());
}

TEST_F(WatchTest, watched_again_without_a_version_before_the_answer_begins_with_the_state) {
  const auto version = versionOf(scheduleTopic);
  const auto page = connect(patient);
  say(page, {{"op", "watch"}, {"topic", scheduleTopic}, {"version", version}});
  say(page, {{"op", "watch"}, {"topic", scheduleTopic}});
  until("the state came", [&] { return !page.page->messages("state").empty(); });
  settle();
  EXPECT_EQ(page.page->messages("state").size(), 1U);
  EXPECT_TRUE(page.page->messages("current").empty());
}

}  // namespace
}  // namespace praktik::live
