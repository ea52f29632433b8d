#include "cli/self_test.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include "base/log.hpp"
#include "cli/workshop.hpp"

namespace praktik::cli {
namespace {

/// Praktik is younger than this, so an earlier date is a clock that was never set.
constexpr Instant youngest{std::chrono::sys_days{std::chrono::January / 1 / 2024}};

}  // namespace

void testBeforeServing(const Endpoint& listening, const net::WebOrigin& origin, const std::filesystem::path& web,
                       const app::IceServers& ice) {
  if (systemNow() < youngest) {
    throw UsageError(
        "The system's clock says a time before 2024. Set it (timedatectl set-ntp true), then start again.");
  }
  if (!std::filesystem::exists(web / "index.html")) {
    log::warn("there is no web app in {}: only the API is served. Build it with `npm run -w web build`.", web.string());
  }
  if (!origin.isSecure() && !origin.isLoopback()) {
    log::warn("the origin {} is plain http: browsers give it no camera, microphone or notifications. Use https.",
              origin.text());
  }
  if (!listening.isLoopback() && !origin.isSecure()) {
    log::warn("passwords travel unencrypted to {}: put a proxy with TLS in front of it.", listening.text());
  }
  if (!ice.canRelay() && !origin.isLoopback()) {
    log::warn(
        "no TURN server is known, so calls fail between networks that block direct connections. Set one up as "
        "deploy/coturn/README.md says and name it with --turn.");
  }
}

void allowManyConnections() {
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  if (::setrlimit(RLIMIT_NOFILE, &files) != 0) log::warn("cannot raise the number of files this process may open");
}

}  // namespace praktik::cli
