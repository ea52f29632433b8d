#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <deque>
#include <gtest/gtest.h>

#include "app/calls.hpp"
#include "app/queue.hpp"
#include "live/hub.hpp"
#include "store/calls.hpp"
#include "store/sign_ins.hpp"
#include "support/workplace.hpp"

namespace praktik::live {

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
    refusals.stop();
    place.database().stop();
    io.restart();
    io.poll();
  }

  Connected connect(const app::Caller& caller) {
    Connected connected;
    presence.arrive(caller.user, caller.signIn);
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

  /// Ends a sign-in behind the hub's back, as another node or a race would.
  void endUnheard(const SignInId& signIn) {
    place.run([&](app::Work& work) {
      store::endSignIn(work.db, signIn, work.now, "gone");
      return true;
    });
  }

  /// Makes somebody else the practice's doctor behind the hub's back.
  void giveTo(const app::Caller& successor) {
    place.run([&](app::Work& work) {
      work.db.run("UPDATE schedules SET doctor_id = :a WHERE id = :b", successor.user, practice);
      return true;
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
  app::Refusals refusals{place.engine()};
  Hub hub{io, place.engine(), presence, refusals, {&lane}};
  app::Caller doctor = place.signIn(domain::Role::DOCTOR, "doctor");
  app::Caller patient = place.signIn(domain::Role::PATIENT, "patient");
  ScheduleId practice = place.openPractice(doctor);
  std::string practiceTopic = "practice:" + practice.text();
  std::string scheduleTopic = "schedule:" + practice.text();
};

}  // namespace praktik::live
