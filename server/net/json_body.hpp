#pragma once

#include <boost/describe/class.hpp>
#include <boost/describe/members.hpp>
#include <boost/json/object.hpp>
#include <boost/mp11/algorithm.hpp>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.hpp"
#include "base/refusal.hpp"
#include "net/fields.hpp"

/// One strict converter from a JSON object to any struct that Boost.Describe knows. Every wrong field is named, with
/// its path; a key that the struct does not have is refused.
namespace praktik::net {

using FieldErrors = std::vector<FieldError>;

/// Where the converter is: the path so far and what it found wrong.
class BodyReader {
 public:
  explicit BodyReader(FieldErrors& errors) : errors_(errors) {}

  void refuse(std::string path, Fault fault) {
    errors_.push_back({std::move(path), std::string(fault.code), std::move(fault.title)});
  }

  template <class T>
  void read(const boost::json::value* value, const std::string& path, T& out);
  template <class T>
  void read(const boost::json::value* value, const std::string& path, std::optional<T>& out) {
    if (value != nullptr) readGiven(*value, path, out.emplace());
  }
  template <class T>
  void read(const boost::json::value* value, const std::string& path, Patch<T>& out) {
    out.given = value != nullptr;
    if (value != nullptr && !value->is_null()) readGiven(*value, path, out.value.emplace());
  }
  template <class T>
  void read(const boost::json::value* value, const std::string& path, Nullable<T>& out) {
    if (value == nullptr) return refuse(path, fault::missing());
    if (!value->is_null()) readGiven(*value, path, out.value.emplace());
  }

  template <class Struct>
  void readMembers(const boost::json::object& object, const std::string& prefix, Struct& out);

 private:
  template <class T>
  void readGiven(const boost::json::value& value, const std::string& path, T& out);
  template <class Struct>
  void refuseUnknown(const boost::json::object& object, const std::string& prefix);

  FieldErrors& errors_;
};

template <class T>
void BodyReader::read(const boost::json::value* value, const std::string& path, T& out) {
  if (value == nullptr) return refuse(path, fault::missing());
  readGiven(*value, path, out);
}

template <class T>
void BodyReader::readGiven(const boost::json::value& value, const std::string& path, T& out) {
  if constexpr (boost::describe::has_describe_members<T>::value) {
    const auto* object = value.if_object();
    if (object == nullptr) return refuse(path, fault::type("an object"));
    readMembers(*object, path + ".", out);
  } else {
    auto read = Field<T>::read(value);
    if (!read) return refuse(path, std::move(read.error()));
    out = std::move(*read);
  }
}

template <class Struct>
void BodyReader::readMembers(const boost::json::object& object, const std::string& prefix, Struct& out) {
  using Members = boost::describe::describe_members<Struct, boost::describe::mod_public>;
  boost::mp11::mp_for_each<Members>(
      [&](auto member) { read(object.if_contains(member.name), prefix + member.name, out.*member.pointer); });
  refuseUnknown<Struct>(object, prefix);
}

template <class Struct>
void BodyReader::refuseUnknown(const boost::json::object& object, const std::string& prefix) {
  using Members = boost::describe::describe_members<Struct, boost::describe::mod_public>;
  std::size_t named = 0;
  for (const auto& [key, value] : object) {
    bool isKnown = false;
    boost::mp11::mp_for_each<Members>([&](auto member) { isKnown = isKnown || key == member.name; });
    if (!isKnown && named++ < limits::unknownFieldsNamed) refuse(prefix + std::string(key), fault::unknown());
  }
}

/// The struct that the object is, or everything that is wrong with it.
template <class Struct>
std::expected<Struct, FieldErrors> readBody(const boost::json::object& object) {
  FieldErrors errors;
  Struct body;
  BodyReader(errors).readMembers(object, "", body);
  if (!errors.empty()) return std::unexpected(std::move(errors));
  return body;
}

}  // namespace praktik::net
