#include <set>

#include "base/limits.hpp"
#include "store/audit.hpp"
#include "unit/live/hub_fixture.hpp"

/// What a connection is asked for again each time: whether its sign-in lives, and whose the object is.
namespace praktik::live {
namespace {

TEST_F(HubTest, a_topic_that_is_lost_is_gone_when_it_is_watched_again) {
  const auto watcher = connect(doctor);
  say(watcher, {{"op", "watch"}, {"topic", practiceTopic}});
  until("the state came", [&] { return !watcher.page->messages("state").empty(); });
  const auto successor = place.signIn(domain::Role::DOCTOR, "successor");
  giveTo(successor);
  say(watcher, {{"op", "watch"}, {"topic", practiceTopic}});
  until("it is gone", [&] { return !watcher.page->messages("gone").empty(); });
  EXPECT_EQ(watcher.page->messages("gone")[0].at("code").as_string(), "not_found");
  EXPECT_EQ(watcher.page->messages("state").size(), 1U);
  join(patient);
  settle();
  EXPECT_TRUE(watcher.page->messages("patch").empty()) << "it is still told of the practice";
}

TEST_F(HubTest, every_op_about_an_object_ends_the_connection_of_a_sign_in_that_is_over) {
  const auto call = activeCall();
  const std::vector<object> ops = {
      {{"op", "watch"}, {"topic", practiceTopic}},
      {{"op", "watch"}, {"topic", "me"}},
      {{"op", "attach"}, {"call", call.text()}},
      {{"op", "signal"}, {"call", call.text()}, {"data", object{{"candidate", object{}}}}},
      {{"op", "ringing"}, {"call", call.text()}, {"audible", true}},
  };
  std::vector<Connected> pages;
  for (std::size_t i = 0; i < ops.size(); ++i) pages.push_back(connect(patient));
  // One that watches already, and may watch no more.
  pages.push_back(connect(patient));
  say(pages.back(), {{"op", "watch"}, {"topic", "me"}});
  until("the state came", [&] { return !pages.back().page->messages("state").empty(); });
  endUnheard(patient.signIn);
  for (std::size_t i = 0; i < pages.size(); ++i) say(pages[i], ops[i % ops.size()]);
  say(pages.back(), {{"op", "watch"}, {"topic", "me"}});
  for (std::size_t i = 0; i < pages.size(); ++i) {
    until("page " + std::to_string(i) + " is closed", [&] { return pages[i].page->closedWith.has_value(); });
    EXPECT_EQ(pages[i].page->closedWith, CloseCode::signedOut);
    EXPECT_EQ(pages[i].page->messages("state").size(), i < ops.size() ? 0U : 1U);
    EXPECT_TRUE(pages[i].page->messages("attached").empty());
  }
}

TEST_F(HubTest, an_attached_page_whose_sign_in_is_over_sends_no_signal_any_more) {
  const auto call = activeCall();
  const auto there = connect(doctor);
  const auto here = connect(patient);
  for (const auto& who : {&there, &here}) say(*who, {{"op", "attach"}, {"call", call.text()}});
  until("both are attached",
        [&] { return !there.page->messages("attached").empty() && !here.page->messages("attached").empty(); });
  endUnheard(patient.signIn);
  say(here, {{"op", "signal"}, {"call", call.text()}, {"data", object{{"candidate", object{}}}}});
  until("the page is closed", [&] { return here.page->closedWith.has_value(); });
  EXPECT_EQ(here.page->closedWith, CloseCode::signedOut);
  EXPECT_TRUE(there.page->messages("signal").empty());
}

TEST_F(HubTest, signals_arrive_in_their_order_and_more_than_may_wait_are_refused) {
  const auto call = activeCall();
  const auto there = connect(doctor);
  const auto here = connect(patient);
  for (const auto& who : {&there, &here}) say(*who, {{"op", "attach"}, {"call", call.text()}});
  until("both are attached",
        [&] { return !there.page->messages("attached").empty() && !here.page->messages("attached").empty(); });
  // Nothing runs on the strand in between, so all of them meet in the line.
  constexpr std::size_t beyond = 3;
  for (std::size_t i = 0; i < limits::signalsWaiting + beyond; ++i) {
    say(there, {{"op", "signal"}, {"call", call.text()}, {"data", object{{"candidate", object{{"number", i}}}}}});
  }
  until("all that waited came", [&] { return here.page->messages("signal").size() == limits::signalsWaiting; });
  std::size_t number = 0;
  for (const auto& signal : here.page->messages("signal")) {
    EXPECT_EQ(signal.at("data").at("candidate").at("number").to_number<std::size_t>(), number++);
  }
  const auto errors = there.page->messages("error");
  ASSERT_EQ(errors.size(), beyond);
  for (const auto& error : errors) EXPECT_EQ(error.at("code").as_string(), "try_again");
}

TEST_F(HubTest, refused_ops_and_topics_of_others_are_on_record_with_whom_they_concern) {
  const auto call = activeCall();
  const auto caller = place.signIn(domain::Role::DOCTOR, "stranger");
  const auto stranger = connect(caller);
  say(stranger, {{"op", "watch"}, {"topic", practiceTopic}});
  say(stranger, {{"op", "watch"}, {"topic", "call:" + call.text()}});
  say(stranger, {{"op", "attach"}, {"call", call.text()}});
  say(stranger, {{"op", "signal"}, {"call", call.text()}, {"data", object{{"candidate", object{}}}}});
  say(stranger, {{"op", "ringing"}, {"call", call.text()}, {"audible", true}});
  until("all are refused",
        [&] { return stranger.page->messages("gone").size() == 2 && stranger.page->messages("error").size() == 3; });
  const auto audit = place.run([&](app::Work& work) { return store::listUnsealedAudit(work.db); });
  std::set<std::string> refused;
  for (const auto& entry : audit) {
    if (entry.action != "access.refused") continue;
    refused.insert(entry.subject + " " + *entry.cause);
    EXPECT_EQ(entry.actor, caller.user);
    const bool isRole = entry.cause == "forbidden" && entry.subject == "reportRing";
    EXPECT_EQ(entry.doctor, isRole ? std::nullopt : std::optional(doctor.user)) << entry.subject;
  }
  EXPECT_EQ(refused, (std::set<std::string>{"watchPractice not_found", "readCall not_found", "joinMedia not_found",
                                            "reportRing forbidden"}));
}

}  // namespace
}  // namespace praktik::live
