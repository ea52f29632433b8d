#include "net/client_address.hpp"

#include <algorithm>
#include <charconv>

#include "base/limits.hpp"

namespace praktik::net {
namespace {

namespace ip = boost::asio::ip;

constexpr unsigned bitsPerByte = 8;

std::optional<ip::address> addressIn(std::string_view text) {
  boost::system::error_code error;
  auto address = ip::make_address(std::string(text), error);
  if (error || (address.is_v6() && address.to_v6().scope_id() != 0)) return std::nullopt;
  if (address.is_v6() && address.to_v6().is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, address.to_v6());
  return address;
}

std::vector<std::uint8_t> bytesOf(const ip::address& address) {
  const auto list = [](const auto& bytes) { return std::vector<std::uint8_t>(bytes.begin(), bytes.end()); };
  return address.is_v4() ? list(address.to_v4().to_bytes()) : list(address.to_v6().to_bytes());
}

/// What stands before the first `bits` of an address, and zeros behind.
std::vector<std::uint8_t> prefixOf(const ip::address& address, unsigned bits) {
  auto bytes = bytesOf(address);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto begin = static_cast<unsigned>(i) * bitsPerByte;
    const unsigned kept = bits > begin ? std::min(bits - begin, bitsPerByte) : 0;
    bytes[i] &= static_cast<std::uint8_t>(0xff00U >> kept);
  }
  return bytes;
}

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Some proxies add the port: 192.0.2.1:4711, [2001:db8::1]:4711.
std::optional<ip::address> forwarded(std::string_view part) {
  part = trimmed(part);
  if (part.starts_with('[')) {
    const auto end = part.find(']');
    return end == std::string_view::npos ? std::nullopt : addressIn(part.substr(1, end - 1));
  }
  const bool hasPort = std::ranges::count(part, ':') == 1;
  return addressIn(hasPort ? part.substr(0, part.find(':')) : part);
}

/// All lines of the header as the one list that they are.
std::string forwardedFor(const Request& request) {
  std::string list;
  for (const auto& [name, value] : request.headers) {
    if (!equalsWithoutCase(name, "X-Forwarded-For")) continue;
    if (!list.empty()) list += ',';
    list += value;
  }
  return list;
}

/// As much of its end as is read, in whole parts. Proxies append, so a client can make only the beginning longer: that must
/// not hide what follows.
std::string_view endOf(std::string_view list) {
  if (list.size() <= limits::forwardedBytes) return list;
  const auto end = list.substr(list.size() - limits::forwardedBytes);
  const auto comma = end.find(',');
  return comma == std::string_view::npos ? std::string_view() : end.substr(comma + 1);
}

}  // namespace

std::optional<AddressRange> AddressRange::parse(std::string_view text) {
  const auto slash = text.find('/');
  const auto base = addressIn(text.substr(0, slash));
  if (!base) return std::nullopt;
  AddressRange range;
  range.base_ = *base;
  const auto most = static_cast<unsigned>(bytesOf(*base).size()) * bitsPerByte;
  range.bits_ = most;
  if (slash != std::string_view::npos) {
    const std::string_view bits = text.substr(slash + 1);
    const auto read = std::from_chars(bits.data(), bits.data() + bits.size(), range.bits_);
    const bool isNumber = !bits.empty() && read.ec == std::errc() && read.ptr == bits.data() + bits.size();
    if (!isNumber || range.bits_ == 0 || range.bits_ > most) return std::nullopt;
  }
  if (prefixOf(*base, range.bits_) != bytesOf(*base)) return std::nullopt;
  return range;
}

bool AddressRange::contains(const ip::address& address) const {
  return address.is_v4() == base_.is_v4() && prefixOf(address, bits_) == bytesOf(base_);
}

bool TrustedProxies::trusts(const ip::address& address) const {
  return std::ranges::any_of(ranges_, [&](const AddressRange& range) { return range.contains(address); });
}

std::string TrustedProxies::clientOf(const Request& request) const {
  const auto peer = addressIn(request.address);
  if (!peer) return request.address;
  const std::string list = trusts(*peer) ? forwardedFor(request) : std::string();
  std::optional<ip::address> client;
  for (std::string_view rest = endOf(list);;) {
    const auto comma = rest.rfind(',');
    client = forwarded(comma == std::string_view::npos ? rest : rest.substr(comma + 1));
    if (!client) return peer->to_string();
    if (!trusts(*client) || comma == std::string_view::npos) return client->to_string();
    rest = rest.substr(0, comma);
  }
}

}  // namespace praktik::net
