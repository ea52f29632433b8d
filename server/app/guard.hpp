#pragma once

#include "app/refused.hpp"
#include "app/work.hpp"
#include "domain/access.hpp"

/// The gate in front of every action of a person, over HTTP as over the socket.
namespace praktik::app {

/// What keeps this person from the action whatever its object is; empty when nothing does.
std::optional<Refused> guard(const Caller& caller, domain::Action action);

/// Whether the caller's sign-in still lives, asked inside the transaction of a command that had to wait for its turn: the
/// sign-in may have ended meanwhile, or its person been disabled or erased. Otherwise `not_signed_in`.
Result<void> stillSignedIn(const Reading& reading, const Caller& caller);

/// The same as `guard` for a connection that stays open, asked anew at each of its commands: `not_signed_in` once the sign-in has
/// ended, ran out, was idle for too long, or its person was disabled, and `forbidden` for whatever else the gate says.
Result<void> guardAnew(const Reading& reading, const Caller& caller, domain::Action action);

}  // namespace praktik::app
