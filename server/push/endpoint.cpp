#include "push/endpoint.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <fmt/format.h>

#include "base/limits.hpp"

namespace praktik::push {
namespace {

namespace ip = boost::asio::ip;

struct Network4 {
  std::uint32_t begin;
  unsigned bits;
};

constexpr std::uint32_t address4(unsigned a, unsigned b, unsigned c, unsigned d) {
  return a << 24U | b << 16U | c << 8U | d;
}

constexpr std::array special4 = {
    Network4{address4(0, 0, 0, 0), 8},        // this network
    Network4{address4(10, 0, 0, 0), 8},       // private
    Network4{address4(100, 64, 0, 0), 10},    // shared by a provider's customers
    Network4{address4(127, 0, 0, 0), 8},      // loopback
    Network4{address4(169, 254, 0, 0), 16},   // link-local, and the metadata of clouds
    Network4{address4(172, 16, 0, 0), 12},    // private
    Network4{address4(192, 0, 0, 0), 24},     // protocol assignments
    Network4{address4(192, 0, 2, 0), 24},     // documentation
    Network4{address4(192, 88, 99, 0), 24},   // 6to4 relays
    Network4{address4(192, 168, 0, 0), 16},   // private
    Network4{address4(198, 18, 0, 0), 15},    // benchmarks
    Network4{address4(198, 51, 100, 0), 24},  // documentation
    Network4{address4(203, 0, 113, 0), 24},   // documentation
    Network4{address4(224, 0, 0, 0), 3},      // multicast, reserved, broadcast
};

bool isPublic4(const ip::address_v4& address) {
  const std::uint32_t value = address.to_uint();
  return std::ranges::none_of(special4, [&](const Network4& network) {
    const unsigned rest = 32U - network.bits;
    return value >> rest == network.begin >> rest;
  });
}

/// Only 2000::/3 is given out. Inside of it 2001::/23 (Teredo and others), 2001:db8::/32 and 2002::/16 (6to4) lead back
/// to other networks or nowhere. What carries an IPv4 address (::ffff:0:0/96, 64:ff9b::/96) lies outside.
bool isPublic6(const ip::address_v6& address) {
  const auto bytes = address.to_bytes();
  const unsigned first = static_cast<unsigned>(bytes[0]) << 8U | bytes[1];
  const unsigned second = static_cast<unsigned>(bytes[2]) << 8U | bytes[3];
  if (first >> 13U != 1) return false;
  if (first == 0x2001 && (second < 0x0200 || second == 0x0db8)) return false;
  return first != 0x2002;
}

std::string lowered(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

bool isNameLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; }

bool isBelow(std::string_view name, std::string_view domain) {
  return name == domain || (name.ends_with(domain) && name[name.size() - domain.size() - 1] == '.');
}

/// `127.1`, `0x7f.1` and `10.0` are numbers to whoever connects, so no name may end in one (the URL standard of WHATWG,
/// "ends in a number").
bool endsInNumber(std::string_view name) {
  const std::string_view last = name.substr(name.rfind('.') + 1);
  const bool isDecimal = last.find_first_not_of("0123456789") == std::string_view::npos;
  return isDecimal || last.starts_with("0x");
}

/// A name that anybody may have: at least two parts, none of them empty, not one of those that mean the own network
/// (RFC 6761, RFC 6762, RFC 8375, and `internal` as ICANN reserves it).
bool isPublicName(std::string_view name) {
  constexpr std::array inside = {std::string_view("localhost"), std::string_view("local"),
                                 std::string_view("internal"),  std::string_view("localdomain"),
                                 std::string_view("home.arpa"), std::string_view("intranet"),
                                 std::string_view("lan")};
  const bool hasParts = name.find('.') != std::string_view::npos && !name.starts_with('.') && !name.ends_with('.') &&
                        name.find("..") == std::string_view::npos;
  return hasParts && std::ranges::all_of(name, [](char c) { return c == '.' || isNameLetter(c); }) &&
         !endsInNumber(name) &&
         std::ranges::none_of(inside, [&](std::string_view domain) { return isBelow(name, domain); });
}

/// The address that the host is, where it is one; in no other spelling than that of RFC 3986.
std::optional<ip::address> addressOf(std::string_view host) {
  boost::system::error_code failed;
  const bool isBracketed = host.starts_with('[') && host.ends_with(']');
  ip::address address = isBracketed ? ip::address(ip::make_address_v6(host.substr(1, host.size() - 2), failed))
                                    : ip::address(ip::make_address_v4(host, failed));
  if (failed) return std::nullopt;
  return address;
}

std::string originOf(const boost::urls::url_view& url, const std::string& host, bool isSecure) {
  const std::uint16_t usual = isSecure ? 443 : 80;
  const std::string_view scheme = isSecure ? "https" : "http";
  if (!url.has_port() || url.port_number() == usual) return fmt::format("{}://{}", scheme, host);
  return fmt::format("{}://{}:{}", scheme, host, url.port_number());
}

}  // namespace

bool isPublicAddress(const ip::address& address) {
  return address.is_v4() ? isPublic4(address.to_v4()) : isPublic6(address.to_v6());
}

bool EndpointPolicy::allows(const ip::address& address) const {
  return isPublicAddress(address) || (loopbackToo_ && address.is_loopback());
}

std::optional<PushEndpoint> EndpointPolicy::read(std::string_view text) const {
  if (text.size() > limits::endpointChars) return std::nullopt;
  const auto url = boost::urls::parse_uri(text);
  if (!url || !url->has_authority() || url->has_userinfo() || url->has_fragment()) return std::nullopt;
  // Boost.URL of Debian 12 takes the 1.2.3.4 of "1.2.3.4.example.org" for the whole host, and libcurl does not.
  if (!url->encoded_path().empty() && !url->encoded_path().starts_with('/')) return std::nullopt;
  const bool isSecure = url->scheme_id() == boost::urls::scheme::https;
  if (!isSecure && url->scheme_id() != boost::urls::scheme::http) return std::nullopt;
  if (url->has_port() && url->port_number() == 0) return std::nullopt;
  const std::string host = lowered(url->encoded_host());
  const auto address = addressOf(host);
  const bool isOwnMachine = address ? address->is_loopback() : host == "localhost";
  const bool isOutside = isSecure && (address ? isPublicAddress(*address) : isPublicName(host));
  if (!isOutside && !(loopbackToo_ && isOwnMachine)) return std::nullopt;
  return PushEndpoint{std::string(text), host, originOf(*url, host, isSecure)};
}

}  // namespace praktik::push
