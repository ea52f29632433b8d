#include "app/retention.hpp"

#include <gtest/gtest.h>
#include <map>

#include "app/call_quality.hpp"
#include "app/calls.hpp"
#include "app/queue.hpp"
#include "app/subscriptions.hpp"
#include "base/limits.hpp"
#include "store/audit.hpp"
#include "store/calls.hpp"
#include "store/entries.hpp"
#include "store/schedules.hpp"
#include "store/sign_ins.hpp"
#include "support/nobody.hpp"
#include "support/workplace.hpp"

namespace praktik::app {
namespace {

using std::chrono::days;

/// A doctor whose practice is online and a patient who came for a reason.
class RetentionTest : public testing::Test {
 protected:
  EntryId join(const Caller& who) {
    return place.run([&](Work& work) {
      const auto made = joinQueue(work, who, practice, "a cough");
      return *EntryId::parse(std::string(made->object.at("id").as_string()));
    });
  }
  bool keep(const Retention& wanted) {
    return place.run([&](Work& work) {
      Settings settings;
      settings.keep = wanted;
      Work other{work.db, work.now, work.random, work.ids, settings, work.presence, work.seen, work.changes};
      return applyRetention(other);
    });
  }
  /// Nothing stays for ever less than that, and all else for ever.
  static Retention none() { return {days(0), days(0), days(0), days(0), days(0), days(0)}; }
  std::int64_t count(const std::string& table) {
    return place.run([&](Work& work) {
      // The text of a statement is its key, so each table needs one that lives.
      static std::map<std::string, std::string> texts;
      const auto& text = texts.try_emplace(table, "SELECT COUNT(*) FROM " + table).first->second;
      return work.db.value<std::int64_t>(text);
    });
  }
  std::optional<std::string> reason() {
    return place.run([&](Work& work) { return store::findEntry(work.db, entry)->reason; });
  }
  void complete() {
    place.run([&](Work& work) { return completeSchedule(work, doctor, practice).has_value(); });
  }

