#include "net/json_text.hpp"

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/parse.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/limits.hpp"

namespace praktik::net {
namespace {

namespace json = boost::json;

/// Sees each key as it is read, because the library's own parser silently keeps the last of two equal ones.
struct UniqueKeys {
  static constexpr std::size_t max_object_size = limits::bodyBytes;
  static constexpr std::size_t max_array_size = limits::bodyBytes;
  static constexpr std::size_t max_key_size = limits::bodyBytes;
  static constexpr std::size_t max_string_size = limits::bodyBytes;

  std::vector<std::set<std::string, std::less<>>> open;
  std::string key;

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    open.emplace_back();
    return true;
  }
  bool on_object_end(std::size_t, json::error_code&) {
    open.pop_back();
    return true;
  }
  bool on_array_begin(json::error_code&) { return true; }
  bool on_array_end(std::size_t, json::error_code&) { return true; }
  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    key += part;
    return true;
  }
  bool on_key(json::string_view part, std::size_t, json::error_code& error) {
    key += part;
    const bool isNew = open.back().insert(std::exchange(key, {})).second;
    if (!isNew) error = json::error::syntax;
    return isNew;
  }
  bool on_string_part(json::string_view, std::size_t, json::error_code&) { return true; }
  bool on_string(json::string_view, std::size_t, json::error_code&) { return true; }
  bool on_number_part(json::string_view, json::error_code&) { return true; }
  bool on_int64(std::int64_t, json::string_view, json::error_code&) { return true; }
  bool on_uint64(std::uint64_t, json::string_view, json::error_code&) { return true; }
  bool on_double(double, json::string_view, json::error_code&) { return true; }
  bool on_bool(bool, json::error_code&) { return true; }
  bool on_null(json::error_code&) { return true; }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }
};

json::parse_options strict() {
  json::parse_options options;
  options.max_depth = limits::jsonDepth;
  return options;
}

bool hasUniqueKeys(std::string_view text) {
  json::basic_parser<UniqueKeys> parser(strict());
  json::error_code error;
  parser.write_some(false, text.data(), text.size(), error);
  return !error;
}

}  // namespace

std::optional<json::object> parseObject(std::string_view text) {
  json::error_code error;
  json::value value = json::parse(text, error, {}, strict());
  if (error || !value.is_object() || !hasUniqueKeys(text)) return std::nullopt;
  return std::move(value.get_object());
}

}  // namespace praktik::net
