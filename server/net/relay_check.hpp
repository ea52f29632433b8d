#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "app/ice.hpp"
#include "base/id.hpp"

namespace praktik::net {

/// Asks the TURN server behind the URI for a relay, the way the URI says (UDP, TCP or TLS, where the certificate must hold),
/// and leaves it to run out. Blocks for at most `patience`, and for as long as the system takes to resolve the name.
/// Empty when the relay was given; otherwise what is wrong and what to look at, as a sentence. Once `stop` is requested, from
/// any thread, it ends early and what it returns means nothing.
std::optional<std::string> faultOfRelay(const app::IceUri& uri, const app::TurnCredential& credential,
                                        const RandomBytes& random, milliseconds patience, const std::stop_token& stop);

}  // namespace praktik::net
