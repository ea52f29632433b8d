#include "app/refusals.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "app/accounts.hpp"
#include "base/limits.hpp"
#include "store/audit.hpp"
#include "store/erasure.hpp"
#include "support/nobody.hpp"
#include "support/workplace.hpp"

namespace praktik::app {
namespace {

constexpr Instant start = fromMillis(1'760'000'000'000);

Attempt from(const std::string& address) {
  Attempt attempt;
  attempt.origin.address = address;
  return attempt;
}

TEST(RefusalCounter, the_first_few_of_a_source_are_told_and_the_rest_of_the_minute_is_counted) {
  RefusalCounter counter;
  for (int i = 0; i < 12; ++i) {
    EXPECT_EQ(counter.isToldInFull(from("10.0.0.1"), {}, start + seconds(i)), i < limits::refusalsInFull) << i;
  }
  EXPECT_TRUE(counter.isToldInFull(from("10.0.0.2"), {}, start));
  EXPECT_TRUE(counter.takeOver(start + limits::minutes(1) - milliseconds(1)).empty());
  const auto rests = counter.takeOver(start + limits::minutes(1));
  ASSERT_EQ(rests.size(), 1U);
  EXPECT_EQ(rests[0].count, 12 - limits::refusalsInFull);
  EXPECT_EQ(rests[0].origin.address, "10.0.0.1");
  EXPECT_TRUE(counter.isEmpty());
  EXPECT_TRUE(counter.isToldInFull(from("10.0.0.1"), {}, start + limits::minutes(1))) << "a new minute begins anew";
}

TEST(RefusalCounter, two_sign_ins_behind_one_address_are_two_sources) {
  RefusalCounter counter;
  for (std::uint8_t who = 1; who <= 2; ++who) {
    Attempt attempt = from("10.0.0.1");
    attempt.caller = Caller{};
    attempt.caller->signIn = SignInId(UuidBytes{who});
    for (int i = 0; i <= limits::refusalsInFull; ++i) {
      EXPECT_EQ(counter.isToldInFull(attempt, {}, start), i < limits::refusalsInFull);
    }
  }
  EXPECT_EQ(counter.takeAll().size(), 2U);
}

TEST(RefusalCounter, more_sources_than_are_kept_apart_are_counted_as_one_without_an_address) {
  RefusalCounter counter;
  constexpr int beyond = 1000;
  for (std::size_t i = 0; i < limits::refusalSources + beyond; ++i) {
    EXPECT_EQ(counter.isToldInFull(from(fmt::format("10.0.{}.{}", i / 256, i % 256)), {}, start),
              i < limits::refusalSources);
  }
  const auto rests = counter.takeAll();
  ASSERT_EQ(rests.size(), 1U);
  EXPECT_EQ(rests[0].count, beyond);
  EXPECT_FALSE(rests[0].origin.address);
}

TEST(RefusalCounter, refusals_of_before_hide_from_nobody_that_somebody_tried_what_is_theirs) {
  RefusalCounter counter;
  const auto told = [&](std::optional<std::uint8_t> owner) {
    Trespass trespass;
    if (owner) trespass.patient = UserId(UuidBytes{*owner});
    return counter.isToldInFull(from("10.0.0.1"), trespass, start);
  };
  for (int i = 0; i < limits::refusalsInFull; ++i) EXPECT_TRUE(told(std::nullopt));
  EXPECT_FALSE(told(std::nullopt));
  for (std::uint8_t owner = 1; owner <= limits::refusalOwners + 5; ++owner) {
    EXPECT_EQ(told(owner), owner <= limits::refusalOwners) << "the first at what is theirs";
    EXPECT_FALSE(told(owner)) << "and no more";
  }
}

TEST(RefusalCounter, a_clock_that_is_set_back_ends_the_minute) {
  RefusalCounter counter;
  for (int i = 0; i <= limits::refusalsInFull; ++i) (void)counter.isToldInFull(from("10.0.0.1"), {}, start);
  EXPECT_EQ(counter.takeOver(start - seconds(1)).size(), 1U);
}

class RefusalsTest : public testing::Test {
 protected:
  std::vector<store::AuditEntry> rows(std::string_view of = "access.") {
    return place.run([of](Work& work) {
      std::vector<store::AuditEntry> found;
      for (auto& entry : store::listUnsealedAudit(work.db)) {
        if (entry.action.starts_with(of)) found.push_back(std::move(entry));
      }
      return found;
    });
  }

  Nobody nobody;
  test::Workplace place{nobody, start};
};

TEST_F(RefusalsTest, what_was_asked_and_whose_it_is_stand_in_the_row) {
  const auto doctor = place.signIn(domain::Role::DOCTOR, "doctor");
  const auto stranger = place.signIn(domain::Role::DOCTOR, "stranger");
  Refusals refusals(place.engine());
  const std::string asked = formatUuid(UuidBytes{7});
  refusals.note({stranger, {}, domain::Action::readQueue, asked},
                Refused(Refusal::not_found, Trespass{asked, doctor.user, std::nullopt}));
  const auto found = rows();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].action, "access.refused");
  EXPECT_EQ(found[0].subject, "readQueue");
  EXPECT_EQ(found[0].subjectId, asked);
  EXPECT_EQ(found[0].cause, "not_found");
  EXPECT_EQ(found[0].actor, stranger.user);
  EXPECT_EQ(found[0].doctor, doctor.user);
}

TEST_F(RefusalsTest, a_flood_becomes_one_row_with_its_count_when_the_minute_is_over) {
  Refusals refusals(place.engine());
  for (int i = 0; i < 100; ++i) refusals.note(from("10.0.0.1"), Refusal::origin);
  EXPECT_EQ(std::ssize(rows()), limits::refusalsInFull);
  place.pass(limits::minutes(1));
  const auto deadline = std::chrono::steady_clock::now() + seconds(10);
  while (std::ssize(rows()) == limits::refusalsInFull) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "waited in vain for the rest of the minute";
    std::this_thread::yield();
  }
  const auto rest = rows().back();
  EXPECT_EQ(rest.action, "access.refused_more");
  EXPECT_EQ(rest.cause, std::to_string(100 - limits::refusalsInFull));
}

TEST_F(RefusalsTest, who_was_erased_while_the_password_was_checked_is_not_the_one_who_failed_to_sign_in) {
  const auto patient = place.signIn(domain::Role::PATIENT, "patient");
  place.run([&](Work& work) {
    store::eraseAccount(work.db, patient.user, work.now);
    recordFailedSignIn(work, patient.user, {});
    return 0;
  });
  const auto failed = rows("sign_in.failed");
  ASSERT_EQ(failed.size(), 1U);
  EXPECT_EQ(failed[0].subjectId, "");
  EXPECT_EQ(failed[0].patient, std::nullopt);
}

TEST_F(RefusalsTest, what_is_counted_is_recorded_at_the_end) {
  Refusals refusals(place.engine());
  for (int i = 0; i < 7; ++i) refusals.note(from("10.0.0.1"), Refusal::origin);
  refusals.stop();
  const auto found = rows();
  ASSERT_EQ(std::ssize(found), limits::refusalsInFull + 1);
  EXPECT_EQ(found.back().cause, std::to_string(7 - limits::refusalsInFull));
}

}  // namespace
}  // namespace praktik::app
