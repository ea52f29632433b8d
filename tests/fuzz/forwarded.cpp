#include "base/limits.hpp"
#include "fuzz/fuzz.hpp"
#include "net/client_address.hpp"

using namespace praktik;

namespace {

std::string clientOf(const net::TrustedProxies& proxies, const std::string& peer, std::string_view header) {
  net::Request request;
  request.address = peer;
  request.headers.emplace_back("X-Forwarded-For", header);
  return proxies.clientOf(request);
}

bool isWithin(const net::AddressRange& range, const std::string& text) {
  boost::system::error_code failed;
  const auto address = boost::asio::ip::make_address(text, failed);
  return !failed && range.contains(address);
}

}  // namespace

/// --trusted-proxy (a line) and X-Forwarded-For as a proxy in 10.0.0.0/8 hands it on.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view header = fuzz::textOf(data, size);
  (void)net::AddressRange::parse(fuzz::takeLine(header));
  static const auto own = net::AddressRange::parse("10.0.0.0/8").value();
  static const net::TrustedProxies proxies({own});
  fuzz::require(clientOf(proxies, "192.0.2.1", header) == "192.0.2.1", "whoever is no proxy is believed nothing");
  const std::string client = clientOf(proxies, "10.0.0.1", header);
  boost::system::error_code failed;
  (void)boost::asio::ip::make_address(client, failed);
  fuzz::require(!failed, "a client has an address");
  const std::string longer = "198.51.100.7, " + std::string(header);
  const bool isDecided = !isWithin(own, client) && longer.size() <= limits::forwardedBytes;
  if (isDecided)
    fuzz::require(clientOf(proxies, "10.0.0.1", longer) == client, "what a client made up counts for nothing");
  return 0;
}
