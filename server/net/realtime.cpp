#include "net/realtime.hpp"

#include "app/guard.hpp"
#include "base/limits.hpp"
#include "net/authenticate.hpp"
#include "net/refused_access.hpp"
#include "net/socket.hpp"
#include "net/ws_handshake.hpp"

namespace praktik::net {

namespace asio = boost::asio;

Realtime::Realtime(Services& services, live::Hub& hub, live::PresenceBoard& presence,
                   const std::vector<std::unique_ptr<SocketLane>>& lanes)
    : services_(services),
      hub_(&hub, [](live::Hub*) {}),
      presence_(presence),
      lanes_(lanes) {}

bool Realtime::isUpgrade(const Request& request) {
  return request.verb == Verb::get && request.path == "/api/realtime";
}

asio::awaitable<app::Result<std::optional<app::Caller>>> Realtime::identify(const Request& request) {
  auto caller = co_await authenticate(request, services_);
  if (!caller || usesBearer(request)) {
    if (caller && !*caller) co_return std::unexpected(Refusal::not_signed_in);
    co_return caller;
  }
  const auto origin = request.header("Origin");
  const bool showsNothing = !origin && !services_.cookies.access(request) && !services_.cookies.refresh(request);
  if (showsNothing) co_return std::unexpected(Refusal::not_signed_in);
  if (!origin || !services_.origins.contains(*origin)) co_return std::unexpected(Refusal::origin);
  // A browser cannot see a refused upgrade: nobody is let in here, and told 4401 there.
  co_return caller;
}

asio::awaitable<HttpService::Admission> Realtime::admit(Request request) {
  using Admission = HttpService::Admission;
  if (!asksForWebSocket(request) || !isValidHandshake(request)) {
    co_return Admission{problem(Broken::handshake, request.id), {}};
  }
  const auto caller = co_await identify(request);
  if (!caller || !*caller) {
    const app::Refused refused = caller ? app::Refused(Refusal::not_signed_in) : caller.error();
    noteRefusedAccess(services_, request, std::nullopt, domain::Action::connect, "", refused);
  }
  if (!caller) co_return Admission{problem(caller.error(), request.id), {}};
  if (!*caller) {
    co_return Admission{acceptHandshake(request), [this](Upgraded upgraded) { turnAway(std::move(upgraded)); }};
  }
  if (const auto refused = app::guard(**caller, domain::Action::connect)) {
    co_return Admission{problem(*refused, request.id), {}};
  }
  if (presence_.arrive((*caller)->user, (*caller)->signIn) == live::PresenceBoard::Arrival::refused) {
    app::Refused refused(Refusal::too_many);
    refused.retryAfter = limits::heartbeatSilence;
    co_return Admission{problem(refused, request.id), {}};
  }
  auto place = std::make_shared<live::Place>(presence_, services_.engine, hub_, **caller);
  co_return Admission{acceptHandshake(request), [this, caller = **caller, place](Upgraded upgraded) {
                        open(std::move(upgraded), caller, place);
                      }};
}

void Realtime::open(Upgraded upgraded, const app::Caller& caller, const std::shared_ptr<live::Place>& place) {
  SocketLane& lane = *lanes_.at(upgraded.loop);
  const auto socket = std::make_shared<Socket>(lane, std::move(upgraded.socket), std::move(upgraded.slot));
  const auto connection = ConnectionId::make(services_.engine.now(), services_.engine.random());
  auto session = std::make_shared<live::Session>(*hub_, lane.live(), caller, connection, *socket);
  place->takeOver();
  socket->start(std::move(session), upgraded.received);
  lane.add(socket);
}

void Realtime::turnAway(Upgraded upgraded) {
  SocketLane& lane = *lanes_.at(upgraded.loop);
  const auto socket = std::make_shared<Socket>(lane, std::move(upgraded.socket), std::move(upgraded.slot));
  socket->start(nullptr, {});
  lane.add(socket);
}

}  // namespace praktik::net
