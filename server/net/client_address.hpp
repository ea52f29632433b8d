#pragma once

#include <boost/asio/ip/address.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.hpp"

namespace praktik::net {

/// A range of addresses, as in 10.0.0.0/8 or 2001:db8::/32; one alone is a range of its own.
class AddressRange {
 public:
  /// Empty when the text is none, has bits set behind its prefix, or means everybody (/0).
  static std::optional<AddressRange> parse(std::string_view text);

  /// An IPv4 address inside IPv6 (::ffff:192.0.2.1) counts as what it means.
  bool contains(const boost::asio::ip::address& address) const;

 private:
  boost::asio::ip::address base_;
  unsigned bits_ = 0;
};

/// The reverse proxies in front of this server. What they say about their clients is believed; what anybody else says is
/// not. Never changes after construction.
class TrustedProxies {
 public:
  TrustedProxies() = default;
  explicit TrustedProxies(std::vector<AddressRange> ranges) : ranges_(std::move(ranges)) {}

  /// Whose request this is, when it came from the address in it: the rightmost address of `X-Forwarded-For` that is no
  /// trusted proxy's own. Each proxy appends whom it heard, so what stands left of that the client may have made up; no
  /// more than the last limits::forwardedBytes are read. The address it came from when that is no trusted proxy, or the
  /// header is missing, or holds something else than addresses where it is read.
  std::string clientOf(const Request& request) const;

 private:
  bool trusts(const boost::asio::ip::address& address) const;

  std::vector<AddressRange> ranges_;
};

}  // namespace praktik::net
