#include "base/limits.hpp"
#include "store/audit.hpp"
#include "unit/live/hub_fixture.hpp"

namespace praktik::live {
namespace {

TEST_F(HubTest, a_watcher_gets_the_state_and_then_a_patch_that_leads_on_from_it) {
  const auto watcher = connect(doctor);
  say(watcher, {{"op", "watch"}, {"topic", practiceTopic}});
  until("the state came", [&] { return watcher.page->messages("state").size() == 1; });
  join(patient);
  until("a patch came", [&] { return !watcher.page->messages("patch").empty(); });
  EXPECT_EQ(watcher.page->messages("patch")[0].at("base"), watcher.page->messages("state")[0].at("version"));
}

TEST_F(HubTest, all_watchers_of_a_topic_are_sent_the_same_bytes) {
  const auto one = connect(doctor);
  const auto other = connect(patient);
  for (const auto& who : {&one, &other}) say(*who, {{"op", "watch"}, {"topic", scheduleTopic}});
  until("both have the state",
        [&] { return !one.page->messages("state").empty() && !other.page->messages("state").empty(); });
  join(patient);
  until("both have the patch",
        [&] { return !one.page->messages("patch").empty() && !other.page->messages("patch").empty(); });
  EXPECT_EQ(one.page->frames.back(), other.page->frames.back());
}

TEST_F(HubTest, a_watcher_with_the_newest_version_is_told_so_without_the_state) {
  const auto first = connect(doctor);
  say(first, {{"op", "watch"}, {"topic", practiceTopic}});
  until("the state came", [&] { return !first.page->messages("state").empty(); });
  const auto second = connect(doctor);
  say(second, {{"op", "watch"}, {"topic", practiceTopic}, {"version", first.page->messages("state")[0].at("version")}});
  until("an answer came", [&] { return !second.page->messages("current").empty(); });
  EXPECT_TRUE(second.page->messages("state").empty());
}

TEST_F(HubTest, a_congested_watcher_is_spared_the_patches_and_caught_up_once) {
  const auto watcher = connect(doctor);
  say(watcher, {{"op", "watch"}, {"topic", practiceTopic}});
  until("the state came", [&] { return watcher.page->messages("state").size() == 1; });
  const auto witness = connect(doctor);
  say(witness, {{"op", "watch"}, {"topic", practiceTopic}});
  until("the witness has the state", [&] { return witness.page->messages("state").size() == 1; });
  watcher.page->congested = true;
  join(patient);
  until("the witness has the patch", [&] { return !witness.page->messages("patch").empty(); });
  join(place.signIn(domain::Role::PATIENT, "another"));
  until("the witness has the next", [&] { return witness.page->messages("patch").size() >= 2; });
  EXPECT_TRUE(watcher.page->messages("patch").empty());
  watcher.page->congested = false;
  watcher.session->onDrained();
  until("the state came again", [&] { return watcher.page->messages("state").size() == 2; });
  const auto caughtUp = watcher.page->messages("state")[1];
  EXPECT_EQ(caughtUp.at("state").at("entries").as_object().size(), 2U);
  place.run([&](app::Work& work) { return app::setNotice(work, doctor, practice, "late").has_value(); });
  until("patches flow again", [&] { return !watcher.page->messages("patch").empty(); });
  EXPECT_EQ(watcher.page->messages("patch")[0].at("base"), caughtUp.at("version"));
}

TEST_F(HubTest, unwatching_before_the_state_came_leaves_nothing_behind) {
  const auto watcher = connect(doctor);
  say(watcher, {{"op", "watch"}, {"topic", practiceTopic}});
  say(watcher, {{"op", "unwatch"}, {"topic", practiceTopic}});
  join(patient);
  settle();
  EXPECT_TRUE(watcher.page->messages("state").empty());
  EXPECT_TRUE(watcher.page->messages("patch").empty());
}

TEST_F(HubTest, a_practice_is_gone_for_everybody_but_its_doctor) {
  const auto stranger = connect(place.signIn(domain::Role::DOCTOR, "stranger"));
  const auto someone = connect(patient);
  say(stranger, {{"op", "watch"}, {"topic", practiceTopic}});
  say(someone, {{"op", "watch"}, {"topic", practiceTopic}});
  until("both are answered",
        [&] { return !stranger.page->messages("gone").empty() && !someone.page->messages("gone").empty(); });
  EXPECT_EQ(stranger.page->messages("gone")[0].at("code").as_string(), "not_found");
  EXPECT_EQ(someone.page->messages("gone")[0].at("code").as_string(), "forbidden");
}

TEST_F(HubTest, a_sign_in_that_ends_closes_its_sockets_and_no_others) {
  const auto here = connect(patient);
  const auto other = connect(doctor);
  settle();
  place.run([&](app::Work& work) { return app::endOwnSignIn(work, patient, patient.signIn, "sign_out").has_value(); });
  until("the socket is closed", [&] { return here.page->closedWith.has_value(); });
  EXPECT_EQ(here.page->closedWith, CloseCode::signedOut);
  EXPECT_FALSE(other.page->closedWith);
}

TEST_F(HubTest, the_newest_page_takes_the_call_over_and_the_other_side_hears_of_it) {
  const auto call = activeCall();
  const auto there = connect(doctor);
  const auto first = connect(patient);
  const auto second = connect(patient);
  const object attach{{"op", "attach"}, {"call", call.text()}};
  say(there, attach);
  until("the doctor is attached", [&] { return !there.page->messages("attached").empty(); });
  say(first, attach);
  until("the first page is attached", [&] { return !first.page->messages("attached").empty(); });
  say(second, attach);
  until("the second page is attached", [&] { return !second.page->messages("attached").empty(); });
  until("the first page heard it", [&] { return !first.page->messages("detached").empty(); });
  EXPECT_EQ(first.page->messages("detached")[0].at("reason").as_string(), "taken_over");
  until("the doctor heard of both", [&] { return there.page->messages("peer").size() == 2; });
  EXPECT_EQ(there.page->messages("peer")[1].at("page"), second.page->messages("attached")[0].at("page"));
  EXPECT_TRUE(second.page->messages("attached")[0].at("polite").as_bool());
  EXPECT_FALSE(there.page->messages("attached")[0].at("polite").as_bool());
}

TEST_F(HubTest, signals_reach_only_the_page_they_are_meant_for) {
  const auto call = activeCall();
  const auto there = connect(doctor);
  const auto here = connect(patient);
  const auto stranger = connect(patient);
  for (const auto& who : {&there, &here}) say(*who, {{"op", "attach"}, {"call", call.text()}});
  until("both are attached",
        [&] { return !there.page->messages("attached").empty() && !here.page->messages("attached").empty(); });
  const object data{{"candidate", object{}}};
  say(there, {{"op", "signal"}, {"call", call.text()}, {"to", "a page that left"}, {"data", data}});
  say(stranger, {{"op", "signal"}, {"call", call.text()}, {"data", data}});
  say(there, {{"op", "signal"},
              {"call", call.text()},
              {"to", here.page->messages("attached")[0].at("page")},
              {"data", object{{"description", object{}}}}});
  until("the signal arrived", [&] { return !here.page->messages("signal").empty(); });
  until("the stranger was told", [&] { return !stranger.page->messages("error").empty(); });
  EXPECT_EQ(here.page->messages("signal").size(), 1U);
  EXPECT_TRUE(here.page->messages("signal")[0].at("data").as_object().contains("description"));
  EXPECT_EQ(stranger.page->messages("error")[0].at("code").as_string(), "not_attached");
}

TEST_F(HubTest, a_page_that_closes_while_it_attaches_is_not_left_attached) {
  const auto call = activeCall();
  const auto here = connect(patient);
  settle();
  say(here, {{"op", "attach"}, {"call", call.text()}});
  here.session->onClosed(place.now());
  const auto isRecorded = [&](std::string_view action) {
    const auto audit = place.run([&](app::Work& work) { return store::listAuditOf(work.db, call.text()); });
    return std::ranges::any_of(audit, [&](const auto& entry) { return entry.action == action; });
  };
  until("the attaching took effect", [&] { return isRecorded("call.attach"); });
  until("the page's end took effect", [&] { return isRecorded("call.detach"); });
  const auto stored = place.run([&](app::Work& work) { return store::findCall(work.db, call); });
  EXPECT_TRUE(stored->patientDue);
}

TEST_F(HubTest, the_end_of_a_call_detaches_both_pages) {
  const auto call = activeCall();
  const auto there = connect(doctor);
  const auto here = connect(patient);
  for (const auto& who : {&there, &here}) say(*who, {{"op", "attach"}, {"call", call.text()}});
  until("both are attached",
        [&] { return !there.page->messages("attached").empty() && !here.page->messages("attached").empty(); });
  place.run([&](app::Work& work) { return app::endCall(work, patient, call).has_value(); });
  until("both are detached",
        [&] { return !there.page->messages("detached").empty() && !here.page->messages("detached").empty(); });
  EXPECT_EQ(there.page->messages("detached")[0].at("reason").as_string(), "call_over");
}

TEST_F(HubTest, a_clock_that_is_set_back_makes_nobody_a_flood) {
  const Connected someone = connect(patient);
  const auto talk = [&](int messages) {
    for (int i = 0; i < messages; ++i) say(someone, {{"op", "ping"}, {"id", i}});
  };
  const auto garbage = [&] { someone.session->onText("garbage", place.now()); };
  talk(limits::messagesPerWindow / 2);
  for (int i = 0; i < limits::garbagePerMinute - 2; ++i) garbage();
  place.pass(-std::chrono::hours(1));
  talk(limits::messagesPerWindow / 2);
  garbage();
  place.pass(limits::minutes(2));
  talk(limits::messagesPerWindow / 2);
  garbage();
  EXPECT_FALSE(someone.page->closedWith);
}

TEST_F(HubTest, ten_garbage_messages_in_a_minute_close_the_connection) {
  const auto someone = connect(patient);
  for (int i = 0; i < 9; ++i) someone.session->onText("{", place.now());
  EXPECT_FALSE(someone.page->closedWith);
  place.pass(std::chrono::minutes(1) + milliseconds(1));
  someone.session->onText("{", place.now());
  EXPECT_FALSE(someone.page->closedWith) << "garbage of more than a minute ago still counts";
  for (int i = 0; i < 9; ++i) someone.session->onText("{", place.now());
  EXPECT_EQ(someone.page->closedWith, CloseCode::notThisProtocol);
}

TEST_F(HubTest, messages_of_before_the_clock_was_set_back_do_not_count_for_long) {
  const auto someone = connect(patient);
  const auto ask = [&](int times) {
    for (int i = 0; i < times; ++i) say(someone, {{"op", "ping"}, {"id", i}});
  };
  ask(limits::messagesPerWindow);
  place.pass(-std::chrono::hours(1));
  ask(limits::messagesPerWindow);
  EXPECT_FALSE(someone.page->closedWith);
  ask(1);
  EXPECT_EQ(someone.page->closedWith, CloseCode::tooManyMessages);
}

TEST_F(HubTest, the_thirty_third_topic_is_refused) {
  const auto watcher = connect(doctor);
  for (std::size_t i = 0; i <= limits::topicsPerConnection; ++i) {
    say(watcher, {{"op", "watch"}, {"topic", "schedule:" + formatUuid(UuidBytes{static_cast<std::uint8_t>(i)})}});
  }
  ASSERT_EQ(watcher.page->messages("error").size(), 1U);
  EXPECT_EQ(watcher.page->messages("error")[0].at("code").as_string(), "too_many_topics");
}

}  // namespace
}  // namespace praktik::live
