#include "app/calls.hpp"
#include "net/routes.hpp"

namespace praktik::net {
namespace {

using app::Caller;
using app::Reading;
using app::Work;
using domain::Action;

struct AcceptBody {
  std::optional<ConnectionId> connection;
};
BOOST_DESCRIBE_STRUCT(AcceptBody, (), (connection))

Reply read(const Reading& reading, const Caller& caller, const CallId& id) {
  return answer("call", app::readCall(reading, caller, id));
}

Reply accept(Work& work, const Caller& caller, const CallId& id, const AcceptBody& body) {
  return answer("call", app::acceptCall(work, caller, id, body.connection));
}

Reply decline(Work& work, const Caller& caller, const CallId& id) {
  return answer("call", app::declineCall(work, caller, id));
}

Reply cancel(Work& work, const Caller& caller, const CallId& id) {
  return answer("call", app::cancelCall(work, caller, id));
}

Reply end(Work& work, const Caller& caller, const CallId& id) { return answer("call", app::endCall(work, caller, id)); }

Reply iceServers(const Reading& reading, const Caller& caller, const CallId& id) {
  return answer(app::readIceServers(reading, caller, id));
}

/// Outside any call, so a throttle stands where the participants' circle does.
boost::asio::awaitable<Reply> testIce(Exchange& exchange) {
  if (const auto fields = readFields<NoFields>(exchange.request); !fields) co_return std::unexpected(fields.error());
  const app::Engine& engine = exchange.services.engine;
  const UserId& user = exchange.caller->user;
  const Instant now = engine.now();
  if (const auto wait = exchange.services.iceTests.take(user, now)) {
    app::Refused refused(Refusal::too_many);
    refused.retryAfter = wait;
    co_return std::unexpected(std::move(refused));
  }
  co_return ok(app::testIceServers(engine.settings(), user, now));
}

}  // namespace

std::vector<Route> callRoutes() {
  return {
      {Verb::get, "/api/calls/{id}", to(Action::readCall), query(read)},
      {Verb::post, "/api/calls/{id}/accept", to(Action::answerCall), command(accept)},
      {Verb::post, "/api/calls/{id}/decline", to(Action::answerCall), command(decline)},
      {Verb::post, "/api/calls/{id}/cancel", to(Action::cancelCall), command(cancel)},
      {Verb::post, "/api/calls/{id}/end", to(Action::endCall), command(end)},
      {Verb::get, "/api/calls/{id}/ice", to(Action::joinMedia), query(iceServers)},
      {Verb::get, "/api/ice-test", to(Action::useOwnAccount), testIce},
  };
}

}  // namespace praktik::net
