#pragma once

#include <stop_token>

#include "app/ice.hpp"
#include "cli/settings.hpp"

/// What a server stands on, looked at one by one: by `serve` when it starts and by `praktik check` for its operator.
/// Nothing here changes anything.
namespace praktik::cli {

/// What a look at one thing came to, as a sentence that says what to do about it.
struct Finding {
  enum class Weight {
    fine,
    warning,  ///< people would miss something
    error,    ///< serving would be senseless
  };

  std::string thing;  ///< "clock", or the URI of a TURN server
  Weight weight = Weight::fine;
  std::string sentence;
};

Finding testClock(Instant now);
/// Can the folder and the database in it be written, and is the folder closed to others? Neither is made; for an empty path nothing is looked at.
Finding testData(const std::filesystem::path& folder);
Finding testWebApp(const std::filesystem::path& folder);
/// Is it what browsers call a secure context (W3C Secure Contexts), and do passwords travel encrypted?
Finding testOrigin(const net::WebOrigin& origin, const Endpoint& listening);
/// Is it known where people come from, behind a proxy?
Finding testProxies(const ServeSettings& settings);
/// Can push services reach whoever runs this server?
Finding testPushContact(const ServeSettings& settings, const net::WebOrigin& origin);
/// Are there TURN servers where calls need them? Asks none.
Finding testRelays(const app::IceServers& ice, const net::WebOrigin& origin);
/// Asks one TURN server for a relay, as a browser would. Blocks as net::faultOfRelay does, for limits::relayPatience.
Finding testRelay(const app::IceUri& uri, const std::string& secret, const std::stop_token& stop);

/// What `serve` makes of a finding: a warning is logged, an error thrown as UsageError.
void heed(const Finding& finding);

/// Raises the number of files this process may open to what the system allows: each connection is one. Logs when that is
/// not enough for so many.
void allowManyConnections(std::size_t connections);

}  // namespace praktik::cli
