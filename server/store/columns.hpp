#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <type_traits>

#include "base/id.hpp"
#include "base/instant.hpp"
#include "base/words.hpp"

/// How values stand in columns. SOCI 4.0.3 binds reliably only `long long` and `std::string` on SQLite and PostgreSQL
/// alike, so everything becomes one of the two, with an indicator for null.
namespace praktik::store {

template <class T>
struct Column;

template <>
struct Column<std::int64_t> {
  using Stored = long long;
  static Stored store(std::int64_t value) { return value; }
  static std::int64_t load(Stored value) { return value; }
};

template <>
struct Column<bool> {
  using Stored = long long;
  static Stored store(bool value) { return value ? 1 : 0; }
  static bool load(Stored value) { return value != 0; }
};

template <>
struct Column<std::string> {
  using Stored = std::string;
  static Stored store(const std::string& value) { return value; }
  static std::string load(Stored value) { return value; }
};

template <>
struct Column<Instant> {
  using Stored = long long;
  static Stored store(Instant value) { return toMillis(value); }
  static Instant load(Stored value) { return fromMillis(value); }
};

template <class Kind>
struct Column<Id<Kind>> {
  using Stored = std::string;
  static Stored store(const Id<Kind>& value) { return value.text(); }
  static Id<Kind> load(const Stored& value) { return Id<Kind>::parse(value).value_or(Id<Kind>()); }
};

template <class Enum>
  requires std::is_enum_v<Enum>
struct Column<Enum> {
  using Stored = std::string;
  static Stored store(Enum value) { return Stored(word(value)); }
  static Enum load(const Stored& value) { return fromWord<Enum>(value).value_or(Enum{}); }
};

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {
  using Inner = T;
};

}  // namespace praktik::store
