#include "net/origin.hpp"

#include "fuzz/fuzz.hpp"

using namespace praktik;

/// The Origin header, and --origin.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::textOf(data, size);
  static const net::OwnOrigins clinic(net::WebOrigin::parse("https://praktik.example.org").value());
  static const net::OwnOrigins machine(net::WebOrigin::parse("http://127.0.0.1:8080").value());
  const auto origin = net::WebOrigin::parse(text);
  if (!origin) {
    fuzz::require(!clinic.contains(text) && !machine.contains(text), "what is no origin is not ours");
    return 0;
  }
  fuzz::require(!origin->host().empty() && origin->port() != 0, "an origin has a host and a port");
  const auto again = net::WebOrigin::parse(origin->text());
  fuzz::require(again && *again == *origin, "an origin that is written down is the same origin");
  fuzz::require(again->text() == origin->text(), "an origin is written in one way");
  fuzz::require(clinic.contains(text) == (origin->text() == "https://praktik.example.org"),
                "one origin is the clinic's");
  if (machine.contains(text)) {
    fuzz::require(origin->isLoopback() && origin->port() == 8080 && !origin->isSecure(), "loopback, and our port");
  }
  return 0;
}
