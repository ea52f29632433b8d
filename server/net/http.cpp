#include "net/http.hpp"

#include <algorithm>
#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>

#include "base/utf8.hpp"

namespace praktik::net {
namespace {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

Response jsonResponse(int status, const boost::json::object& body) {
  Response response;
  response.status = status;
  response.set("Content-Type", "application/json");
  response.text = boost::json::serialize(body);
  return response;
}

std::optional<std::string_view> find(const std::vector<Pair>& pairs, auto&& matches) {
  const auto found = std::ranges::find_if(pairs, [&](const Pair& pair) { return matches(pair.first); });
  if (found == pairs.end()) return std::nullopt;
  return found->second;
}

}  // namespace

bool equalsWithoutCase(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, lower, lower);
}

std::string_view methodName(Verb verb) {
  switch (verb) {
    case Verb::get: return "GET";
    case Verb::head: return "HEAD";
    case Verb::post: return "POST";
    case Verb::put: return "PUT";
    case Verb::patch: return "PATCH";
    case Verb::del: return "DELETE";
    case Verb::other: return "OTHER";
  }
  return "OTHER";
}

std::optional<std::string_view> Request::header(std::string_view name) const {
  return find(headers, [&](const std::string& given) { return equalsWithoutCase(given, name); });
}

std::optional<std::string_view> Request::parameter(std::string_view name) const {
  return find(query, [&](const std::string& given) { return given == name; });
}

bool readTarget(std::string_view target, Request& request) {
  const bool isOrigin = target.starts_with('/');
  const auto parsed = isOrigin ? boost::urls::parse_origin_form(target) : boost::urls::parse_absolute_uri(target);
  // Without an authority it is a URI of another kind: `example.org:443` is what a proxy is asked for.
  if (!parsed || (!isOrigin && !parsed->has_authority())) return false;
  // Boost.URL of Debian 12 takes the [::1]: of "http://[::1]:,8/" for the whole authority, and ",8/" for a path.
  if (!parsed->encoded_path().empty() && !parsed->encoded_path().starts_with('/')) return false;
  request.path = parsed->path();
  if (request.path.empty()) request.path = "/";
  request.segments.clear();
  for (const auto& segment : parsed->segments()) request.segments.emplace_back(segment);
  request.query.clear();
  for (const auto& parameter : parsed->params()) request.query.emplace_back(parameter.key, parameter.value);
  // A name that nobody knows stands in the refusal, which is JSON.
  return std::ranges::all_of(request.query, [](const Pair& pair) { return isUtf8(pair.first) && isUtf8(pair.second); });
}

Response ok(const boost::json::object& body) { return jsonResponse(200, body); }

Response created(const boost::json::object& body) { return jsonResponse(201, body); }

Response noContent() {
  Response response;
  response.status = 204;
  return response;
}

}  // namespace praktik::net
