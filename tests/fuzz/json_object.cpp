#include <boost/json/serialize.hpp>

#include "base/limits.hpp"
#include "fuzz/fuzz.hpp"
#include "net/json_text.hpp"

using namespace praktik;

namespace {

struct Shape {
  std::size_t depth = 0;
  bool hasFraction = false;  ///< a number whose text the library may write and read a little differently
};

void measure(const boost::json::value& value, std::size_t depth, Shape& shape) {
  shape.depth = std::max(shape.depth, depth);
  shape.hasFraction = shape.hasFraction || value.is_double();
  if (const auto* array = value.if_array()) {
    for (const auto& inner : *array) measure(inner, depth + 1, shape);
  } else if (const auto* object = value.if_object()) {
    for (const auto& [key, inner] : *object) measure(inner, depth + 1, shape);
  }
}

}  // namespace

/// The text of a request's body.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto object = net::parseObject(fuzz::textOf(data, size));
  if (!object) return 0;
  Shape shape;
  measure(*object, 0, shape);
  fuzz::require(shape.depth <= limits::jsonDepth, "nothing is nested more deeply than the limit");
  if (shape.hasFraction) return 0;
  const auto again = net::parseObject(boost::json::serialize(*object));
  fuzz::require(again.has_value(), "what was read can be written and read again");
  fuzz::require(boost::json::serialize(*again) == boost::json::serialize(*object), "and is the same then");
  return 0;
}
