#include "cli/check.hpp"

#include <algorithm>
#include <fmt/format.h>

#include "cli/self_test.hpp"
#include "cli/turn.hpp"
#include "cli/workshop.hpp"

namespace praktik::cli {
namespace {

std::string_view mark(Finding::Weight weight) {
  switch (weight) {
    case Finding::Weight::fine: return "ok";
    case Finding::Weight::warning: return "warning";
    case Finding::Weight::error: return "error";
  }
  return "";
}

/// Prints findings as they come, because a TURN server that is silent takes its time.
class Report {
 public:
  void add(const Finding& finding) {
    fmt::print("{:8}{}: {}\n", mark(finding.weight), finding.thing, finding.sentence);
    std::fflush(stdout);
    ++all_;
    if (finding.weight != Finding::Weight::fine) ++wrong_;
  }
  void end() const {
    if (wrong_ > 0) throw UsageError(fmt::format("{} of {} are not as they should be.", wrong_, all_));
  }

 private:
  int all_ = 0;
  int wrong_ = 0;
};

}  // namespace

void check(const ServeSettings& settings) {
  const Endpoint listening = parseListen(settings.listen);
  checkTogether(settings, listening);
  const net::WebOrigin origin = originOf(settings, listening);
  const TurnSettings turn = turnOf(settings);

  Report report;
  report.add(testClock(systemNow()));
  report.add(testData(settings.data));
  report.add(testWebApp(webFolderOf(settings)));
  report.add(testOrigin(origin, listening));
  // TLS ends at a proxy: there is one whenever the origin is https.
  if (origin.isSecure()) report.add(testProxies(settings));
  report.add(testPushContact(settings, origin));
  report.add(testRelays({turn.uris, turn.secret}, origin));
  for (const app::IceUri& uri : turn.uris) {
    if (uri.isRelay()) report.add(testRelay(uri, turn.secret, {}));
  }
  report.end();
}

}  // namespace praktik::cli
