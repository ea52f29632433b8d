#include "net/problem.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "base/words.hpp"

namespace praktik::net {
namespace {

namespace json = boost::json;

json::array viewErrors(const std::vector<FieldError>& errors) {
  json::array list;
  for (const FieldError& error : errors) {
    list.push_back(json::object{{"field", error.field}, {"code", error.code}, {"title", error.title}});
  }
  return list;
}

json::object viewProblem(int status, std::string_view code, std::string_view title, const std::string& requestId) {
  return {{"type", fmt::format("https://praktik.invalid/problems/{}", code)},
          {"title", title},
          {"status", status},
          {"code", code},
          {"requestId", requestId}};
}

Response problemResponse(int status, const json::object& body) {
  Response response;
  response.status = status;
  response.set("Content-Type", "application/problem+json");
  response.text = json::serialize(body);
  return response;
}

}  // namespace

int status(Refusal refusal) {
  switch (refusal) {
    case Refusal::too_large: return 413;
    case Refusal::not_signed_in:
    case Refusal::invalid_credentials:
    case Refusal::otp_required:
    case Refusal::otp_wrong: return 401;
    case Refusal::origin:
    case Refusal::role:
    case Refusal::second_factor_required:
    case Refusal::forbidden: return 403;
    case Refusal::media_type: return 415;
    case Refusal::malformed:
    case Refusal::unknown_op: return 400;
    case Refusal::invalid: return 422;
    case Refusal::not_found: return 404;
    case Refusal::method: return 405;
    case Refusal::too_many: return 429;
    case Refusal::try_again: return 503;
    default: return 409;  // What is left are rules that the present state of an object stands against.
  }
}

Response problem(const app::Refused& refused, const std::string& requestId) {
  const int code = refused.isConflict ? 409 : status(refused.refusal);
  json::object body = viewProblem(code, word(refused.refusal), title(refused.refusal), requestId);
  if (!refused.errors.empty()) body["errors"] = viewErrors(refused.errors);
  if (refused.detail) body["detail"] = *refused.detail;
  if (refused.current) body["current"] = *refused.current;
  Response response = problemResponse(code, body);
  if (refused.retryAfter) response.set("Retry-After", std::to_string(refused.retryAfter->count()));
  if (code == 401) response.set("WWW-Authenticate", "Bearer");
  return response;
}

Response problem(Broken broken, const std::string& requestId) {
  switch (broken) {
    case Broken::request:
      return problemResponse(400, viewProblem(400, "bad_request", "This is not a request in HTTP/1.1.", requestId));
    case Broken::timeout:
      return problemResponse(408, viewProblem(408, "timeout", "The request took too long to arrive.", requestId));
    case Broken::headers:
      return problemResponse(431,
                             viewProblem(431, "headers_too_large", "The request's headers are too large.", requestId));
    case Broken::target:
      return problemResponse(414, viewProblem(414, "target_too_long", "The address is too long.", requestId));
    case Broken::handshake:
      return problemResponse(400, viewProblem(400, "bad_handshake", "Here a WebSocket speaks praktik.v1.", requestId));
    case Broken::internal: break;
  }
  return problemResponse(500, viewProblem(500, "internal", "Something went wrong here. It has been noted.", requestId));
}

}  // namespace praktik::net
