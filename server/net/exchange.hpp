#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/engine.hpp"
#include "app/passwords.hpp"
#include "app/refusals.hpp"
#include "net/cookies.hpp"
#include "net/device_cookie.hpp"
#include "net/http.hpp"
#include "net/origin.hpp"
#include "net/throttle.hpp"
#include "net/tokens.hpp"

namespace praktik::push {
class Courier;
class EndpointPolicy;
class ReceiptTokens;
class Vapid;
}  // namespace praktik::push

namespace praktik::net {

/// What the operator lets everybody know before signing in, and what `--demo` adds.
struct PublicSettings {
  std::optional<std::string> contact;
  boost::json::array demoAccounts;  ///< empty: not in demo mode
  boost::json::object consent;      ///< `{version, text?: {en?, id?}}`, what patients agree to
};

/// What handlers need of Web Push.
struct PushServices {
  push::Courier& courier;
  const push::Vapid& vapid;
  const push::EndpointPolicy& endpoints;
  const push::ReceiptTokens& receipts;
  UserThrottle& tests;
};

/// What handlers use. Made once by the command that serves; outlives every request. Each member is thread safe.
struct Services {
  app::Engine& engine;
  app::PasswordPool& passwords;
  const AccessTokens& tokens;
  const SignInCookies& cookies;
  const DeviceCookies& devices;
  const OwnOrigins& origins;
  SignInThrottle& throttle;
  UserThrottle& passwordChecks;
  UserThrottle& iceTests;
  UserThrottle& exports;
  const PublicSettings& settings;
  PushServices push;
  app::Refusals& refusals;
};

/// One request on its way through its handler.
struct Exchange {
  const Request& request;
  Services& services;
  /// Empty only on routes that are open to everybody.
  std::optional<app::Caller> caller;
  /// The parts of the path that stand where the route's pattern has {…}, in order.
  std::vector<std::string_view> captures;
};

/// From where the request came, for the audit.
app::Origin originOf(const Request& request);

}  // namespace praktik::net
