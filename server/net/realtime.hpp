#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <vector>

#include "live/hub.hpp"
#include "live/place.hpp"
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
  boost::asio::awaitable<app::Result<std::optional<app::Caller>>> identify(const Request& request);
  void open(Upgraded upgraded, const app::Caller& caller, const std::shared_ptr<live::Place>& place);
  void turnAway(Upgraded upgraded);

  Services& services_;
  std::shared_ptr<live::Hub> hub_;  ///< not owned; a place that the loops drop after this is gone finds none
  live::PresenceBoard& presence_;
  const std::vector<std::unique_ptr<SocketLane>>& lanes_;
};

}  // namespace praktik::net
