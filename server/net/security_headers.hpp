#pragma once

#include <string>

#include "net/http.hpp"
#include "net/origin.hpp"

namespace praktik::net {

/// What every answer carries so that a browser lets nobody else use or frame it. The one place for such headers.
///
/// Two that others send are missing on purpose. Cross-Origin-Embedder-Policy: nothing of another origin is loaded at all,
/// and an isolated page would only get finer clocks. Clear-Site-Data at sign-out: answers are kept by nobody (`no-store`),
/// the pages keep settings of the device and nothing of a person, and clearing would take the service worker, the
/// language and the theme from whoever signs in next.
class SecurityHeaders {
 public:
  explicit SecurityHeaders(const OwnOrigins& own);

  void apply(Response& response) const;

 private:
  std::string contentPolicy_;
  std::string permissions_;
  bool secure_;
};

}  // namespace praktik::net
