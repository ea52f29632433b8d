#pragma once

#include <vector>

#include "domain/words.hpp"
#include "store/connection.hpp"

namespace praktik::store {

/// A browser that may be reached by Web Push. It belongs to the sign-in that brought it and counts while that lives.
struct Subscription {
  SubscriptionId id;
  UserId user;
  SignInId signIn;
  std::string endpoint;
  std::string p256dh;  ///< base64url
  std::string auth;    ///< base64url
  Instant createdAt;

  bool operator==(const Subscription&) const = default;
};

void insertSubscription(Connection& connection, const Subscription& subscription);
/// Saves sign-in and keys.
void updateSubscription(Connection& connection, const Subscription& subscription);
void deleteSubscription(Connection& connection, const SubscriptionId& id);
std::optional<Subscription> findSubscription(Connection& connection, const SubscriptionId& id);
std::optional<Subscription> findSubscriptionByEndpoint(Connection& connection, const std::string& endpoint);
/// Those of a person, oldest first, also of sign-ins that have run out.
std::vector<Subscription> listSubscriptions(Connection& connection, const UserId& user);
std::vector<Subscription> listSubscriptionsOfSignIn(Connection& connection, const SignInId& signIn);
/// Those that may be pushed to now, oldest first: their sign-in lives.
std::vector<Subscription> listLivingSubscriptions(Connection& connection, const UserId& user, Instant now);
/// Until when this person has a living subscription, if nothing changes; empty for somebody without one.
std::optional<Instant> reachableByPushUntil(Connection& connection, const UserId& user, Instant now);

/// Remembers that this event came. False when it had come before.
bool insertReceipt(Connection& connection, const CallId& call, const SubscriptionId& subscription,
                   domain::PushEvent event, Instant at);

}  // namespace praktik::store
