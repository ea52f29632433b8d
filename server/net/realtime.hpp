#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <vector>

#include "live/hub.hpp"
#include "live/presence_board.hpp"
#include "net/exchange.hpp"
#include "net/http_session.hpp"
#include "net/socket_lane.hpp"

namespace praktik::net {

/// GET /api/realtime: who may open a WebSocket, and its way from HTTP to the live session.
class Realtime {
 public:
  Realtime(Services& services, live::Hub& hub, live::PresenceBoard& presence,
           const std::vector<std::unique_ptr<SocketLane>>& lanes);

  static bool isUpgrade(const Request& request);
  /// Any loop.
  boost::asio::awaitable<HttpService::Admission> admit(Request request);

 private:
  /// One of a person's limits::connectionsPerUser places, given back unless a session took it over.
  class Place;

  boost::asio::awaitable<app::Result<std::optional<app::Caller>>> identify(const Request& request);
  void open(Upgraded upgraded, const app::Caller& caller, const std::shared_ptr<Place>& place);
  void turnAway(Upgraded upgraded);

  Services& services_;
  live::Hub& hub_;
  live::PresenceBoard& presence_;
  const std::vector<std::unique_ptr<SocketLane>>& lanes_;
};

}  // namespace praktik::net
