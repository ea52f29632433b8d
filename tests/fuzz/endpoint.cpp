#include "push/endpoint.hpp"

#include <curl/curl.h>
#include <memory>

#include "base/limits.hpp"
#include "fuzz/fuzz.hpp"
#include "net/origin.hpp"

using namespace praktik;

namespace {

/// Where libcurl would connect to: who checks the endpoint and who opens it must not read it in two ways.
std::string hostOfCurl(const std::string& url) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> handle(curl_url(), curl_url_cleanup);
  if (curl_url_set(handle.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return {};
  char* host = nullptr;
  if (curl_url_get(handle.get(), CURLUPART_HOST, &host, 0) != CURLUE_OK) return {};
  std::string text(host);
  curl_free(host);
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return text;
}

std::optional<boost::asio::ip::address> addressOf(std::string host) {
  boost::system::error_code failed;
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const auto address = boost::asio::ip::make_address(host, failed);
  if (failed) return std::nullopt;
  return address;
}

/// An address may be written in several ways.
bool isSameHost(const std::string& one, const std::string& other) {
  const auto address = addressOf(one);
  return one == other || (address && address == addressOf(other));
}

}  // namespace

/// The endpoint of a push subscription: a URL that a user gives and that the server opens.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::textOf(data, size);
  static const push::EndpointPolicy outside(false);
  static const push::EndpointPolicy here(true);
  const auto endpoint = outside.read(text);
  fuzz::require(!endpoint || here.read(text), "what may be sent to from outside may be from here");
  const auto taken = endpoint ? endpoint : here.read(text);
  if (!taken) return 0;
  fuzz::require(text.size() <= limits::endpointChars, "no endpoint is longer than the limit");
  const std::string curls = hostOfCurl(taken->url);
  // What libcurl does not take is not opened.
  fuzz::require(curls.empty() || isSameHost(curls, taken->host), "libcurl connects to the host that was checked");
  if (endpoint) {
    fuzz::require(taken->origin.starts_with("https://"), "a public endpoint is https");
    fuzz::require(!net::isLoopbackHost(taken->host), "a public endpoint is not on this machine");
    const auto address = addressOf(curls.empty() ? taken->host : curls);
    fuzz::require(!address || push::isPublicAddress(*address), "a public endpoint is no private address");
  }
  const auto origin = net::WebOrigin::parse(taken->origin);
  fuzz::require(origin.has_value(), "the audience of VAPID is an origin");
  return 0;
}
