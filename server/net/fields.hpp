#pragma once

#include <boost/json/value.hpp>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "base/instant.hpp"
#include "base/refusal.hpp"
#include "base/words.hpp"

/// The kinds of value that stand in request bodies. The type of a member says everything about what it accepts, so that
/// a body's struct is its whole validation.
namespace praktik::net {

/// What is wrong with a value; the code is stable.
struct Fault {
  std::string_view code;
  std::string title;
};

namespace fault {
Fault type(std::string_view wanted);
Fault missing();
Fault unknown();
Fault format(std::string_view wanted);
Fault tooShort(std::size_t least);
Fault tooLong(std::size_t most);
Fault range(std::int64_t least, std::int64_t most);
}  // namespace fault

/// Text of Least to Most code points, at least one of them no space when Least is not 0; without NUL.
template <std::size_t Least, std::size_t Most>
struct Text {
  std::string value;
};

/// A whole number from Least to Most.
template <std::int64_t Least, std::int64_t Most>
struct Whole {
  std::int64_t value = Least;
};

struct EmailAddress {
  std::string value;
};
/// A calendar date, YYYY-MM-DD, from 1900.
struct Date {
  std::string value;
};
/// A language tag as BCP 47 writes the common ones: `en`, `id`, `pt-BR`.
struct LanguageTag {
  std::string value;
};

/// A member of a PATCH body: absent keeps what is there, null clears it, a value replaces it.
template <class T>
struct Patch {
  bool given = false;
  std::optional<T> value;
};

/// A member that must be there and may be null.
template <class T>
struct Nullable {
  std::optional<T> value;
};

/// What stands inside, where something was given.
template <class T>
auto valueOf(const std::optional<T>& field) -> std::optional<decltype(field->value)> {
  if (!field) return std::nullopt;
  return field->value;
}

template <class T>
using Read = std::expected<T, Fault>;

/// The read value, made into another type; a fault stays what it is. (libstdc++ 12 has no expected::and_then.)
template <class To, class From, class Make>
Read<To> then(Read<From> read, Make make) {
  if (!read) return std::unexpected(std::move(read.error()));
  return make(std::move(*read));
}

Read<std::string> readText(const boost::json::value& value, std::size_t least, std::size_t most);
Read<std::int64_t> readWhole(const boost::json::value& value, std::int64_t least, std::int64_t most);
Read<bool> readBool(const boost::json::value& value);
Read<EmailAddress> readEmail(const boost::json::value& value);
Read<Date> readDate(const boost::json::value& value);
Read<LanguageTag> readLanguage(const boost::json::value& value);
Read<Instant> readInstant(const boost::json::value& value);
Read<UuidBytes> readUuid(const boost::json::value& value);

/// How each kind is read; a new kind of field is a new specialization.
template <class T>
struct Field;

template <std::size_t Least, std::size_t Most>
struct Field<Text<Least, Most>> {
  static Read<Text<Least, Most>> read(const boost::json::value& value) {
    return then<Text<Least, Most>>(readText(value, Least, Most),
                                   [](std::string text) { return Text<Least, Most>{std::move(text)}; });
  }
};
template <std::int64_t Least, std::int64_t Most>
struct Field<Whole<Least, Most>> {
  static Read<Whole<Least, Most>> read(const boost::json::value& value) {
    return then<Whole<Least, Most>>(readWhole(value, Least, Most),
                                    [](std::int64_t number) { return Whole<Least, Most>{number}; });
  }
};
template <>
struct Field<bool> {
  static Read<bool> read(const boost::json::value& value) { return readBool(value); }
};
template <>
struct Field<EmailAddress> {
  static Read<EmailAddress> read(const boost::json::value& value) { return readEmail(value); }
};
template <>
struct Field<Date> {
  static Read<Date> read(const boost::json::value& value) { return readDate(value); }
};
template <>
struct Field<LanguageTag> {
  static Read<LanguageTag> read(const boost::json::value& value) { return readLanguage(value); }
};
template <>
struct Field<Instant> {
  static Read<Instant> read(const boost::json::value& value) { return readInstant(value); }
};
/// An enumerator by its own name.
template <class Enum>
  requires boost::describe::has_describe_enumerators<Enum>::value
struct Field<Enum> {
  static Read<Enum> read(const boost::json::value& value) {
    const auto* text = value.if_string();
    if (text == nullptr) return std::unexpected(fault::type("a text"));
    if (const auto found = fromWord<Enum>(*text)) return *found;
    return std::unexpected(fault::format("one of the words that the contract names here"));
  }
};
template <class Kind>
struct Field<Id<Kind>> {
  static Read<Id<Kind>> read(const boost::json::value& value) {
    return then<Id<Kind>>(readUuid(value), [](const UuidBytes& bytes) { return Id<Kind>(bytes); });
  }
};

}  // namespace praktik::net
