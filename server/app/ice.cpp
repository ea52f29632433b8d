#include "app/ice.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/ip/address_v6.hpp>
#include <boost/json/array.hpp>
#include <charconv>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <span>
#include <stdexcept>

namespace praktik::app {
namespace {

using boost::json::array;
using boost::json::object;
using Seal = std::array<std::uint8_t, 20>;

constexpr std::size_t tagBytes = 8;
constexpr std::size_t hostChars = 253;  // RFC 1035 §2.3.4, without the root's dot

struct Scheme {
  std::string_view name;
  bool isRelay;
};
constexpr std::array schemes{Scheme{"stun:", false}, Scheme{"turn:", true}, Scheme{"turns:", true}};

bool isNameChar(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

bool isName(std::string_view host) {
  return !host.empty() && host.size() <= hostChars && std::ranges::all_of(host, isNameChar) && host.front() != '.' &&
         host.find("..") == std::string_view::npos;
}

bool isAddress6(std::string_view host) {
  boost::system::error_code wrong;
  (void)boost::asio::ip::make_address_v6(host, wrong);
  return !wrong;
}

/// Nothing, or a colon and a number of a port.
bool isPortPart(std::string_view text) {
  if (text.empty()) return true;
  std::uint16_t port = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + 1, end, port);
  return text.front() == ':' && read.ec == std::errc() && read.ptr == end && port != 0;
}

bool isHostAndPort(std::string_view text) {
  if (text.starts_with('[')) {
    const auto end = text.find(']');
    return end != std::string_view::npos && isAddress6(text.substr(1, end - 1)) && isPortPart(text.substr(end + 1));
  }
  const auto end = std::min(text.find(':'), text.size());
  return isName(text.substr(0, end)) && isPortPart(text.substr(end));
}

Seal hmacSha1(std::string_view key, std::string_view text) {
  Seal seal{};
  unsigned int size = seal.size();
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  if (HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), bytes, text.size(), seal.data(), &size) == nullptr) {
    throw std::runtime_error("OpenSSL refused an HMAC");
  }
  return seal;
}

std::string base64(std::span<const std::uint8_t> bytes) {
  // EVP_EncodeBlock ends its text with a zero.
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  text.resize(static_cast<std::size_t>(
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes.data(), static_cast<int>(bytes.size()))));
  return text;
}

/// A seal of the purpose, short enough for a user name. No credential is made of a text that begins like this one.
std::string tagOf(std::string_view secret, std::string_view purpose) {
  const Seal seal = hmacSha1(secret, fmt::format("tag {}", purpose));
  return fmt::format("{:02x}", fmt::join(std::span(seal).first<tagBytes>(), ""));
}

}  // namespace

std::optional<IceUri> IceUri::parse(std::string_view text) {
  const auto* const scheme =
      std::ranges::find_if(schemes, [&](const Scheme& one) { return text.starts_with(one.name); });
  if (scheme == schemes.end()) return std::nullopt;
  std::string_view rest = text.substr(scheme->name.size());
  const auto query = rest.find('?');
  if (query != std::string_view::npos) {
    const std::string_view transport = rest.substr(query);
    if (!scheme->isRelay || (transport != "?transport=udp" && transport != "?transport=tcp")) return std::nullopt;
    rest = rest.substr(0, query);
  }
  if (!isHostAndPort(rest)) return std::nullopt;
  return IceUri(text, scheme->isRelay);
}

TurnCredential turnCredential(std::string_view secret, std::string_view tag, Instant expiresAt) {
  const auto expiry = std::chrono::ceil<seconds>(expiresAt.time_since_epoch());
  std::string username = fmt::format("{}:{}", expiry.count(), tag);
  std::string password = base64(hmacSha1(secret, username));
  return {std::move(username), std::move(password)};
}

bool IceServers::canRelay() const { return std::ranges::any_of(uris_, &IceUri::isRelay); }

object IceServers::offer(std::string_view purpose, Instant expiresAt) const {
  array open;
  array relays;
  for (const IceUri& uri : uris_) (uri.isRelay() ? relays : open).emplace_back(uri.text());
  array servers;
  if (!open.empty()) servers.push_back(object{{"urls", std::move(open)}});
  if (!relays.empty()) {
    const auto [username, password] = turnCredential(secret_, tagOf(secret_, purpose), expiresAt);
    servers.push_back(object{{"urls", std::move(relays)}, {"username", username}, {"credential", password}});
  }
  return {{"iceServers", std::move(servers)}, {"expiresAt", toMillis(expiresAt)}};
}

}  // namespace praktik::app
