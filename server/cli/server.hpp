#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "app/clocks.hpp"
#include "app/engine.hpp"
#include "app/passwords.hpp"
#include "app/refusals.hpp"
#include "app/retention.hpp"
#include "app/sealer.hpp"
#include "cli/audit_files.hpp"
#include "cli/data_directory.hpp"
#include "cli/relay_test.hpp"
#include "cli/settings.hpp"
#include "cli/turn.hpp"
#include "live/hub.hpp"
#include "live/presence_board.hpp"
#include "net/client_address.hpp"
#include "net/listener.hpp"
#include "net/realtime.hpp"
#include "net/router.hpp"
#include "net/security_headers.hpp"
#include "net/socket_lane.hpp"
#include "net/static_files.hpp"
#include "push/courier.hpp"

namespace praktik::cli {

/// All parts of one server, put together. The order of the members is the order of their lives: what waits on an event
/// loop ends before the loops, and what is used from the loops ends after them.
class Server {
 public:
  /// Binds the address, opens the database and takes up what the last server left. Throws as serve() does.
  explicit Server(const ServeSettings& settings);
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void start();
  /// Asks the TURN servers in the background, and logs what is wrong with them.
  void testRelays();
  /// Takes nobody new, tells the sockets to come again, finishes the commands; at most limits::drainTime.
  void drain();

  /// Where it listens, with the real port.
  Endpoint endpoint() const { return {listen_.host, listener_.port()}; }

 private:
  /// Made at the first start and kept in the database.
  struct Keys {
    std::string accessTokens;
    std::string deviceCookies;
    std::string receipts;
    std::string vapid;
  };

  Keys takeUp(const ServeSettings& settings);
  std::vector<std::unique_ptr<net::SocketLane>> makeLanes();
  std::vector<live::Lane*> liveLanes() const;
  /// The request with its client's address in the place of a trusted proxy's.
  net::Request fromClient(net::Request request) const;
  net::HttpService service();
  void startSealing();

  Endpoint listen_;
  TurnSettings turn_;
  app::IceServers ice_;
  DataDirectory data_;
  AuditFiles auditFiles_;
  ServerLock lock_;
  store::Database database_;
  live::PresenceBoard presence_;
  app::Engine engine_;
  app::Refusals refusals_;
  app::PasswordPool passwords_;
  net::IoThreads threads_;
  net::Listener listener_;
  net::OwnOrigins origins_;
  net::SecurityHeaders securityHeaders_;
  net::TrustedProxies proxies_;
  net::SignInCookies cookies_;
  net::SignInThrottle throttle_;
  net::UserThrottle passwordChecks_;
  net::UserThrottle pushTests_;
  net::UserThrottle iceTests_;
  net::UserThrottle exports_;
  net::PublicSettings publicSettings_;
  net::StaticFiles files_;
  std::vector<std::unique_ptr<net::SocketLane>> lanes_;
  live::Hub hub_;
  Keys keys_;
  net::AccessTokens tokens_;
  net::DeviceCookies devices_;
  push::Vapid vapid_;
  push::EndpointPolicy endpoints_;
  push::ReceiptTokens receipts_;
  push::Sender sender_;
  push::Courier courier_;
  net::Services services_;
  net::Router router_;
  net::Realtime realtime_;
  std::optional<app::Clocks> clocks_;
  std::optional<app::RetentionClock> retention_;
  std::optional<app::Sealer> sealer_;
  std::optional<RelayTest> relayTest_;
};

}  // namespace praktik::cli
