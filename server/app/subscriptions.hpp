#pragma once

#include <string>

#include "app/queue.hpp"
#include "app/save.hpp"
#include "app/work.hpp"
#include "store/subscriptions.hpp"

/// Push subscriptions of people, what became of pushes to them, and what their service workers report.
namespace praktik::app {

/// Checked already: an endpoint that may be pushed to, and keys that are keys.
struct NewSubscription {
  std::string endpoint;
  std::string p256dh;
  std::string auth;
};
/// `{id}`. The same endpoint again keeps its id and belongs to the newest sign-in; from another person it becomes theirs with
/// a new id. Over limits::subscriptionsPerUser the oldest goes.
Made subscribe(Work& work, const Caller& caller, const NewSubscription& wanted);
/// `not_found` for one that is not the caller's.
Result<void> unsubscribe(Work& work, const Caller& caller, const SubscriptionId& id);
void removeSubscription(Work& work, const Cause& cause, const store::Subscription& subscription, std::string_view why);

/// What became of one push. `what` names its kind; `ring` is the call that it rang for.
struct PushResult {
  SubscriptionId subscription;
  std::string what;
  std::optional<CallId> ring;
  int status = 0;  ///< of the push service's answer; 0 for none in time
};
/// Records it, removes the subscription that the push service no longer knows, and marks the ring as sent.
void notePushResult(Work& work, const PushResult& result);

/// A service worker says how far the push of a ring came; `declined` declines the call for the patient whose subscription
/// it is. Each event counts once. `{status, expiresAt, serverAt, outcome?}`; `not_found` when the subscription, its sign-in
/// or the call is not there any more.
Result<boost::json::object> takeRingReceipt(Work& work, const CallId& call, const SubscriptionId& subscription,
                                            domain::PushEvent event, const Origin& origin);
/// The same of a test push, which changes nothing: `{status: "TEST", …}`.
Result<boost::json::object> takeTestReceipt(Work& work, const SubscriptionId& subscription, Instant expiresAt);

}  // namespace praktik::app
