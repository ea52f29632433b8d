#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/work.hpp"
#include "base/instant.hpp"
#include "base/limits.hpp"
#include "net/client_address.hpp"
#include "net/origin.hpp"

namespace praktik::cli {

/// The operator asked for something that cannot be; the sentence says what to do.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// `praktik serve` as it was asked for: flags, PRAKTIK_… environment and TOML file, not yet checked against each other.
struct ServeSettings {
  std::string listen = "127.0.0.1:8080";
  std::filesystem::path data;
  std::optional<std::string> origin;
  std::vector<std::string> trustedProxy;
  std::size_t connections = limits::connectionsDefault;
  std::optional<std::filesystem::path> web;
  bool demo = false;
  std::int64_t ringSeconds = limits::ringDefault.count();
  std::int64_t callGraceSeconds = limits::graceDefault.count();
  std::int64_t joinSeconds = limits::joinDefault.count();
  std::int64_t idleDoctorMinutes = limits::idleDoctorDefault.count();
  std::int64_t idlePatientMinutes = limits::idlePatientDefault.count();
  std::int64_t signInDays = limits::signIn.count();
  std::string secondFactor = "optional";
  std::string throttle = "on";
  std::optional<std::string> contact;
  std::optional<std::string> vapidSubject;
  std::vector<std::string> turn;
  std::optional<std::filesystem::path> turnSecretFile;
  std::optional<std::filesystem::path> consent;
  std::int64_t keepSignInsDays = app::Retention{}.signIns.count();
  std::int64_t keepOriginsDays = app::Retention{}.origins.count();
  std::int64_t keepReceiptsDays = app::Retention{}.receipts.count();
  std::int64_t keepReasonsDays = app::Retention{}.reasons.count();
  std::int64_t keepQualityDays = app::Retention{}.quality.count();
  std::int64_t keepPracticesDays = app::Retention{}.practices.count();
  bool debug = false;

  bool isThrottled() const { return throttle == "on"; }
};

struct Endpoint {
  std::string host;  ///< an address, or localhost; an IPv6 address without its brackets
  std::uint16_t port = 0;

  bool isLoopback() const { return net::isLoopbackHost(host); }
  std::string text() const;
};

/// `HOST:PORT`, `[ADDRESS6]:PORT`. Throws UsageError.
Endpoint parseListen(const std::string& text);

/// Throws UsageError for what cannot work together: listening off loopback without an origin, and off loopback what
/// only loopback may have (`--demo`, `--throttle off`).
void checkTogether(const ServeSettings& settings, const Endpoint& listen);

/// Is this a server for its own machine alone: listen address and origin both loopback?
bool isLocalOnly(const ServeSettings& settings, const Endpoint& listen);

/// The proxies whose word about their clients counts. Throws UsageError.
net::TrustedProxies trustedProxiesOf(const ServeSettings& settings);

/// The web app lies beside the program unless said otherwise.
std::filesystem::path webFolderOf(const ServeSettings& settings);

/// How push services reach the operator: as given, or the origin when it is https, or an address of nobody.
std::string vapidSubject(const ServeSettings& settings, const net::WebOrigin& origin);

/// The origin that pages are opened under: the given one, or http and the address that is listened on.
net::WebOrigin originOf(const ServeSettings& settings, const Endpoint& listening);

}  // namespace praktik::cli
