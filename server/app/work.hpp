#pragma once

#include <optional>
#include <string>

#include "app/changes.hpp"
#include "app/ice.hpp"
#include "app/presence.hpp"
#include "app/refused.hpp"
#include "domain/words.hpp"
#include "store/connection.hpp"

namespace praktik::app {

/// What the operator may set: times, and the servers that help calls through.
struct Settings {
  seconds ringFor{30};
  seconds callGrace{60};
  seconds joinWithin{120};
  IceServers ice;
};

/// From where a request came: for the audit, never for a decision.
struct Origin {
  std::string requestId;
  std::optional<std::string> address;
  std::optional<std::string> userAgent;
};

/// A signed-in person who asks for something.
struct Caller {
  UserId user;
  domain::Role role = domain::Role::PATIENT;
  SignInId signIn;
  Instant signedInUntil;
  Origin origin;
};

/// What reading needs.
struct Reading {
  store::Connection& db;
  Instant now;
  const Presence& presence;
  const Settings& settings;
};

/// What one command works with, inside its transaction. `now` is the transaction's clock: everything that the command
/// decides and writes happened at that instant.
struct Work {
  store::Connection& db;
  Instant now;
  const RandomBytes& random;
  const Settings& settings;
  const Presence& presence;
  Changes& changes;

  template <class SomeId>
  SomeId newId() const {
    return SomeId::make(now, random);
  }
  Reading reading() const { return {db, now, presence, settings}; }
};

}  // namespace praktik::app
