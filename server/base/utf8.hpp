#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace praktik {

/// The Unicode code points of a text; empty when it is no UTF-8 (RFC 3629).
std::optional<std::u32string> codePointsOf(std::string_view text);

/// The text of these code points.
std::string utf8Of(std::u32string_view points);

/// What goes out in JSON has to be: a browser drops the connection that brings it anything else.
bool isUtf8(std::string_view text);

}  // namespace praktik
