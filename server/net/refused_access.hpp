#pragma once

#include <optional>
#include <string_view>

#include "net/exchange.hpp"

namespace praktik::net {

/// Puts a refusal on record if it kept somebody from what is not theirs: another's object or role, a foreign page with our
/// cookies, a forged token, too many passwords. What is refused by the state of things or a slip in a field is everyday
/// life, and so is a token that ran out. `asked` counts when it is an id.
void noteRefusedAccess(Services& services, const Request& request, const std::optional<app::Caller>& caller,
                       domain::Action action, std::string_view asked, const app::Refused& refused);

}  // namespace praktik::net
