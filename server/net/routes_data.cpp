#include "app/erase.hpp"
#include "app/export.hpp"
#include "net/bridge.hpp"
#include "net/routes.hpp"
#include "net/sign_in.hpp"
#include "store/users.hpp"

/// What people may ask about all that is kept on them.
namespace praktik::net {
namespace {

namespace asio = boost::asio;

struct EraseBody {
  Text<1, limits::passwordMaxChars> password;
};
BOOST_DESCRIBE_STRUCT(EraseBody, (), (password))

asio::awaitable<Reply> erase(Exchange& exchange) {
  auto body = readFields<EraseBody>(exchange.request);
  if (!body) co_return std::unexpected(std::move(body.error()));
  const auto proof = co_await proveOwnPassword(exchange, std::move(body->password.value), "password");
  if (!proof) co_return std::unexpected(proof.error());
  const std::function<Reply(app::Work&)> run = [&](app::Work& work) {
    return answer(app::eraseMe(work, *exchange.caller));
  };
  Reply reply = co_await runAsProved(exchange, *proof, run);
  if (reply) exchange.services.cookies.clear(*reply);
  co_return reply;
}

/// Each step goes back to the readers' queue, where others' reads come between.
asio::awaitable<Reply> exportData(Exchange& exchange) {
  if (const auto fields = readFields<NoFields>(exchange.request); !fields) co_return std::unexpected(fields.error());
  app::Engine& engine = exchange.services.engine;
  const UserId& user = exchange.caller->user;
  if (const auto wait = exchange.services.exports.take(user, engine.now())) {
    app::Refused refused(Refusal::too_many);
    refused.retryAfter = wait;
    co_return std::unexpected(std::move(refused));
  }
  const std::function<Reply(app::Work&)> note = [&](app::Work& work) {
    return answer(app::recordExport(work, *exchange.caller));
  };
  if (auto noted = co_await runAsCaller(exchange, note); !noted) {
    // Nothing was given, so it costs nothing.
    exchange.services.exports.giveBack(user);
    co_return noted;
  }
  app::PersonalData data(user);
  bool isMore = true;
  while (isMore) {
    const bool read = co_await onReader(engine, [&](const app::Reading& reading) { isMore = data.gather(reading); });
    if (!read) co_return std::unexpected(Refusal::try_again);
  }
  Response response = ok(data.document());
  response.set("Content-Disposition", "attachment; filename=\"praktik-data.json\"");
  co_return response;
}

}  // namespace

std::vector<Route> dataRoutes() {
  return {
      {Verb::get, "/api/me/export", to(domain::Action::readOwnData), exportData},
      {Verb::post, "/api/me/erase", to(domain::Action::useOwnAccount), erase},
  };
}

}  // namespace praktik::net
