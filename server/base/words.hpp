#pragma once

#include <boost/describe/enum.hpp>
#include <boost/describe/enum_to_string.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>
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
  std::optional<Enum> found;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto enumerator) {
    if (text == enumerator.name) found = enumerator.value;
  });
  return found;
}

}  // namespace praktik
