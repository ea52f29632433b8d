#include "app/subscriptions.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "app/calls.hpp"
#include "app/places.hpp"
#include "base/limits.hpp"
#include "store/audit.hpp"
#include "store/calls.hpp"
#include "support/nobody.hpp"
#include "support/workplace.hpp"

namespace praktik::app {
namespace {

/// A patient who is READY in a doctor's practice and has one browser that takes pushes.
class PushedPatient : public testing::Test {
 protected:
  SubscriptionId subscribeAt(const std::string& endpoint) {
    return place.run([&](Work& work) {
      const auto made = subscribe(work, patient, {endpoint, "p256dh", "auth"});
      return *SubscriptionId::parse(std::string(made.object.at("id").as_string()));
    });
  }
  CallId ring() {
    return place.run([&](Work& work) {
      EXPECT_TRUE(setReadiness(work, patient, entry, true));
      const auto made = invite(work, doctor, entry);
      return *CallId::parse(std::string(made->object.at("id").as_string()));
    });
  }
  EntryId join() {
    return place.run([&](Work& work) {
      const auto made = joinQueue(work, patient, practice, std::nullopt);
      return *EntryId::parse(std::string(made->object.at("id").as_string()));
    });
  }
  void note(int status, std::optional<CallId> call = std::nullopt) {
    place.pass(milliseconds(1));  // lines of the record are in order by time
    place.run([&](Work& work) {
      notePushResult(work, {browser, call ? "ring" : "test", call, status});
      return true;
    });
  }
  /// `action cause` of everything recorded about the subscription.
  std::vector<std::string> audit() {
    return place.run([&](Work& work) {
      std::vector<std::string> lines;
      for (const auto& line : store::listAuditOf(work.db, browser.text())) {
        EXPECT_EQ(line.subject, "push_subscription");
        EXPECT_EQ(line.patient, patient.user);
        lines.push_back(fmt::format("{} {}", line.action, line.cause.value_or("-")));
      }
      return lines;
    });
  }
  domain::Call callOf(const CallId& id) {
    return place.run([&](Work& work) { return *store::findCall(work.db, id); });
  }
  /// The code of the refusal, or the status told.
  std::string report(const CallId& call, domain::PushEvent event) {
    place.pass(milliseconds(1));
    return place.run([&](Work& work) {
      const auto answer = takeRingReceipt(work, call, browser, event, {});
      return std::string(answer ? std::string_view(answer->at("status").as_string()) : word(answer.error().refusal));
    });
  }

  Nobody nobody;
  test::Workplace place{nobody};
  Caller doctor = place.signIn(domain::Role::DOCTOR, "doctor");
  Caller patient = place.signIn(domain::Role::PATIENT, "patient");
  ScheduleId practice = place.openPractice(doctor);
  EntryId entry = join();
  SubscriptionId browser = subscribeAt("https://push.example.org/1");
};

TEST_F(PushedPatient, every_outcome_of_a_push_is_recorded) {
  for (const int status : {201, 429, 0}) note(status);
  note(410);
  EXPECT_EQ(audit(), (std::vector<std::string>{"push.subscribe -", "push.accepted test 201", "push.failed test 429",
                                               "push.failed test 0", "push.gone test 410"}));
  note(201);
  EXPECT_EQ(audit().size(), 5U) << "what is gone concerns nobody";
}

TEST_F(PushedPatient, only_404_and_410_remove_the_subscription) {
  const auto isThere = [&] {
    return place.run([&](Work& work) { return store::findSubscription(work.db, browser).has_value(); });
  };
  for (const int status : {0, 200, 301, 400, 401, 403, 413, 429, 500}) note(status);
  EXPECT_TRUE(isThere());
  note(404);
  EXPECT_FALSE(isThere());
}

TEST_F(PushedPatient, a_ring_is_sent_once_a_push_service_took_it) {
  const CallId call = ring();
  note(503, call);
  EXPECT_FALSE(callOf(call).receipts.sent);
  note(201, call);
  EXPECT_TRUE(callOf(call).receipts.sent);
  EXPECT_FALSE(callOf(call).receipts.delivered);
}

TEST_F(PushedPatient, an_event_counts_once) {
  const CallId call = ring();
  EXPECT_EQ(report(call, domain::PushEvent::shown), "RINGING");
  const auto lines = [&] {
    return place.run([&](Work& work) { return store::listAuditOf(work.db, call.text()).size(); });
  };
  const auto before = lines();
  EXPECT_EQ(report(call, domain::PushEvent::shown), "RINGING");
  EXPECT_EQ(lines(), before);
}

TEST_F(PushedPatient, a_decline_is_the_patients_own) {
  const CallId call = ring();
  EXPECT_EQ(report(call, domain::PushEvent::declined), "DECLINED");
  const auto last = place.run([&](Work& work) { return store::listAuditOf(work.db, call.text()).back(); });
  EXPECT_EQ(last.action, "call.decline");
  EXPECT_EQ(last.actor, patient.user);
}

TEST_F(PushedPatient, a_decline_after_the_time_is_up_finds_the_ring_missed) {
  const CallId call = ring();
  place.pass(seconds(30));
  EXPECT_EQ(report(call, domain::PushEvent::declined), "MISSED");
}

TEST_F(PushedPatient, a_repeat_after_the_time_is_up_finds_the_ring_missed) {
  const CallId call = ring();
  EXPECT_EQ(report(call, domain::PushEvent::shown), "RINGING");
  place.pass(seconds(30));
  EXPECT_EQ(report(call, domain::PushEvent::shown), "MISSED");
  EXPECT_EQ(callOf(call).status, domain::CallStatus::MISSED);
}

TEST_F(PushedPatient, nothing_is_taken_from_a_sign_in_that_has_run_out) {
  const CallId call = ring();
  place.pass(limits::signIn);
  EXPECT_EQ(report(call, domain::PushEvent::declined), "not_found");
}

TEST_F(PushedPatient, nothing_is_taken_for_a_call_of_somebody_else) {
  const CallId call = ring();
  const Caller other = place.signIn(domain::Role::PATIENT, "other");
  browser = place.run([&](Work& work) {
    const auto made = subscribe(work, other, {"https://push.example.org/2", "p256dh", "auth"});
    return *SubscriptionId::parse(std::string(made.object.at("id").as_string()));
  });
  EXPECT_EQ(report(call, domain::PushEvent::declined), "not_found");
  EXPECT_EQ(callOf(call).status, domain::CallStatus::RINGING);
}

TEST_F(PushedPatient, a_place_is_told_once_to_whoever_was_there_when_the_line_moved) {
  const auto told = [&] {
    return place.run([&](Work& work) {
      std::vector<std::int64_t> steps;
      for (const auto& one : takePlacesToTell(work, practice, work.now)) steps.push_back(one.ahead);
      return steps;
    });
  };
  EXPECT_EQ(told(), std::vector<std::int64_t>{}) << "who joins sees the place";
  place.pass(milliseconds(1));
  EXPECT_EQ(told(), std::vector<std::int64_t>{0});
  EXPECT_EQ(told(), std::vector<std::int64_t>{});
}

}  // namespace
}  // namespace praktik::app
