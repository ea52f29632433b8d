#include "cli/self_test.hpp"

#include <fmt/chrono.h>
#include <sys/resource.h>

#include "base/log.hpp"
#include "cli/data_directory.hpp"
#include "cli/workshop.hpp"
#include "net/relay_check.hpp"
#include "store/backup.hpp"
#include "store/error.hpp"
#include "store/transaction.hpp"

namespace praktik::cli {
namespace {

using enum Finding::Weight;
namespace fs = std::filesystem;

/// Praktik is younger than this, so an earlier date is a clock that was never set.
constexpr Instant youngest{std::chrono::sys_days{std::chrono::January / 1 / 2024}};

/// Reads all of it, then changes it and undoes that.
void tryToUse(const fs::path& database) {
  const auto connection = store::Connection::openSqlite(database.string());
  if (const auto fault = store::obviousFaultOf(*connection)) {
    throw store::DatabaseError(*fault, store::Trouble::damaged);
  }
  const store::Transaction undone(*connection);
  // A file that can only be read refuses no more than a real change.
  connection->script("CREATE TABLE start_test (one BIGINT)");
}

std::string whatToDo(const fs::path& folder, const store::DatabaseError& wrong) {
  if (wrong.trouble() == store::Trouble::damaged) {
    return fmt::format("the database in {} is damaged: {}. Put a backup back, as docs/OPERATIONS.md says.",
                       folder.string(), wrong.what());
  }
  return fmt::format("the database in {} cannot be written: {}.", folder.string(), wrong.what());
}

}  // namespace

Finding testClock(Instant now) {
  if (now < youngest) {
    return {"clock", error, "it says a time before 2024. Set it (timedatectl set-ntp true), then start again."};
  }
  const auto time = std::chrono::system_clock::to_time_t(now);
  return {"clock", fine, fmt::format("it is {:%Y-%m-%d %H:%M} UTC.", fmt::gmtime(time))};
}

Finding testData(const fs::path& folder) {
  if (folder.empty()) return {"data", fine, "not looked at, because --data names no directory."};
  if (!fs::exists(folder)) {
    return {"data", fine, fmt::format("there is no {} yet; it is made at the first start.", folder.string())};
  }
  try {
    const DataDirectory data(folder);
    data.tryToWrite();
    if (fs::exists(data.database())) tryToUse(data.database());
    if (data.letsOthersIn()) {
      return {"data", warning,
              fmt::format("other users of this machine may look into {}; take that away with chmod go-rwx.",
                          folder.string())};
    }
  } catch (const store::DatabaseError& wrong) {
    return {"data", error, whatToDo(folder, wrong)};
  } catch (const UsageError& wrong) {
    return {"data", error, wrong.what()};
  }
  return {"data", fine, fmt::format("{} can be written.", folder.string())};
}

Finding testWebApp(const fs::path& folder) {
  if (fs::exists(folder / "index.html")) return {"web", fine, fmt::format("the web app is in {}.", folder.string())};
  return {"web", warning,
          fmt::format("there is no web app in {}: only the API is served. Build it with `npm run -w web build`.",
                      folder.string())};
}

Finding testOrigin(const net::WebOrigin& origin, const Endpoint& listening) {
  if (!origin.isSecure() && !origin.isLoopback()) {
    return {"origin", warning,
            fmt::format("{} is plain http: passwords travel unencrypted, and browsers give it no camera, microphone or "
                        "notifications. Put a proxy with TLS in front of {} and name its https address with --origin.",
                        origin.text(), listening.text())};
  }
  if (!origin.isSecure() && !listening.isLoopback()) {
    return {"origin", warning,
            fmt::format("passwords travel unencrypted to {}: put a proxy with TLS in front of it.", listening.text())};
  }
  return {"origin", fine, fmt::format("browsers give {} camera, microphone and notifications.", origin.text())};
}

Finding testProxies(const ServeSettings& settings) {
  if (!settings.trustedProxy.empty()) return {"proxy", fine, "clients come from where the proxy says."};
  return {
      "proxy", warning,
      "everybody seems to come from the proxy's own address, so they share one allowance of sign-in attempts, and the "
      "record knows no other address. Name the proxy with --trusted-proxy."};
}

Finding testPushContact(const ServeSettings& settings, const net::WebOrigin& origin) {
  const bool isNobody = !settings.vapidSubject && !origin.isSecure();
  if (isNobody && !origin.isLoopback()) {
    return {"push", warning, "push services cannot reach you: name an address with --vapid-subject."};
  }
  return {"push", fine, fmt::format("push services write to {}.", vapidSubject(settings, origin))};
}

Finding testRelays(const app::IceServers& ice, const net::WebOrigin& origin) {
  if (ice.canRelay()) return {"turn", fine, "there is a server that relays calls."};
  if (origin.isLoopback()) return {"turn", fine, "there is no TURN server; on one machine none is needed."};
  return {"turn", warning,
          "no TURN server is known, so calls fail between networks that block direct connections. Set one up as "
          "deploy/coturn/README.md says and name it with --turn."};
}

Finding testRelay(const app::IceUri& uri, const std::string& secret, const std::stop_token& stop) {
  const auto credential = app::turnCredential(secret, "check", systemNow() + limits::iceTest);
  const auto fault = net::faultOfRelay(uri, credential, systemRandom, limits::relayPatience, stop);
  return {uri.text(), fault ? warning : fine, fault.value_or("it relays.")};
}

void heed(const Finding& finding) {
  const std::string line = fmt::format("{}: {}", finding.thing, finding.sentence);
  if (finding.weight == error) throw UsageError(line);
  if (finding.weight == warning) log::warn("{}", line);
}

void allowManyConnections(std::size_t connections) {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &files) != 0) log::warn("cannot raise the number of files this process may open");
  const std::size_t needed = connections + limits::connectionsRefused + limits::filesOfOurOwn;
  if (files.rlim_cur < needed) {
    log::warn("this process may open {} files, too few for {} connections: allow it {} (ulimit -n, LimitNOFILE=).",
              files.rlim_cur, connections, needed);
  }
}

}  // namespace praktik::cli
