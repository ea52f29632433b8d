#pragma once

#include <boost/describe/enum.hpp>
#include <boost/describe/enum_from_string.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <optional>
#include <string_view>

namespace praktik {

/// An enumerator's own name: the word of the wire, the database and the log.
template <class Enum>
std::string_view word(Enum value) {
  return boost::describe::enum_to_string(value, "?");
}

/// The enumerator with that name; empty when there is none.
template <class Enum>
std::optional<Enum> fromWord(std::string_view text) {
  Enum value{};
  if (boost::describe::enum_from_string(text, value)) return value;
  return std::nullopt;
}

}  // namespace praktik
