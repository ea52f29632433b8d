#include <gtest/gtest.h>

#include "store/error.hpp"
#include "store/migrations.hpp"
#include "support/database.hpp"
#include "support/rows.hpp"

namespace praktik::store {
namespace {

using namespace test;

const UserId patient = nth<UserId>(101);
const UserId other = nth<UserId>(102);
const SignInId phone = nth<SignInId>(1);
const SignInId laptop = nth<SignInId>(2);

class SubscriptionRows : public testing::Test {
 protected:
  SubscriptionRows() {
    migrate(db);
    insertPractice(db);
    insertSignIn(db, signInOf(phone, patient));
    SignIn second = signInOf(laptop, patient);
    second.expiresAt = now + hours(48);
    insertSignIn(db, second);
  }

  TemporaryFolder folder;
  std::unique_ptr<Connection> connection = Connection::openSqlite(folder.file());
  Connection& db = *connection;
};

TEST_F(SubscriptionRows, come_back_as_they_were_by_id_and_by_endpoint) {
  Subscription subscription = subscriptionOf(1, patient, phone);
  subscription.endpoint = std::string(2048, 'e');
  insertSubscription(db, subscription);
  EXPECT_EQ(findSubscription(db, subscription.id), subscription);
  EXPECT_EQ(findSubscriptionByEndpoint(db, subscription.endpoint), subscription);
  EXPECT_EQ(findSubscription(db, nth<SubscriptionId>(9)), std::nullopt);
  subscription.signIn = laptop;
  subscription.p256dh = "other";
  subscription.auth = "secret";
  updateSubscription(db, subscription);
  EXPECT_EQ(findSubscription(db, subscription.id), subscription);
  deleteSubscription(db, subscription.id);
  EXPECT_EQ(findSubscription(db, subscription.id), std::nullopt);
}

TEST_F(SubscriptionRows, are_one_for_each_endpoint) {
  insertSubscription(db, subscriptionOf(1, patient, phone));
  Subscription same = subscriptionOf(2, other, phone);
  same.endpoint = subscriptionOf(1, patient, phone).endpoint;
  EXPECT_THROW(insertSubscription(db, same), ConstraintError);
}

TEST_F(SubscriptionRows, are_listed_by_person_and_by_sign_in_oldest_first) {
  for (const std::uint64_t number : {3U, 1U, 2U}) {
    insertSubscription(db, subscriptionOf(number, patient, number == 3 ? laptop : phone));
  }
  std::vector<SubscriptionId> ids;
  for (const auto& one : listSubscriptions(db, patient)) ids.push_back(one.id);
  EXPECT_EQ(ids, (std::vector{nth<SubscriptionId>(1), nth<SubscriptionId>(2), nth<SubscriptionId>(3)}));
  EXPECT_EQ(listSubscriptionsOfSignIn(db, laptop).size(), 1U);
  EXPECT_TRUE(listSubscriptions(db, other).empty());
}

TEST_F(SubscriptionRows, live_as_long_as_their_sign_in) {
  insertSubscription(db, subscriptionOf(1, patient, phone));
  EXPECT_EQ(reachableByPushUntil(db, patient, now), now + hours(24));
  EXPECT_EQ(reachableByPushUntil(db, other, now), std::nullopt);
  EXPECT_EQ(listLivingSubscriptions(db, patient, now + hours(24) - oneMs).size(), 1U);
  EXPECT_TRUE(listLivingSubscriptions(db, patient, now + hours(24)).empty()) << "the sign-in has run out";
  insertSubscription(db, subscriptionOf(2, patient, laptop));
  EXPECT_EQ(reachableByPushUntil(db, patient, now), now + hours(48)) << "the longest counts";
  endSignIn(db, laptop, now, "signed_out");
  EXPECT_EQ(reachableByPushUntil(db, patient, now), now + hours(24));
  EXPECT_EQ(listLivingSubscriptions(db, patient, now).size(), 1U);
  EXPECT_EQ(listSubscriptions(db, patient).size(), 2U) << "whoever ends a sign-in removes them";
}

TEST_F(SubscriptionRows, a_receipt_is_taken_once) {
  insertConsultation(db, ringing());
  const CallId call = ringing().call->id;
  using enum domain::PushEvent;
  EXPECT_TRUE(insertReceipt(db, call, nth<SubscriptionId>(1), shown, now));
  EXPECT_FALSE(insertReceipt(db, call, nth<SubscriptionId>(1), shown, now + oneMs));
  EXPECT_TRUE(insertReceipt(db, call, nth<SubscriptionId>(1), clicked, now));
  EXPECT_TRUE(insertReceipt(db, call, nth<SubscriptionId>(2), shown, now));
}

TEST_F(SubscriptionRows, the_first_who_wait_by_number) {
  using enum domain::EntryStatus;
  std::int64_t number = 0;
  for (const auto status : {DONE, IN_CALL, NOT_READY, LEFT, READY, RINGING, NOT_SEEN, READY}) {
    auto entry = entryIn(status, ++number);
    if (number > 3) insertUser(db, userOf(entry.patient, domain::Role::PATIENT));
    insertEntry(db, entry);
  }
  std::vector<std::int64_t> numbers;
  for (const auto& entry : listFirstWaiting(db, nth<ScheduleId>(1), 3)) numbers.push_back(entry.number);
  EXPECT_EQ(numbers, (std::vector<std::int64_t>{3, 5, 6}));
}

TEST_F(SubscriptionRows, the_place_that_was_told_is_kept_and_replaced) {
  insertConsultation(db, ringing());
  const EntryId entry = ringing().entry.id;
  EXPECT_EQ(findToldPlace(db, entry), std::nullopt);
  for (const std::int64_t ahead : {3, 1, 0}) {
    saveToldPlace(db, entry, ahead);
    EXPECT_EQ(findToldPlace(db, entry), ahead);
  }
}

}  // namespace
}  // namespace praktik::store
