#include "app/guard.hpp"

#include "app/accounts.hpp"

namespace praktik::app {

std::optional<Refusal> guard(const Caller& caller, domain::Action action) {
  if (!domain::mayEver(caller.role, action)) return Refusal::role;
  return std::nullopt;
}

std::optional<Refusal> guardAnew(store::Connection& db, const Caller& caller, domain::Action action, Instant now) {
  const auto current = findCaller(db, caller.signIn, now);
  if (!current) return Refusal::not_signed_in;
  return guard(*current, action);
}

}  // namespace praktik::app
