#pragma once

#include <boost/describe/enum.hpp>
#include <boost/json/object.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// HTTP messages as handlers see them: without a stream, a parser or a library type.
namespace praktik::net {

/// The methods of HTTP that Praktik has a use for, and all others as one.
BOOST_DEFINE_ENUM_CLASS(Verb, get, head, post, put, patch, del, other)

/// The method's name in capitals, as HTTP writes it.
std::string_view methodName(Verb verb);

using Pair = std::pair<std::string, std::string>;

/// One request, complete and within its limits.
struct Request {
  Verb verb = Verb::get;
  std::string path;                   ///< decoded; never empty
  std::vector<std::string> segments;  ///< of the path, each decoded by itself
  std::vector<Pair> query;            ///< decoded, in the order given
  std::vector<Pair> headers;          ///< as sent
  std::string body;
  std::string address;  ///< the client's, without the port
  std::string id;       ///< told in every problem and log line about this request

  /// The first header of that name, compared without case.
  std::optional<std::string_view> header(std::string_view name) const;
  std::optional<std::string_view> parameter(std::string_view name) const;
};

/// Splits a request target (RFC 9112 §3.2, origin and absolute form) into path, segments and query of the request.
/// False when it is none, and when the decoded query is no UTF-8.
bool readTarget(std::string_view target, Request& request);

/// One answer. The body is either its own or shared with others (a file in memory).
struct Response {
  int status = 200;
  std::vector<Pair> headers;
  std::string text;
  std::shared_ptr<const std::string> shared;

  std::string_view body() const { return shared ? std::string_view(*shared) : std::string_view(text); }
  void set(std::string name, std::string value) { headers.emplace_back(std::move(name), std::move(value)); }
};

Response ok(const boost::json::object& body);
Response created(const boost::json::object& body);
Response noContent();

/// ASCII only, as header names and schemes are compared.
bool equalsWithoutCase(std::string_view left, std::string_view right);

}  // namespace praktik::net
