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
    if (was == nullptr) {
      patch[key] = is;
    } else if (was->is_object() && is.is_object()) {
      auto inner = mergePatch(was->as_object(), is.as_object());
      if (!inner.empty()) patch[key] = std::move(inner);
    } else if (*was != is) {
      patch[key] = is;
    }
  }
  return patch;
}

}  // namespace praktik::live
