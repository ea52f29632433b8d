#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "push/endpoint.hpp"
#include "push/outbox.hpp"

namespace praktik::push {

/// One POST to a push service.
struct PushRequest {
  std::string url;
  std::vector<std::string> headers;  ///< each as `Name: value`
  Bytes body;
};

/// HTTP to push services, on libcurl: several requests at once, without redirects, proxies or protocols other than http and
/// https, each within limits::pushTime. A connection is opened only to an address that the policy allows, whatever the name
/// resolved to. One thread uses it; wake() is for the others.
class Transport {
 public:
  using Id = std::uint64_t;
  struct Ended {
    Id id = 0;
    Attempt attempt;
  };

  explicit Transport(const EndpointPolicy& policy);
  ~Transport();
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  void begin(Id id, PushRequest request);
  /// Works until something ended, somebody woke it, or the time is up.
  std::vector<Ended> wait(milliseconds most);
  void wake();

 private:
  class Transfer;
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace praktik::push
