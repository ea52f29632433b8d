#include "app/call_quality.hpp"
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

struct QualityBody {
  Whole<0, limits::qualityLengthMost.count()> seconds;
  Whole<0, limits::qualityFreezesMost> freezes;
  Whole<0, limits::qualityFrozenMost.count()> frozenMs;
  Whole<0, limits::qualityLossMostPermille> lossInPermille;
  std::optional<Whole<0, limits::qualityLossMostPermille>> lossOutPermille;
  std::optional<Whole<0, limits::qualityRoundTripMost.count()>> roundTripMs;
  bool relayed = false;
  Whole<0, limits::qualityReconnectsMost> reconnects;
};
BOOST_DESCRIBE_STRUCT(QualityBody, (),
                      (seconds, freezes, frozenMs, lossInPermille, lossOutPermille, roundTripMs, relayed, reconnects))

domain::Quality qualityOf(const QualityBody& body) {
  domain::Quality quality;
  quality.length = seconds(body.seconds.value);
  quality.freezes = body.freezes.value;
  quality.frozen = milliseconds(body.frozenMs.value);
  quality.lossInPermille = body.lossInPermille.value;
  quality.lossOutPermille = valueOf(body.lossOutPermille);
  if (body.roundTripMs) quality.roundTrip = milliseconds(body.roundTripMs->value);
  quality.relayed = body.relayed;
  quality.reconnects = body.reconnects.value;
  return quality;
}

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

Reply reportQuality(Work& work, const Caller& caller, const CallId& id, const QualityBody& body) {
  return answer("report", app::reportQuality(work, caller, id, qualityOf(body)));
}

Reply readQuality(const Reading& reading, const Caller& caller, const CallId& id) {
  return answer(app::readQuality(reading, caller, id));
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
      {Verb::put, "/api/calls/{id}/quality", to(Action::reportQuality), command(reportQuality)},
      {Verb::get, "/api/calls/{id}/quality", to(Action::readQuality), query(readQuality)},
      {Verb::get, "/api/ice-test", to(Action::useOwnAccount), testIce},
  };
}

}  // namespace praktik::net
