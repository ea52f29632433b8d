#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string_view>

namespace praktik::net {

/// The JSON object (RFC 8259) that the text is. Empty when it is anything else: broken JSON or UTF-8, another kind of
/// value, nested too deeply, or with a key twice in one object (which readers would understand differently).
std::optional<boost::json::object> parseObject(std::string_view text);

}  // namespace praktik::net
