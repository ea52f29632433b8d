#include "app/subscriptions.hpp"
#include "net/bridge.hpp"
#include "net/routes.hpp"
#include "push/courier.hpp"
#include "store/users.hpp"

namespace praktik::net {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

struct KeysBody {
  Text<1, limits::pushKeyChars> p256dh;
  Text<1, limits::pushKeyChars> auth;
};
BOOST_DESCRIBE_STRUCT(KeysBody, (), (p256dh, auth))

/// A browser's PushSubscription as it turns into JSON.
struct SubscriptionBody {
  Text<1, limits::endpointChars> endpoint;
  Patch<Instant> expirationTime;
  KeysBody keys;
};
BOOST_DESCRIBE_STRUCT(SubscriptionBody, (), (endpoint, expirationTime, keys))

struct ReceiptBody {
  Text<1, limits::tokenChars> token;
  domain::PushEvent event = domain::PushEvent::delivered;
};
BOOST_DESCRIBE_STRUCT(ReceiptBody, (), (token, event))

asio::awaitable<Reply> key(Exchange& exchange) {
  if (const auto fields = readFields<NoFields>(exchange.request); !fields) co_return std::unexpected(fields.error());
  co_return ok(json::object{{"publicKey", exchange.services.push.vapid.publicKey()}});
}

/// What the shape of the body does not say.
std::vector<FieldError> whatIsWrongWith(const SubscriptionBody& body, const push::EndpointPolicy& policy) {
  std::vector<FieldError> errors;
  if (!policy.read(body.endpoint.value)) {
    errors.push_back({"endpoint", "format", "This must be the https address of a public push service."});
  }
  if (!push::SubscriberKeys::readPoint(body.keys.p256dh.value)) {
    errors.push_back({"keys.p256dh", "format", "This must be a public key on P-256, as base64url."});
  }
  if (!push::SubscriberKeys::readAuth(body.keys.auth.value)) {
    errors.push_back({"keys.auth", "format", "This must be 16 bytes, as base64url."});
  }
  return errors;
}

asio::awaitable<Reply> subscribe(Exchange& exchange) {
  const auto body = readFields<SubscriptionBody>(exchange.request);
  if (!body) co_return std::unexpected(body.error());
  app::Refused refused(Refusal::invalid);
  refused.errors = whatIsWrongWith(*body, exchange.services.push.endpoints);
  if (!refused.errors.empty()) co_return std::unexpected(std::move(refused));
  const app::NewSubscription wanted{body->endpoint.value, body->keys.p256dh.value, body->keys.auth.value};
  const std::function<Reply(app::Work&)> run = [&](app::Work& work) {
    app::Made made = app::subscribe(work, *exchange.caller, wanted);
    return answerMade("subscription", std::move(made.object), made.isNew);
  };
  co_return co_await runAsCaller(exchange, run);
}

Reply unsubscribe(app::Work& work, const app::Caller& caller, const SubscriptionId& id) {
  return answer(app::unsubscribe(work, caller, id));
}

json::object viewResults(const std::vector<push::Courier::TestResult>& results) {
  json::array views;
  for (const auto& result : results) {
    views.push_back(json::object{{"endpointHost", result.endpointHost}, {"status", result.status}});
  }
  return {{"results", std::move(views)}};
}

asio::awaitable<Reply> test(Exchange& exchange) {
  if (const auto fields = readFields<NoFields>(exchange.request); !fields) co_return std::unexpected(fields.error());
  Services& services = exchange.services;
  const UserId user = exchange.caller->user;
  if (const auto wait = services.push.tests.take(user, services.engine.now())) {
    app::Refused refused(Refusal::too_many);
    refused.retryAfter = wait;
    co_return std::unexpected(std::move(refused));
  }
  std::vector<store::Subscription> subscriptions;
  std::optional<store::User> person;
  const bool asked = co_await onReader(services.engine, [&](const app::Reading& reading) {
    subscriptions = store::listLivingSubscriptions(reading.db, user, reading.now);
    person = store::findUser(reading.db, user);
  });
  if (!asked || !person) co_return std::unexpected(Refusal::try_again);
  const auto results = std::make_shared<std::vector<push::Courier::TestResult>>();
  auto start = [&, results](const std::function<void(bool)>& done) {
    services.push.courier.test(subscriptions, person->locale, [results, done](auto gathered) {
      *results = std::move(gathered);
      done(true);
    });
  };
  (void)co_await fromElsewhere(std::move(start));
  co_return ok(viewResults(*results));
}

/// Open, because a service worker has no sign-in of its own: the token says whose it is.
asio::awaitable<Reply> receipt(Exchange& exchange) {
  const auto body = readFields<ReceiptBody>(exchange.request);
  if (!body) co_return std::unexpected(body.error());
  app::Engine& engine = exchange.services.engine;
  const auto known = exchange.services.push.receipts.check(body->token.value, engine.now());
  if (!known) co_return std::unexpected(Refusal::not_found);
  app::Result<json::object> result;
  const bool committed = co_await onWriter(engine, [&](app::Work& work) {
    result = known->kind == push::ReceiptKind::test ? app::takeTestReceipt(work, known->subscription, known->expiresAt)
                                                    : app::takeRingReceipt(work, known->call, known->subscription,
                                                                           body->event, originOf(exchange.request));
  });
  if (!committed) co_return std::unexpected(Refusal::try_again);
  co_return answer(std::move(result));
}

}  // namespace

std::vector<Route> pushRoutes() {
  const auto own = to(domain::Action::useOwnAccount);
  return {
      {Verb::get, "/api/push/key", own, key},
      {Verb::post, "/api/push/subscriptions", own, subscribe},
      {Verb::del, "/api/push/subscriptions/{id}", own, command(unsubscribe)},
      {Verb::post, "/api/push/test", own, test},
      {Verb::post, "/api/push/receipts", to(domain::Action::reportPush), receipt},
  };
}

}  // namespace praktik::net
