#include "live/merge_patch.hpp"

#include <boost/json/value.hpp>

namespace praktik::live {

boost::json::object mergePatch(const boost::json::object& from, const boost::json::object& to) {
  boost::json::object patch;
  for (const auto& [key, was] : from) {
    if (!to.contains(key)) patch[key] = nullptr;
  }
  for (const auto& [key, is] : to) {
    const auto* was = from.if_contains(key);
    if (was != nullptr && *was == is) continue;
    const bool areObjects = was != nullptr && was->is_object() && is.is_object();
    patch[key] = areObjects ? mergePatch(was->as_object(), is.as_object()) : is;
  }
  return patch;
}

}  // namespace praktik::live
