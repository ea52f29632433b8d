#include "fuzz/fuzz.hpp"
#include "net/http.hpp"

using namespace praktik;

/// The target of a request: path, segments and query.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view target = fuzz::textOf(data, size);
  net::Request request;
  if (!net::readTarget(target, request)) return 0;
  fuzz::require(request.path.starts_with('/'), "a path begins with a slash");
  fuzz::require(request.path.size() <= target.size() + 1, "decoding makes nothing longer");
  std::string joined;
  for (const std::string& segment : request.segments) joined += "/" + segment;
  // The dot in front of an empty segment only keeps it from being read as a host (RFC 3986 §4.2).
  const std::string_view path = request.path;
  const bool isDotted = path.starts_with("/./") && joined == path.substr(2);
  fuzz::require(joined == path || isDotted || (joined.empty() && path == "/"), "the segments are the path");
  for (const auto& [name, value] : request.query) {
    fuzz::require(request.parameter(name).has_value(), "a parameter that stands in the query is found");
  }
  return 0;
}
