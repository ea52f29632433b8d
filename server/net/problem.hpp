#pragma once

#include <string>

#include "app/refused.hpp"
#include "net/http.hpp"

namespace praktik::net {

/// The HTTP status that a refusal is answered with.
int status(Refusal refusal);

/// A refusal as `application/problem+json` (RFC 9457).
Response problem(const app::Refused& refused, const std::string& requestId);

/// Limits of HTTP itself that end a request before anybody reads it; their codes appear nowhere else.
enum class Broken { request, timeout, headers, target, handshake, internal };
Response problem(Broken broken, const std::string& requestId);

}  // namespace praktik::net
