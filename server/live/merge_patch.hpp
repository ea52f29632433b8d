#pragma once

#include <boost/json/object.hpp>

namespace praktik::live {

/// The JSON Merge Patch (RFC 7396) that turns `from` into `to`; empty when they are equal. Neither may hold null.
boost::json::object mergePatch(const boost::json::object& from, const boost::json::object& to);

}  // namespace praktik::live
