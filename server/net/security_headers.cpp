#include "net/security_headers.hpp"

#include <algorithm>
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

bool has(const Response& response, std::string_view name) {
  return std::ranges::any_of(response.headers, [&](const Pair& header) { return header.first == name; });
}

}  // namespace

SecurityHeaders::SecurityHeaders(const OwnOrigins& own)
    : contentPolicy_(fmt::format("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
                                 "media-src 'self' blob: mediastream:; font-src 'self'; connect-src 'self'{}; "
                                 "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
                                 "frame-ancestors 'none'",
                                 socketSources(own))),
      secure_(own.main().isSecure()) {}

void SecurityHeaders::apply(Response& response) const {
  response.set("X-Content-Type-Options", "nosniff");
  response.set("Referrer-Policy", "no-referrer");
  response.set("X-Frame-Options", "DENY");
  response.set("Permissions-Policy", "camera=(self), microphone=(self), display-capture=(self)");
  response.set("Cross-Origin-Opener-Policy", "same-origin");
  response.set("Cross-Origin-Resource-Policy", "same-origin");
  response.set("Content-Security-Policy", contentPolicy_);
  if (secure_) response.set("Strict-Transport-Security", "max-age=31536000");
  // What an answer says about a person is nobody's to keep; files say themselves how long they are good.
  if (!has(response, "Cache-Control")) response.set("Cache-Control", "no-store");
}

}  // namespace praktik::net
