#include "net/bridge.hpp"
#include "net/openapi.hpp"
#include "net/routes.hpp"
#include "store/users.hpp"

namespace praktik::net {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

asio::awaitable<Reply> alive(Exchange&) { co_return ok(json::object{{"status", "alive"}}); }

asio::awaitable<Reply> ready(Exchange& exchange) {
  const bool answers = co_await onReader(exchange.services.engine, [](const app::Reading& reading) {
    // Nobody has this id: what counts is that the question is answered.
    (void)store::findUser(reading.db, UserId{});
  });
  const auto trouble = exchange.services.engine.trouble();
  if (answers && !trouble) co_return ok(json::object{{"status", "ready"}});
  app::Refused refused(Refusal::try_again);
  refused.detail = trouble ? sentence(*trouble) : "The database does not answer.";
  co_return std::unexpected(std::move(refused));
}

asio::awaitable<Reply> config(Exchange& exchange) {
  const app::Settings& times = exchange.services.engine.settings();
  const PublicSettings& settings = exchange.services.settings;
  json::object body;
  if (settings.contact) body["contact"] = *settings.contact;
  body["ringSeconds"] = times.ringFor.count();
  body["callGraceSeconds"] = times.callGrace.count();
  body["joinSeconds"] = times.joinWithin.count();
  body["demo"] = !settings.demoAccounts.empty();
  body["consent"] = settings.consent;
  co_return ok(body);
}

asio::awaitable<Reply> demo(Exchange& exchange) {
  const json::array& accounts = exchange.services.settings.demoAccounts;
  if (accounts.empty()) co_return std::unexpected(Refusal::not_found);
  co_return ok(json::object{{"accounts", accounts}});
}

asio::awaitable<Reply> openApi(Exchange&) {
  Response response;
  response.set("Content-Type", "application/json");
  response.text = openApiDocument();
  co_return response;
}

}  // namespace

std::vector<Route> serverRoutes() {
  const auto everybody = to(domain::Action::readPublic);
  return {
      {Verb::get, "/healthz", everybody, alive},
      {Verb::get, "/readyz", everybody, ready},
      {Verb::get, "/api/config", everybody, config},
      {Verb::get, "/api/demo", everybody, demo},
      {Verb::get, "/api/openapi.json", everybody, openApi},
  };
}

}  // namespace praktik::net
