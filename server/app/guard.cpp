#include "app/guard.hpp"

#include "app/accounts.hpp"

namespace praktik::app {

std::optional<Refused> guard(const Caller& caller, domain::Action action) {
  if (!domain::mayEver(caller.role, action)) return Refused(Refusal::role, Trespass{});
  const bool isAlwaysTheirs = action == domain::Action::useOwnAccount || action == domain::Action::connect;
  if (caller.secondFactorDue && !isAlwaysTheirs) return Refused(Refusal::second_factor_required);
  return std::nullopt;
}

Result<void> stillSignedIn(const Reading& reading, const Caller& caller) {
  if (!findCaller(reading, caller.signIn)) return std::unexpected(Refusal::not_signed_in);
  return {};
}

Result<void> guardAnew(const Reading& reading, const Caller& caller, domain::Action action) {
  const auto current = findCaller(reading, caller.signIn);
  if (!current) return std::unexpected(Refusal::not_signed_in);
  auto refused = guard(*current, action);
  if (!refused) return {};
  refused->refusal = Refusal::forbidden;
  return std::unexpected(std::move(*refused));
}

}  // namespace praktik::app