  Nobody nobody;
  test::Workplace place{nobody};
  Caller doctor = place.signIn(domain::Role::DOCTOR, "doctor");
  Caller patient = place.signIn(domain::Role::PATIENT, "patient");
  ScheduleId practice = place.openPractice(doctor);
  EntryId entry = join(patient);
};

TEST_F(RetentionTest, by_default_practices_stay_for_ever_and_the_record_as_well) {
  complete();
  place.pass(days(36'500));
  while (keep(Retention{})) {
  }
  EXPECT_EQ(count("schedules"), 1);
  EXPECT_EQ(count("entries"), 1);
  EXPECT_GT(count("audit"), 4);
  EXPECT_EQ(count("users"), 2);
}

TEST_F(RetentionTest, a_sign_in_stays_for_its_days_after_its_end_and_goes_with_its_tokens) {
  Retention wanted = none();
  wanted.signIns = days(90);
  place.run([&](Work& work) { return endOwnSignIn(work, patient, patient.signIn, "revoked").has_value(); });
  place.pass(days(90));
  EXPECT_FALSE(keep(wanted));
  EXPECT_EQ(count("sign_ins"), 2);
  place.pass(milliseconds(1));
  EXPECT_TRUE(keep(wanted));
  EXPECT_EQ(count("sign_ins"), 1);
  EXPECT_EQ(count("refresh_tokens"), 1);
  // The doctor's ran out by itself, thirty days after it began.
  place.pass(days(30));
  EXPECT_TRUE(keep(wanted));
  EXPECT_EQ(count("sign_ins"), 0);
  EXPECT_EQ(count("refresh_tokens"), 0);
}

TEST_F(RetentionTest, a_subscription_of_a_sign_in_that_ran_out_goes_with_it) {
  Retention wanted = none();
  wanted.signIns = days(1);
  place.run(
      [&](Work& work) { return subscribe(work, patient, {"https://push.example.org/1", "p256dh", "auth"}).isNew; });
  place.pass(limits::signIn + days(1));
  EXPECT_FALSE(keep(wanted));
  EXPECT_EQ(count("push_subscriptions"), 1);
  place.pass(milliseconds(1));
  EXPECT_TRUE(keep(wanted));
  EXPECT_EQ(count("push_subscriptions"), 0);
}

TEST_F(RetentionTest, a_reason_stays_while_its_patient_waits_and_then_for_its_days) {
  Retention wanted = none();
  wanted.reasons = days(90);
  place.pass(days(90) + milliseconds(1));
  EXPECT_FALSE(keep(wanted)) << "the patient still waits";
  EXPECT_EQ(reason(), "a cough");
  complete();
  EXPECT_TRUE(keep(wanted));
  EXPECT_EQ(reason(), std::nullopt);
  EXPECT_EQ(count("entries"), 1);
  EXPECT_FALSE(keep(wanted));
}

TEST_F(RetentionTest, a_reason_does_not_go_a_millisecond_before_its_time) {
  Retention wanted = none();
  wanted.reasons = days(90);
  complete();
  place.pass(days(90));
  EXPECT_FALSE(keep(wanted));
  EXPECT_EQ(reason(), "a cough");
}

TEST_F(RetentionTest, from_where_somebody_acted_goes_and_the_record_stays) {
  Retention wanted = none();
  wanted.origins = days(180);
  Caller elsewhere = patient;
  elsewhere.origin.address = "192.0.2.7";
  place.run([&](Work& work) { return setReadiness(work, elsewhere, entry, true).has_value(); });
  const auto recorded = count("audit");
  place.pass(days(180));
  EXPECT_FALSE(keep(wanted));
  EXPECT_EQ(count("audit_origins"), 1);
  place.pass(milliseconds(1));
  EXPECT_TRUE(keep(wanted));
  EXPECT_EQ(count("audit_origins"), 0);
  EXPECT_EQ(count("audit"), recorded + 1) << "and one line that tells of it";
}

TEST_F(RetentionTest, how_a_push_came_and_how_a_call_was_go_and_the_call_stays) {
  Retention wanted = none();
  wanted.receipts = days(7);
  wanted.quality = days(365);
  const auto call = place.run([&](Work& work) {
    EXPECT_TRUE(setReadiness(work, patient, entry, true));
    const auto made = invite(work, doctor, entry);
    return *CallId::parse(std::string(made->object.at("id").as_string()));
  });
  place.run([&](Work& work) {
    EXPECT_TRUE(acceptCall(work, patient, call, std::nullopt));
    EXPECT_TRUE(reportQuality(work, patient, call, {}));
    return store::insertReceipt(work.db, call, SubscriptionId{}, domain::PushEvent::shown, work.now);
  });
  place.pass(days(7) + milliseconds(1));
  EXPECT_TRUE(keep(wanted));
  EXPECT_EQ(count("push_receipts"), 0);
  EXPECT_EQ(count("call_quality"), 1);
  place.pass(days(358));
  EXPECT_TRUE(keep(wanted));
  EXPECT_EQ(count("call_quality"), 0);
  EXPECT_EQ(count("calls"), 1);
}

TEST_F(RetentionTest, a_finished_practice_goes_with_all_that_was_in_it_and_one_under_way_stays) {
  Retention wanted = none();
  wanted.practices = days(30);
  place.run([&](Work& work) {
    EXPECT_TRUE(setReadiness(work, patient, entry, true));
    EXPECT_TRUE(invite(work, doctor, entry));
    return true;
  });
  place.pass(days(31));
  EXPECT_FALSE(keep(wanted)) << "it is still online";
  complete();
  place.pass(days(30));
  EXPECT_FALSE(keep(wanted));
  place.pass(milliseconds(1));
  EXPECT_TRUE(keep(wanted));
  for (const char* table : {"schedules", "entries", "calls", "call_quality", "push_receipts"}) {
    EXPECT_EQ(count(table), 0) << table;
  }
  EXPECT_EQ(count("users"), 2);
}

TEST_F(RetentionTest, what_went_is_on_record_by_its_number_alone) {
  Retention wanted = none();
  wanted.reasons = days(1);
  complete();
  place.pass(days(2));
  keep(wanted);
  const auto lines = place.run([](Work& work) { return store::listAuditOf(work.db, ""); });
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].action, "retention");
  EXPECT_EQ(lines[0].subject, "reason");
  EXPECT_EQ(lines[0].cause, "1 rows");
  EXPECT_EQ(lines[0].actor, std::nullopt);
}

TEST_F(RetentionTest, more_than_a_batch_goes_in_several) {
  Retention wanted = none();
  wanted.origins = days(1);
  Caller elsewhere = patient;
  elsewhere.origin.address = "192.0.2.7";
  const auto many = limits::retentionBatch + 1;
  place.run([&](Work& work) {
    for (std::int64_t i = 0; i < many; ++i) EXPECT_TRUE(setReadiness(work, elsewhere, entry, i % 2 == 0));
    return true;
  });
  place.pass(days(2));
  EXPECT_TRUE(keep(wanted));
  EXPECT_EQ(count("audit_origins"), 1);
  EXPECT_TRUE(keep(wanted));
  EXPECT_EQ(count("audit_origins"), 0);
  EXPECT_FALSE(keep(wanted));
}

TEST_F(RetentionTest, the_clock_runs_when_the_server_starts) {
  complete();
  place.pass(days(91));
  RetentionClock clock(place.engine());
  clock.stop();
  EXPECT_EQ(reason(), std::nullopt);
}

}  // namespace
}  // namespace praktik::app
