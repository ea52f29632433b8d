#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "app/changes.hpp"
#include "app/ice.hpp"
#include "app/presence.hpp"
#include "app/refused.hpp"
#include "app/second_factor_key.hpp"
#include "app/sign_ins_seen.hpp"
#include "base/limits.hpp"
#include "domain/words.hpp"
#include "store/connection.hpp"

namespace praktik::app {

/// For how long what is kept on people stays, by its kind. No days stand for ever.
struct Retention {
  std::chrono::days signIns{90};   ///< after their end, with their tokens
  std::chrono::days origins{180};  ///< addresses and browsers in the record
  std::chrono::days receipts{7};   ///< how far pushes came
  std::chrono::days reasons{90};   ///< why patients came, after they joined
  std::chrono::days quality{365};  ///< how calls were, after they began
  std::chrono::days practices{0};  ///< finished schedules with their entries and calls
};

/// What the operator may set: times, how long a sign-in lives, the servers that help calls through, what is asked of people and kept on them.
struct Settings {
  seconds ringFor{30};
  seconds callGrace{60};
  seconds joinWithin{120};
  limits::minutes idleDoctor = limits::idleDoctorDefault;
  limits::minutes idlePatient = limits::idlePatientDefault;
  limits::hours signInFor = limits::signIn;
  IceServers ice;
  /// Of the text that patients agree to; this one is the web app's own.
  std::string consentVersion = "praktik-1";
  Retention keep;
  bool secondFactorForDoctors = false;
  /// Empty while the key is missing.
  std::optional<SecondFactorKey> secondFactorKey;
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
  /// Has to set up a second factor before anything else.
  bool secondFactorDue = false;
};

/// What reading needs.
struct Reading {
  store::Connection& db;
  Instant now;
  const Presence& presence;
  const Settings& settings;
  const SignInsSeen& seen;
};

/// What one command works with, inside its transaction. `now` is the transaction's clock: everything that the command
/// decides and writes happened at that instant.
struct Work {
  store::Connection& db;
  Instant now;
  const RandomBytes& random;
  UuidSequence& ids;
  const Settings& settings;
  const Presence& presence;
  const SignInsSeen& seen;
  Changes& changes;

  template <class SomeId>
  SomeId newId() const {
    return SomeId(ids.next(now, random));
  }
  Reading reading() const { return {db, now, presence, settings, seen}; }
};

}  // namespace praktik::app
