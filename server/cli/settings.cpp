#include "cli/settings.hpp"

#include <charconv>
#include <fmt/format.h>

#include "push/vapid.hpp"

namespace praktik::cli {
namespace {

std::uint16_t portOf(std::string_view text, const std::string& listen) {
  std::uint16_t port = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, port);
  if (text.empty() || read.ec != std::errc() || read.ptr != end) {
    throw UsageError(fmt::format("--listen {}: the port must be a number up to 65535, as in 127.0.0.1:8080.", listen));
  }
  return port;
}

net::WebOrigin givenOrigin(const std::string& text) {
  auto origin = net::WebOrigin::parse(text);
  if (!origin) throw UsageError(fmt::format("--origin {}: this must look like https://praktik.example.org.", text));
  return *origin;
}

}  // namespace

std::string Endpoint::text() const {
  const bool isAddress6 = host.find(':') != std::string::npos;
  return isAddress6 ? fmt::format("[{}]:{}", host, port) : fmt::format("{}:{}", host, port);
}

Endpoint parseListen(const std::string& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string::npos || colon == 0) {
    throw UsageError(fmt::format("--listen {}: give an address and a port, as in 127.0.0.1:8080.", text));
  }
  std::string host = text.substr(0, colon);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  return {host, portOf(std::string_view(text).substr(colon + 1), text)};
}

void checkTogether(const ServeSettings& settings, const Endpoint& listen) {
  if (!settings.origin && !listen.isLoopback()) {
    throw UsageError(
        fmt::format("Listening on {} needs --origin: the address under which browsers open Praktik, as in "
                    "https://praktik.example.org.",
                    listen.text()));
  }
  (void)trustedProxiesOf(settings);
  const bool isLocal = isLocalOnly(settings, listen);
  if (settings.demo && !isLocal) {
    throw UsageError("--demo publishes passwords, so listen address and origin must both be loopback.");
  }
  if (!settings.isThrottled() && !isLocal) {
    throw UsageError("--throttle off is for load tests, so listen address and origin must both be loopback.");
  }
  if (settings.vapidSubject && !push::Vapid::isSubject(*settings.vapidSubject)) {
    throw UsageError(fmt::format(
        "--vapid-subject {}: push services write to this when something is wrong. Give an address or a page, "
        "as in mailto:it@clinic.example or https://clinic.example.",
        *settings.vapidSubject));
  }
}

bool isLocalOnly(const ServeSettings& settings, const Endpoint& listen) {
  return listen.isLoopback() && (!settings.origin || givenOrigin(*settings.origin).isLoopback());
}

net::TrustedProxies trustedProxiesOf(const ServeSettings& settings) {
  std::vector<net::AddressRange> ranges;
  for (const std::string& text : settings.trustedProxy) {
    const auto range = net::AddressRange::parse(text);
    if (!range) {
      throw UsageError(fmt::format(
          "--trusted-proxy {}: give the proxy's address or its network, as in 127.0.0.1 or 10.0.0.0/8.", text));
    }
    ranges.push_back(*range);
  }
  return net::TrustedProxies(std::move(ranges));
}

std::filesystem::path webFolderOf(const ServeSettings& settings) {
  if (settings.web) return *settings.web;
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / "web";
}

std::string vapidSubject(const ServeSettings& settings, const net::WebOrigin& origin) {
  if (settings.vapidSubject) return *settings.vapidSubject;
  return origin.isSecure() ? origin.text() : "mailto:praktik@example.org";
}

net::WebOrigin originOf(const ServeSettings& settings, const Endpoint& listening) {
  return givenOrigin(settings.origin.value_or(fmt::format("http://{}", listening.text())));
}

}  // namespace praktik::cli
