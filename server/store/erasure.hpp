#pragma once

#include "store/connection.hpp"

/// Taking away what tells who somebody is. Rows stay with their ids, so that what others see of the past, and the audit's
/// chain, stay whole.
namespace praktik::store {

/// What stands where a name was. No word, so that it needs no language; `erased` beside it is what a page goes by.
inline constexpr const char* erasedName = "–";

/// Empties the account: nobody can sign in to it, its e-mail address is free, and it says since when.
void eraseAccount(Connection& connection, const UserId& user, Instant at);

/// Takes away what else stands of this person: what they wrote, from where they signed in and acted, their tokens and push
/// subscriptions. The places that a completion took from them are not given back when it is undone.
void eraseTraces(Connection& connection, const UserId& user);

}  // namespace praktik::store
