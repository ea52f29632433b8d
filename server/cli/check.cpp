#include "cli/check.hpp"

#include <fmt/format.h>

#include "cli/turn.hpp"
#include "cli/workshop.hpp"
#include "net/relay_check.hpp"

namespace praktik::cli {
namespace {

constexpr seconds patience{5};

/// Prints what became of it; true when it relays.
bool checkRelay(const app::IceUri& uri, const std::string& secret) {
  const auto credential = app::turnCredential(secret, "check", systemNow() + limits::iceTest);
  const auto fault = net::faultOfRelay(uri, credential, systemRandom, patience);
  fmt::print("{}: {}\n", uri.text(), fault.value_or("it relays."));
  return !fault;
}

}  // namespace

void check(const ServeSettings& settings) {
  const TurnSettings turn = turnOf(settings);
  std::size_t relays = 0;
  std::size_t working = 0;
  for (const app::IceUri& uri : turn.uris) {
    if (!uri.isRelay()) continue;
    ++relays;
    if (checkRelay(uri, turn.secret)) ++working;
  }
  if (relays == 0) throw UsageError("--turn names no TURN server that could be checked.");
  if (working < relays) throw UsageError(fmt::format("{} of {} TURN servers give no relay.", relays - working, relays));
}

}  // namespace praktik::cli
