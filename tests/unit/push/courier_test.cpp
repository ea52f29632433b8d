#include "push/courier.hpp"

#include <condition_variable>
#include <gtest/gtest.h>

#include "app/subscriptions.hpp"
#include "store/audit.hpp"
#include "store/entries.hpp"
#include "support/nobody.hpp"
#include "support/workplace.hpp"

namespace praktik::push {
namespace {

using app::Caller;
using app::Work;

P256Key someKey() {
  P256Key::Scalar scalar{};
  scalar.fill(5);
  return P256Key::fromScalar(scalar).value();
}

/// Two patients in a practice, each with a browser whose push service is out of bounds: every push is over at once with
/// status 0, which the record tells.
class CourierTest : public testing::Test {
 protected:
  SubscriptionId subscribe(const Caller& patient) {
    return place.run([&](Work& work) {
      const auto made = app::subscribe(work, patient, {"http://127.0.0.1/" + patient.user.text(), "p256dh", "auth"});
      return *SubscriptionId::parse(std::string(made.object.at("id").as_string()));
    });
  }
  /// What was pushed to this browser, as the record says it.
  std::vector<std::string> pushedTo(const SubscriptionId& browser) {
    return place.run([&](Work& work) {
      std::vector<std::string> causes;
      for (const auto& line : store::listAuditOf(work.db, browser.text())) {
        if (line.action == "push.failed") causes.push_back(line.cause.value_or("-"));
      }
      return causes;
    });
  }
  /// Waits for a commit after which it holds.
  template <class Condition>
  bool comesTrue(Condition condition) {
    const auto end = std::chrono::steady_clock::now() + seconds(5);
    while (true) {
      std::unique_lock lock(mutex);
      const int before = commits;
      lock.unlock();
      if (condition()) return true;
      lock.lock();
      // The condition's own look was a commit as well.
      if (!committed.wait_until(lock, end, [&] { return commits > before + 1; })) return false;
    }
  }

  app::Nobody nobody;
  test::Workplace place{nobody};
  Caller doctor = place.signIn(domain::Role::DOCTOR, "doctor");
  Caller first = place.signIn(domain::Role::PATIENT, "first");
  Caller second = place.signIn(domain::Role::PATIENT, "second");
  ScheduleId practice = place.openPractice(doctor);
  EntryId firstEntry = place.join(first, practice);
  EntryId secondEntry = place.join(second, practice);
  SubscriptionId firstBrowser = subscribe(first);
  SubscriptionId secondBrowser = subscribe(second);

  std::mutex mutex;
  std::condition_variable committed;
  int commits = 0;

  EndpointPolicy policy{false};
  Vapid vapid{someKey(), "mailto:it@clinic.example"};
  ReceiptTokens tokens{std::string(32, 'k')};
  Sender sender{vapid, policy, place.engine()};

  void SetUp() override {
    place.engine().onCommitted([this](const app::Changes&) {
      const std::lock_guard lock(mutex);
      ++commits;
      committed.notify_all();
    });
  }
};

using List = std::vector<std::string>;

TEST_F(CourierTest, a_server_that_starts_rings_again_what_still_rings) {
  place.ring(doctor, first, firstEntry);
  place.pass(seconds(30) - milliseconds(1));
  Courier courier(place.engine(), sender, policy, tokens);
  courier.resume();
  courier.stop();
  EXPECT_EQ(pushedTo(firstBrowser), List{"ring 0"});
}

TEST_F(CourierTest, a_server_that_was_away_for_too_long_rings_nothing_that_is_over) {
  place.ring(doctor, first, firstEntry);
  place.pass(seconds(30));
  Courier courier(place.engine(), sender, policy, tokens);
  courier.resume();
  courier.stop();
  EXPECT_EQ(pushedTo(firstBrowser), List{});
}

TEST_F(CourierTest, whoever_only_joined_is_told_nothing_by_a_change_of_another_process) {
  Courier courier(place.engine(), sender, policy, tokens);
  place.pass(milliseconds(1));
  place.run([](Work& work) { return work.changes.everything = true; });
  courier.stop();
  for (const auto& entry : {firstEntry, secondEntry}) {
    EXPECT_EQ(place.run([&](Work& work) { return store::findToldPlace(work.db, entry); }), std::nullopt);
  }
}

TEST_F(CourierTest, a_line_that_another_process_moved_is_told) {
  Courier courier(place.engine(), sender, policy, tokens);
  place.pass(milliseconds(1));
  place.run([&](Work& work) {
    app::Changes unheard;
    Work elsewhere{work.db, work.now, work.random, work.ids, work.settings, work.presence, work.seen, unheard};
    EXPECT_TRUE(app::leaveQueue(elsewhere, first, firstEntry));
    work.changes.everything = true;
    return true;
  });
  EXPECT_TRUE(comesTrue([&] { return pushedTo(secondBrowser) == List{"place 0"}; })) << "second is told to be next";
  place.run([](Work& work) { return work.changes.everything = true; });
  courier.stop();
  EXPECT_EQ(pushedTo(secondBrowser), List{"place 0"}) << "once";
  EXPECT_EQ(pushedTo(firstBrowser), List{});
}

}  // namespace
}  // namespace praktik::push
