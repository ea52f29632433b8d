#include "live/hub.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <deque>
#include <gtest/gtest.h>

#include "app/calls.hpp"
#include "base/limits.hpp"
#include "store/audit.hpp"
#include "store/calls.hpp"
#include "support/workplace.hpp"

namespace praktik::live {
namespace {

using boost::json::object;

/// The far end of one connection: keeps what was sent.
class Page final : public Outbox {
 public:
  void send(const Frame& frame) override { frames.push_back(frame); }
  bool isCongested() const override { return congested; }
  void close(CloseCode code) override { closedWith = code; }

  std::vector<object> messages(std::string_view op) const {
    std::vector<object> found;
    for (const Frame& frame : frames) {
      const auto second = static_cast<unsigned char>((*frame)[1]);
      auto message = boost::json::parse(frame->substr(second < 126 ? 2 : 4)).as_object();
      if (message.at("op").as_string() == op) found.push_back(std::move(message));
    }
    return found;
  }

  std::deque<Frame> frames;
  bool congested = false;
  std::optional<CloseCode> closedWith;
};

/// As a socket does: the session may outlive it, but never uses it once told that it is closed.
struct Connected {
  Connected() = default;
  Connected(Connected&&) = default;
  Connected& operator=(Connected&&) = delete;
  ~Connected() {
    if (session) session->onClosed(Instant{});
  }

  std::unique_ptr<Page> page = std::make_unique<Page>();
  std::shared_ptr<Session> session;
};

class HubTest : public testing::Test {
 protected:
  ~HubTest() override {
    hub.stop();
    place.database().stop();
    io.restart();
    io.poll();
  }

  Connected connect(const app::Caller& caller) {
    Connected connected;
    presence.arrive(caller.user);
    connected.session = std::make_shared<Session>(
        hub, lane, caller, ConnectionId::make(place.now(), place.engine().random()), *connected.page);
    connected.session->start(place.now());
    return connected;
  }

  void say(const Connected& who, const object& message) {
    who.session->onText(boost::json::serialize(message), place.now());
  }

  /// Runs the io thread's work until the condition holds.
  void until(const std::string& reason, const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(5);
    while (!condition()) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "waited in vain until " << reason;
      io.restart();
      io.run_one_for(std::chrono::milliseconds(20));
    }
  }

  /// Everything that was on its way when this was called has arrived.
  void settle() {
    const Connected probe = connect(doctor);
    say(probe, {{"op", "watch"}, {"topic", "me"}});
    until("a later watch is answered", [&] { return !probe.page->messages("state").empty(); });
    probe.session->onClosed(place.now());
  }

  EntryId join(const app::Caller& who) {
    return place.run([&](app::Work& work) {
      const auto made = app::joinQueue(work, who, practice, std::nullopt);
      return *EntryId::parse(std::string(made->object.at("id").as_string()));
    });
  }

  CallId activeCall() {
    const auto entry = join(patient);
    return place.run([&](app::Work& work) {
      EXPECT_TRUE(app::setReadiness(work, patient, entry, true));
      const auto made = app::invite(work, doctor, entry);
      const auto call = *CallId::parse(std::string(made->object.at("id").as_string()));
      EXPECT_TRUE(app::acceptCall(work, patient, call, std::nullopt));
      return call;
    });
  }

  boost::asio::io_context io{1};
  PresenceBoard presence{fromMillis(0)};
  test::Workplace place{presence};
  Lane lane{io.get_executor(), 0};
  Hub hub{io, place.engine(), presence, {&lane}};
  app::Caller doctor = place.signIn(domain::Role::DOCTOR, "doctor");
  app::Caller patient = place.signIn(domain::Role::PATIENT, "patient");
  ScheduleId practice = place.openPractice(doctor);
  std::string practiceTopic = "practice:" + practice.text();
  std::string scheduleTopic = "schedule:" + practice.text();
};

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
