#include "net/security_headers.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace praktik::net {
namespace {

// Older Safari does not count a WebSocket of the same host as 'self'. A policy cannot name an IPv6 address.
std::string socketSources(const OwnOrigins& own) {
  std::string sources;
  for (const WebOrigin& origin : own.all()) {
    if (origin.host().find(':') != std::string::npos) continue;
    const std::string text = origin.text();
    sources += fmt::format(" ws{}", text.substr(4));  // http… becomes ws…
  }
  return sources;
}

/// Everything powerful that a page could ask the browser for: what the app uses for itself alone, all else for nobody, so
/// that injected markup could not ask for it either. Names that Chromium does not know are left out: it would complain of
/// each on every page.
std::string permissionsPolicy() {
  constexpr std::array used = {"camera",     "microphone",         "display-capture",  "autoplay",
                               "fullscreen", "picture-in-picture", "screen-wake-lock", "speaker-selection"};
  constexpr std::array unused = {"accelerometer",
                                 "browsing-topics",
                                 "clipboard-read",
                                 "encrypted-media",
                                 "gamepad",
                                 "geolocation",
                                 "gyroscope",
                                 "hid",
                                 "identity-credentials-get",
                                 "idle-detection",
                                 "keyboard-map",
                                 "local-fonts",
                                 "magnetometer",
                                 "midi",
                                 "otp-credentials",
                                 "payment",
                                 "publickey-credentials-create",
                                 "publickey-credentials-get",
                                 "serial",
                                 "storage-access",
                                 "usb",
                                 "window-management",
                                 "xr-spatial-tracking"};
  std::string policy;
  for (const char* feature : used) policy += fmt::format("{}{}=(self)", policy.empty() ? "" : ", ", feature);
  for (const char* feature : unused) policy += fmt::format(", {}=()", feature);
  return policy;
}

bool has(const Response& response, std::string_view name) {
  return std::ranges::any_of(response.headers, [&](const Pair& header) { return header.first == name; });
}

}  // namespace

SecurityHeaders::SecurityHeaders(const OwnOrigins& own)
    : contentPolicy_(fmt::format("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
                                 "media-src 'self' blob: mediastream:; font-src 'self'; connect-src 'self'{}; "
                                 "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
                                 "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types praktik{}",
                                 socketSources(own), own.main().isSecure() ? "; upgrade-insecure-requests" : "")),
      permissions_(permissionsPolicy()),
      secure_(own.main().isSecure()) {}

void SecurityHeaders::apply(Response& response) const {
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  response.set("X-Frame-Options", "DENY");
  response.set("Permissions-Policy", permissions_);
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  response.set("Cross-Origin-Resource-Policy", "same-origin");
  response.set("Content-Security-Policy", contentPolicy_);
  if (secure_) response.set("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
  // What an answer says about a person is nobody's to keep; files say themselves how long they are good.
  if (!has(response, "Cache-Control")) response.set("Cache-Control", "no-store");
}

}  // namespace praktik::net
