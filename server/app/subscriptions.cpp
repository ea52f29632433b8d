#include "app/subscriptions.hpp"

#include <fmt/format.h>

#include "app/accounts.hpp"
#include "app/calls.hpp"
#include "app/settle.hpp"
#include "base/limits.hpp"
#include "store/entries.hpp"

namespace praktik::app {
namespace {

using boost::json::object;
using domain::PushEvent;

constexpr int httpNotFound = 404;
constexpr int httpGone = 410;

bool isAccepted(int status) { return status >= 200 && status < 300; }
bool isGone(int status) { return status == httpNotFound || status == httpGone; }

/// The doctors in whose queues this patient waits see how the patient can be reached.
void touchReachability(Work& work, const UserId& user) {
  for (const auto& entry : store::listEntriesOfPatient(work.db, user, work.now - limits::finishedShown)) {
    work.changes.topics.insert(Topic::practice(entry.schedule));
  }
}

void recordSubscription(Work& work, const Cause& cause, const store::Subscription& subscription,
                        std::optional<std::string> why) {
  store::AuditEntry entry;
  entry.subject = "push_subscription";
  entry.subjectId = subscription.id.text();
  if (const auto user = store::findUser(work.db, subscription.user)) {
    (user->role == domain::Role::DOCTOR ? entry.doctor : entry.patient) = user->id;
  }
  entry.cause = std::move(why);
  record(work, cause, std::move(entry));
}

void dropOldest(Work& work, const Caller& caller) {
  auto all = store::listSubscriptions(work.db, caller.user);
  for (std::size_t i = 0; i + limits::subscriptionsPerUser < all.size(); ++i) {
    removeSubscription(work, {&caller, "push.unsubscribe"}, all[i], "too_many");
  }
}

/// The person behind a subscription, while the sign-in that brought it lives.
std::optional<Caller> ownerOf(Work& work, const SubscriptionId& id) {
  const auto subscription = store::findSubscription(work.db, id);
  if (!subscription) return std::nullopt;
  return findCaller(work.reading(), subscription->signIn);
}

domain::PushStep stepOf(PushEvent event) {
  return event == PushEvent::delivered ? domain::PushStep::delivered : domain::PushStep::shown;
}

}  // namespace

Made subscribe(Work& work, const Caller& caller, const NewSubscription& wanted) {
  auto known = store::findSubscriptionByEndpoint(work.db, wanted.endpoint);
  if (known && known->user != caller.user) {
    // Not by the caller: the one whom it was taken from is nobody whom they may see.
    removeSubscription(work, {nullptr, "push.unsubscribe"}, *known, "moved");
    known.reset();
  }
  store::Subscription subscription{known ? known->id : work.newId<SubscriptionId>(),
                                   caller.user,
                                   caller.signIn,
                                   wanted.endpoint,
                                   wanted.p256dh,
                                   wanted.auth,
                                   known ? known->createdAt : work.now};
  if (known) {
    if (*known != subscription) {
      store::updateSubscription(work.db, subscription);
      recordSubscription(work, {&caller, "push.subscribe"}, subscription, "renewed");
      touchReachability(work, caller.user);
    }
  } else {
    store::insertSubscription(work.db, subscription);
    recordSubscription(work, {&caller, "push.subscribe"}, subscription, std::nullopt);
    touchReachability(work, caller.user);
    dropOldest(work, caller);
  }
  return {object{{"id", subscription.id.text()}}, !known};
}

Result<void> unsubscribe(Work& work, const Caller& caller, const SubscriptionId& id) {
  const auto subscription = store::findSubscription(work.db, id);
  if (!subscription) return std::unexpected(Refusal::not_found);
  if (subscription->user != caller.user) return std::unexpected(notTheirs(work.db, id.text(), subscription->user));
  removeSubscription(work, {&caller, "push.unsubscribe"}, *subscription, "asked");
  return {};
}

void removeSubscription(Work& work, const Cause& cause, const store::Subscription& subscription, std::string_view why) {
  store::deleteSubscription(work.db, subscription.id);
  recordSubscription(work, cause, subscription, std::string(why));
  touchReachability(work, subscription.user);
}

void notePushResult(Work& work, const PushResult& result) {
  const auto subscription = store::findSubscription(work.db, result.subscription);
  // It may have gone while the push was on its way; then nobody is left whom the outcome concerns.
  if (subscription) {
    const std::string why = fmt::format("{} {}", result.what, result.status);
    if (isGone(result.status)) {
      removeSubscription(work, {nullptr, "push.gone"}, *subscription, why);
    } else {
      recordSubscription(work, {nullptr, isAccepted(result.status) ? "push.accepted" : "push.failed"}, *subscription,
                         why);
    }
  }
  if (result.ring && isAccepted(result.status)) {
    notePush(work, {nullptr, "push.accepted"}, *result.ring, domain::PushStep::accepted);
  }
}

Result<object> takeRingReceipt(Work& work, const CallId& id, const SubscriptionId& subscription, PushEvent event,
                               const Origin& origin) {
  auto owner = ownerOf(work, subscription);
  if (!owner) return std::unexpected(Refusal::not_found);
  owner->origin = origin;
  const auto found = findCallFor(work.db, *owner, domain::Action::answerCall, id);
  if (!found) return std::unexpected(found.error());
  // Also before a repeat, which changes nothing more: the service worker rings as long as the answer says RINGING.
  settle(work, *found);
  if (store::insertReceipt(work.db, id, subscription, event, work.now)) {
    if (event == PushEvent::declined) {
      // Too late is no failure of the one who reports: the answer tells what became of the call.
      (void)declineCall(work, *owner, id);
    } else {
      notePush(work, {&*owner, fmt::format("push.{}", word(event))}, id, stepOf(event));
    }
  }
  const auto call = findCallFor(work.db, *owner, domain::Action::answerCall, id);
  if (!call) return std::unexpected(call.error());
  object answer{
      {"status", word(call->status)}, {"expiresAt", toMillis(call->expiresAt)}, {"serverAt", toMillis(work.now)}};
  if (const auto outcome = domain::outcomeOfRing(call->status)) answer["outcome"] = word(*outcome);
  return answer;
}

Result<object> takeTestReceipt(Work& work, const SubscriptionId& subscription, Instant expiresAt) {
  if (!ownerOf(work, subscription)) return std::unexpected(Refusal::not_found);
  return object{{"status", "TEST"}, {"expiresAt", toMillis(expiresAt)}, {"serverAt", toMillis(work.now)}};
}

}  // namespace praktik::app
