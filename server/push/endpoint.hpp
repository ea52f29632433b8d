#pragma once

#include <boost/asio/ip/address.hpp>
#include <optional>
#include <string>
#include <string_view>

/// Where this server sends pushes to. An endpoint is a URL that a user gives, so it must not become a way into the
/// network that the server stands in.
namespace praktik::push {

/// The URL of one subscription at its push service.
struct PushEndpoint {
  std::string url;
  std::string host;
  /// Scheme, host and port as a browser writes an origin: the audience of VAPID.
  std::string origin;
};

/// Which endpoints and addresses are taken. Immutable.
class EndpointPolicy {
 public:
  /// `loopbackToo`: this server serves its own machine alone, so a push service may stand there as well, also with http.
  explicit EndpointPolicy(bool loopbackToo) : loopbackToo_(loopbackToo) {}

  /// Empty for what is no https URL at a public address: a bare or reserved name, an address of a private network in any
  /// spelling, a user in it, more than limits::endpointChars.
  std::optional<PushEndpoint> read(std::string_view url) const;

  /// May a connection be opened to this address? Asked again after each look-up of a name, because whoever owns the name
  /// decides what it leads to.
  bool allows(const boost::asio::ip::address& address) const;

  bool isLoopbackAllowed() const { return loopbackToo_; }

 private:
  bool loopbackToo_;
};

/// Is this an address of the public Internet, by the IANA registries of special-purpose addresses (RFC 6890)?
bool isPublicAddress(const boost::asio::ip::address& address);

}  // namespace praktik::push
