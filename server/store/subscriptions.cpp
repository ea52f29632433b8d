#include "store/subscriptions.hpp"

namespace praktik::store {
namespace {

using Row = std::tuple<SubscriptionId, UserId, SignInId, std::string, std::string, std::string, Instant>;

#define SUBSCRIPTION_COLUMNS "s.id, s.user_id, s.sign_in_id, s.endpoint, s.p256dh, s.auth, s.created_at"

std::optional<Subscription> fromRow(const std::optional<Row>& row) {
  if (!row) return std::nullopt;
  return std::make_from_tuple<Subscription>(*row);
}

std::vector<Subscription> fromRows(const std::vector<Row>& rows) {
  std::vector<Subscription> subscriptions;
  subscriptions.reserve(rows.size());
  for (const Row& row : rows) subscriptions.push_back(std::make_from_tuple<Subscription>(row));
  return subscriptions;
}

}  // namespace

void insertSubscription(Connection& connection, const Subscription& s) {
  connection.run(
      "INSERT INTO push_subscriptions (id, user_id, sign_in_id, endpoint, p256dh, auth, created_at) "
      "VALUES (:a, :b, :c, :d, :e, :f, :g)",
      s.id, s.user, s.signIn, s.endpoint, s.p256dh, s.auth, s.createdAt);
}

void updateSubscription(Connection& connection, const Subscription& s) {
  connection.run("UPDATE push_subscriptions SET sign_in_id = :a, p256dh = :b, auth = :c WHERE id = :d", s.signIn,
                 s.p256dh, s.auth, s.id);
}

void deleteSubscription(Connection& connection, const SubscriptionId& id) {
  connection.run("DELETE FROM push_subscriptions WHERE id = :a", id);
}

std::optional<Subscription> findSubscription(Connection& connection, const SubscriptionId& id) {
  return fromRow(connection.one<Row>("SELECT " SUBSCRIPTION_COLUMNS " FROM push_subscriptions s WHERE s.id = :a", id));
}

std::optional<Subscription> findSubscriptionByEndpoint(Connection& connection, const std::string& endpoint) {
  return fromRow(
      connection.one<Row>("SELECT " SUBSCRIPTION_COLUMNS " FROM push_subscriptions s WHERE s.endpoint = :a", endpoint));
}

std::vector<Subscription> listSubscriptions(Connection& connection, const UserId& user) {
  return fromRows(connection.all<Row>("SELECT " SUBSCRIPTION_COLUMNS
                                      " FROM push_subscriptions s WHERE s.user_id = :a ORDER BY s.created_at, s.id",
                                      user));
}

std::vector<Subscription> listSubscriptionsOfSignIn(Connection& connection, const SignInId& signIn) {
  return fromRows(
      connection.all<Row>("SELECT " SUBSCRIPTION_COLUMNS " FROM push_subscriptions s WHERE s.sign_in_id = :a", signIn));
}

std::vector<Subscription> listLivingSubscriptions(Connection& connection, const UserId& user, Instant now) {
  return fromRows(connection.all<Row>("SELECT " SUBSCRIPTION_COLUMNS
                                      " FROM push_subscriptions s JOIN sign_ins i ON i.id = s.sign_in_id "
                                      "WHERE s.user_id = :a AND i.ended_at IS NULL AND i.expires_at > :b "
                                      "ORDER BY s.created_at, s.id",
                                      user, now));
}

std::optional<Instant> reachableByPushUntil(Connection& connection, const UserId& user, Instant now) {
  return connection.value<std::optional<Instant>>(
      "SELECT MAX(i.expires_at) FROM push_subscriptions s JOIN sign_ins i ON i.id = s.sign_in_id "
      "WHERE s.user_id = :a AND i.ended_at IS NULL AND i.expires_at > :b",
      user, now);
}

bool insertReceipt(Connection& connection, const CallId& call, const SubscriptionId& subscription,
                   domain::PushEvent event, Instant at) {
  return connection.run(
             "INSERT INTO push_receipts (call_id, subscription_id, event, at) SELECT :a, :b, :c, :d "
             "WHERE NOT EXISTS (SELECT 1 FROM push_receipts WHERE call_id = :e AND subscription_id = :f AND event = :g)",
             call, subscription, event, at, call, subscription, event) > 0;
}

}  // namespace praktik::store
