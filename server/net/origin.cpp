#include "net/origin.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <fmt/format.h>

namespace praktik::net {
namespace {

constexpr std::uint16_t httpPort = 80;
constexpr std::uint16_t httpsPort = 443;

std::string lowered(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return text;
}

std::string withoutBrackets(const std::string& host) {
  return host.starts_with('[') && host.ends_with(']') ? host.substr(1, host.size() - 2) : host;
}

}  // namespace

bool isLoopbackHost(std::string_view host) {
  const bool isAddress4 = host.find_first_not_of("0123456789.") == std::string_view::npos;
  return host == "localhost" || host == "::1" || host == "[::1]" || (isAddress4 && host.starts_with("127."));
}

std::optional<WebOrigin> WebOrigin::parse(std::string_view text) {
  const auto parsed = boost::urls::parse_uri(text);
  if (!parsed || !parsed->has_authority() || parsed->has_userinfo() || !parsed->encoded_path().empty() ||
      parsed->has_query() || parsed->has_fragment() || parsed->encoded_host().empty()) {
    return std::nullopt;
  }
  // A browser writes a host without escapes; what stands behind one has no text of its own.
  if (parsed->encoded_host().find('%') != std::string_view::npos) return std::nullopt;
  WebOrigin origin;
  const std::string scheme = lowered(parsed->scheme());
  if (scheme != "http" && scheme != "https") return std::nullopt;
  origin.secure_ = scheme == "https";
  origin.host_ = withoutBrackets(lowered(parsed->host()));
  origin.port_ = origin.secure_ ? httpsPort : httpPort;
  if (parsed->has_port()) {
    if (parsed->port_number() == 0) return std::nullopt;
    origin.port_ = parsed->port_number();
  }
  return origin;
}

bool WebOrigin::isLoopback() const { return isLoopbackHost(host_); }

std::string WebOrigin::text() const {
  const bool isAddress6 = host_.find(':') != std::string::npos;
  const std::string host = isAddress6 ? fmt::format("[{}]", host_) : host_;
  const std::string_view scheme = secure_ ? "https" : "http";
  if (port_ == (secure_ ? httpsPort : httpPort)) return fmt::format("{}://{}", scheme, host);
  return fmt::format("{}://{}:{}", scheme, host, port_);
}

OwnOrigins::OwnOrigins(WebOrigin origin) {
  origins_.push_back(origin);
  if (!origin.isLoopback()) return;
  for (const std::string_view host : {"localhost", "127.0.0.1", "::1"}) {
    origin.host_ = host;
    if (std::ranges::find(origins_, origin) == origins_.end()) origins_.push_back(origin);
  }
}

bool OwnOrigins::contains(std::string_view header) const {
  const auto given = WebOrigin::parse(header);
  return given && std::ranges::find(origins_, *given) != origins_.end();
}

}  // namespace praktik::net
