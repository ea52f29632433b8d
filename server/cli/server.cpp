#include "cli/server.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <thread>

#include "app/demo.hpp"
#include "base/log.hpp"
#include "cli/consent.hpp"
#include "cli/second_factor_file.hpp"
#include "cli/self_test.hpp"
#include "cli/turn.hpp"
#include "cli/workshop.hpp"
#include "net/routes.hpp"
#include "store/secrets.hpp"

namespace praktik::cli {
namespace {

namespace fs = std::filesystem;

/// Before anything is opened or made: a server that may not be leaves no trace.
Endpoint checkedListen(const ServeSettings& settings) {
  Endpoint listen = parseListen(settings.listen);
  checkTogether(settings, listen);
  return listen;
}

fs::path testedDatabase(const DataDirectory& data) {
  data.keepToOwner();
  heed(testData(data.folder()));
  return data.database();
}

app::Retention retention(const ServeSettings& settings) {
  using std::chrono::days;
  app::Retention keep;
  keep.signIns = days(settings.keepSignInsDays);
  keep.origins = days(settings.keepOriginsDays);
  keep.receipts = days(settings.keepReceiptsDays);
  keep.reasons = days(settings.keepReasonsDays);
  keep.quality = days(settings.keepQualityDays);
  keep.practices = days(settings.keepPracticesDays);
  return keep;
}

app::Settings appSettings(const ServeSettings& settings, app::IceServers ice,
                          std::optional<app::SecondFactorKey> secondFactorKey) {
  app::Settings wanted;
  wanted.ringFor = seconds(settings.ringSeconds);
  wanted.callGrace = seconds(settings.callGraceSeconds);
  wanted.joinWithin = seconds(settings.joinSeconds);
  wanted.idleDoctor = limits::minutes(settings.idleDoctorMinutes);
  wanted.idlePatient = limits::minutes(settings.idlePatientMinutes);
  wanted.signInFor = limits::days(settings.signInDays);
  wanted.ice = std::move(ice);
  wanted.consentVersion = consentOf(settings).version;
  wanted.keep = retention(settings);
  wanted.secondFactorForDoctors = settings.secondFactor == "doctors";
  wanted.secondFactorKey = secondFactorKey;
  return wanted;
}

net::WebOrigin testedOrigin(const ServeSettings& settings, const Endpoint& listening, const app::IceServers& ice) {
  auto origin = originOf(settings, listening);
  heed(testClock(systemNow()));
  heed(testWebApp(webFolderOf(settings)));
  heed(testOrigin(origin, listening));
  // TLS ends at a proxy: there is one whenever the origin is https.
  if (origin.isSecure()) heed(testProxies(settings));
  heed(testPushContact(settings, origin));
  heed(testRelays(ice, origin));
  return origin;
}

net::PublicSettings publicSettings(const ServeSettings& settings) {
  return {settings.contact, settings.demo ? app::demoAccounts() : boost::json::array{}, consentOf(settings).view};
}

net::StaticFiles webFiles(const ServeSettings& settings) {
  const fs::path folder = webFolderOf(settings);
  return fs::is_directory(folder) ? net::StaticFiles(folder) : net::StaticFiles();
}

std::string newKey() {
  std::array<std::uint8_t, 32> bytes{};
  systemRandom(bytes);
  std::string key;
  for (const std::uint8_t byte : bytes) key += fmt::format("{:02x}", byte);
  return key;
}

std::string newVapidKey() { return toBase64url(push::P256Key::make(systemRandom).scalar()); }

push::P256Key readVapidKey(const std::string& text) {
  const auto bytes = fromBase64url(text);
  push::P256Key::Scalar scalar{};
  if (bytes && bytes->size() == scalar.size()) std::ranges::copy(*bytes, scalar.begin());
  auto key = push::P256Key::fromScalar(scalar);
  if (!key) throw std::runtime_error("The database holds a VAPID key that is none.");
  return *std::move(key);
}

std::size_t loops() { return std::max<std::size_t>(1, std::thread::hardware_concurrency()); }

}  // namespace

Server::Server(const ServeSettings& settings)
    : listen_(checkedListen(settings)),
      turn_(turnOf(settings)),
      ice_(turn_.uris, turn_.secret),
      data_(settings.data),
      auditFiles_(data_),
      lock_(data_),
      database_(testedDatabase(data_)),
      presence_(systemNow()),
      engine_(database_, systemNow, systemRandom, appSettings(settings, ice_, secondFactorKey(data_, database_)),
              presence_),
      refusals_(engine_),
      passwords_(limits::passwordThreads),
      threads_(loops()),
      listener_(threads_, listen_.host, listen_.port, settings.connections),
      origins_(testedOrigin(settings, endpoint(), ice_)),
      securityHeaders_(origins_),
      proxies_(trustedProxiesOf(settings)),
      cookies_(origins_.main().isSecure(), limits::days(settings.signInDays)),
      throttle_(settings.isThrottled()),
      passwordChecks_(settings.isThrottled(), limits::passwordChecksPerUser, limits::passwordCheckWindow),
      pushTests_(settings.isThrottled(), limits::pushTestsPerUser, limits::pushTestWindow),
      iceTests_(settings.isThrottled(), limits::iceTestsPerUser, limits::iceTestWindow),
      exports_(settings.isThrottled(), limits::exportsPerUser, limits::exportWindow),
      publicSettings_(publicSettings(settings)),
      files_(webFiles(settings)),
      lanes_(makeLanes()),
      hub_(threads_.loop(0), engine_, presence_, refusals_, liveLanes()),
      keys_(takeUp(settings)),
      tokens_(keys_.accessTokens),
      devices_(keys_.deviceCookies, origins_.main().isSecure()),
      vapid_(readVapidKey(keys_.vapid), vapidSubject(settings, origins_.main())),
      endpoints_(isLocalOnly(settings, listen_)),
      receipts_(keys_.receipts),
      sender_(vapid_, endpoints_, engine_),
      courier_(engine_, sender_, endpoints_, receipts_),
      services_{engine_,   passwords_, tokens_,         cookies_,
                devices_,  origins_,   throttle_,       passwordChecks_,
                iceTests_, exports_,   publicSettings_, {courier_, vapid_, endpoints_, receipts_, pushTests_},
                refusals_},
      router_(services_, files_, net::allRoutes()),
      realtime_(services_, hub_, presence_, lanes_) {}

Server::Keys Server::takeUp(const ServeSettings& settings) {
  Keys keys;
  writeNow(engine_, [&](app::Work& work) {
    keys.accessTokens = store::secret(work.db, "access_tokens", newKey);
    keys.deviceCookies = store::secret(work.db, "device_cookies", newKey);
    keys.receipts = store::secret(work.db, "push_receipts", newKey);
    keys.vapid = store::secret(work.db, "vapid", newVapidKey);
    app::resumeAfterStart(work);
    if (settings.demo) app::ensureDemo(work);
  });
  return keys;
}

std::vector<std::unique_ptr<net::SocketLane>> Server::makeLanes() {
  std::vector<std::unique_ptr<net::SocketLane>> lanes;
  for (std::size_t i = 0; i < threads_.size(); ++i) {
    lanes.push_back(std::make_unique<net::SocketLane>(threads_.loop(i).get_executor(), i, systemNow));
  }
  return lanes;
}

std::vector<live::Lane*> Server::liveLanes() const {
  std::vector<live::Lane*> lanes;
  for (const auto& lane : lanes_) lanes.push_back(&lane->live());
  return lanes;
}

net::Request Server::fromClient(net::Request request) const {
  request.address = proxies_.clientOf(request);
  return request;
}

net::HttpService Server::service() {
  net::HttpService service;
  service.serve = [this](net::Request request) { return router_.serve(fromClient(std::move(request))); };
  service.isUpgrade = net::Realtime::isUpgrade;
  service.admit = [this](net::Request request) { return realtime_.admit(fromClient(std::move(request))); };
  service.newRequestId = [] { return formatUuid(makeUuidV7(systemNow(), systemRandom)); };
  service.finish = [this](net::Response& response) { securityHeaders_.apply(response); };
  return service;
}

void Server::startSealing() {
  std::optional<store::AuditSeal> head;
  std::optional<app::AuditFault> fault;
  const auto noted = auditFiles_.lastHead();
  // Noted once a minute, so the chain may have gone on since; what was noted must still be part of it.
  writeNow(engine_, [&](app::Work& work) {
    head = store::findLastSeal(work.db);
    fault = noted ? app::faultOfHead(work.db, *noted) : std::nullopt;
  });
  auto key = auditFiles_.key();
  if (fault) {
    log::error(
        "the audit is not the one that audit.head in {} knows. {} It is recorded and not sealed. Keep both, and see "
        "docs/OPERATIONS.md.",
        data_.folder().string(), fault->text());
    return;
  }
  if (!key && head) {
    log::error(
        "audit.key is gone from {}, so the audit is recorded and not sealed. Put it back from a backup and start again.",
        data_.folder().string());
    return;
  }
  if (!key) key = auditFiles_.makeKey();
  sealer_.emplace(engine_, *key, head.value_or(store::AuditSeal{}),
                  [this](const store::AuditSeal& sealed) { return auditFiles_.noteHead(sealed); });
}

void Server::start() {
  startSealing();
  // Only now: the clocks must not judge calls by what the last server left before this one has taken it up.
  clocks_.emplace(engine_);
  retention_.emplace(engine_);
  for (const auto& lane : lanes_) lane->live().post([&lane = *lane] { lane.start(); });
  listener_.start(service());
  threads_.start();
  courier_.resume();
}

void Server::testRelays() { relayTest_.emplace(turn_); }

void Server::drain() {
  relayTest_.reset();
  listener_.drain();
  for (const auto& lane : lanes_) lane->live().post([&lane = *lane] { lane.drain(); });
  const auto patience = limits::drainTime - limits::closeTime;
  if (!listener_.waitUntilEmpty(patience / 2)) {
    // Whoever still waits for a password to be checked is told to come again, and has the time to read it.
    passwords_.stop();
    if (!listener_.waitUntilEmpty(patience - patience / 2)) {
      log::warn("{} connections did not end in time", listener_.connections());
    }
  }
  clocks_->stop();
  retention_->stop();
  app::writeAllSignInsSeen(engine_);
  hub_.stop();
  passwords_.stop();
  courier_.stop();
  sender_.stop();
  refusals_.stop();
  if (sealer_) sealer_->stop();
  database_.stop();
  threads_.stop();
}

}  // namespace praktik::cli
