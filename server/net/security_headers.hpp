#pragma once

#include <string>

#include "net/http.hpp"
#include "net/origin.hpp"

namespace praktik::net {

/// What every answer carries so that a browser lets nobody else use or frame it. The one place for such headers.
class SecurityHeaders {
 public:
  explicit SecurityHeaders(const OwnOrigins& own);

  void apply(Response& response) const;

 private:
  std::string contentPolicy_;
  bool secure_;
};

}  // namespace praktik::net
