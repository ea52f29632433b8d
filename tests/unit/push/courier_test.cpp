#include "push/courier.hpp"

#include <gtest/gtest.h>

#include "app/subscriptions.hpp"
#include "store/audit.hpp"
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

  EndpointPolicy policy{false};
  Vapid vapid{someKey(), "mailto:it@clinic.example"};
  ReceiptTokens tokens{std::string(32, 'k')};
  Sender sender{vapid, policy, place.engine()};
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

}  // namespace
}  // namespace praktik::push
