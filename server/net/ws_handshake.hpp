#pragma once

#include <string>

#include "net/http.hpp"

/// The opening handshake of a WebSocket (RFC 6455 §4.2), as far as it is HTTP.
namespace praktik::net {

/// Does the request ask for a WebSocket, well or badly?
bool asksForWebSocket(const Request& request);

/// What the handshake must say before anybody looks at who sends it. False: answer 400.
bool isValidHandshake(const Request& request);

/// The answer that accepts a valid handshake, with our subprotocol.
Response acceptHandshake(const Request& request);

}  // namespace praktik::net
