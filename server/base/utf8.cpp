#include "base/utf8.hpp"

#include <boost/locale/utf.hpp>
#include <iterator>

namespace praktik {

std::optional<std::u32string> codePointsOf(std::string_view text) {
  namespace utf = boost::locale::utf;
  std::u32string points;
  points.reserve(text.size());
  for (const auto* at = text.begin(); at != text.end();) {
    const utf::code_point point = utf::utf_traits<char>::decode(at, text.end());
    if (!utf::is_valid_codepoint(point)) return std::nullopt;
    points += static_cast<char32_t>(point);
  }
  return points;
}

std::string utf8Of(std::u32string_view points) {
  std::string text;
  for (const char32_t point : points) boost::locale::utf::utf_traits<char>::encode(point, std::back_inserter(text));
  return text;
}

bool isUtf8(std::string_view text) { return codePointsOf(text).has_value(); }

}  // namespace praktik
