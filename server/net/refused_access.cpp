#include "net/refused_access.hpp"

#include "net/authenticate.hpp"

namespace praktik::net {
namespace {

bool isWorthARow(const Services& services, const Request& request, domain::Action action, const app::Refused& refused) {
  switch (refused.refusal) {
    case Refusal::origin: return true;
    case Refusal::not_signed_in: return showsForgedToken(request, services);
    case Refusal::too_many: return action == domain::Action::signIn;
    default: return refused.trespass.has_value();
  }
}

}  // namespace

void noteRefusedAccess(Services& services, const Request& request, const std::optional<app::Caller>& caller,
                       domain::Action action, std::string_view asked, const app::Refused& refused) {
  if (!isWorthARow(services, request, action, refused)) return;
  const auto id = parseUuid(asked);
  services.refusals.note({caller, originOf(request), action, id ? formatUuid(*id) : ""}, refused);
}

}  // namespace praktik::net
