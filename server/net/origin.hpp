#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace praktik::net {

/// A web origin (RFC 6454): scheme, host and port, http or https only.
class WebOrigin {
 public:
  /// Empty when the text is no http or https origin, or says more than one (a path, a user).
  static std::optional<WebOrigin> parse(std::string_view text);

  bool isSecure() const { return secure_; }
  bool isLoopback() const;
  const std::string& host() const { return host_; }
  std::uint16_t port() const { return port_; }
  /// As a browser writes it: lower case, without the scheme's default port.
  std::string text() const;

  bool operator==(const WebOrigin&) const = default;

 private:
  friend class OwnOrigins;

  bool secure_ = false;
  std::string host_;  ///< lower case, an IPv6 address without its brackets
  std::uint16_t port_ = 0;
};

/// Is this host name or address the machine itself?
bool isLoopbackHost(std::string_view host);

/// The origins under which this server's own pages are opened. On loopback the three names of the machine count as one.
class OwnOrigins {
 public:
  explicit OwnOrigins(WebOrigin origin);

  /// Is this the value of an `Origin` header that our own pages send?
  bool contains(std::string_view header) const;
  const WebOrigin& main() const { return origins_.front(); }
  const std::vector<WebOrigin>& all() const { return origins_; }

 private:
  std::vector<WebOrigin> origins_;
};

}  // namespace praktik::net
