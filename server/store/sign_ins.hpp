#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/words.hpp"
#include "store/connection.hpp"

namespace praktik::store {

/// One device on which a person is signed in.
struct SignIn {
  SignInId id;
  UserId user;
  Instant createdAt;
  Instant lastSeenAt;
  Instant expiresAt;
  std::optional<Instant> endedAt;
  std::optional<std::string> endCause;
  std::optional<std::string> address;
  std::optional<std::string> userAgent;
  domain::Role role = domain::Role::PATIENT;  ///< the person's, which never changes

  bool operator==(const SignIn&) const = default;
};

/// A refresh token is stored only as its SHA-256 digest in hex.
struct RefreshToken {
  std::string digest;
  SignInId signIn;
  Instant issuedAt;
  std::optional<Instant> usedAt;

  bool operator==(const RefreshToken&) const = default;
};

void insertSignIn(Connection& connection, const SignIn& signIn);
std::optional<SignIn> findSignIn(Connection& connection, const SignInId& id);
/// Those that are neither ended nor expired, newest first.
std::vector<SignIn> listLivingSignIns(Connection& connection, const UserId& user, Instant now);
/// Those that were not ended, also where their time is over.
std::vector<SignIn> listOpenSignIns(Connection& connection, const UserId& user);
/// All of them, also those that ended; oldest first from behind `after`, at most limits::exportRows.
std::vector<SignIn> listSignInsOf(Connection& connection, const UserId& user, const SignInId& after);
/// Remembers that a living sign-in was used then; what is remembered never goes back.
/// From where the person signed in since then, also where that sign-in has ended; at most of the newest limits::signInsRemembered.
std::vector<std::string> listAddressesSince(Connection& connection, const UserId& user, Instant since);

void touchSignIn(Connection& connection, const SignInId& id, Instant seenAt);
void endSignIn(Connection& connection, const SignInId& id, Instant at, const std::string& cause);

/// Has the person a live call, an ONLINE practice or an open place in a queue? Then no sign-in of theirs is idle.
bool isKeptSignedIn(Connection& connection, const UserId& user);
/// Living sign-ins of this role that were last seen then or earlier and that nothing keeps, the longest unseen first, at most
/// limits::dueBatch.
std::vector<SignIn> listUnseenSignIns(Connection& connection, domain::Role role, Instant lastSeen);
/// When the longest unseen of them was last seen.
std::optional<Instant> longestUnseen(Connection& connection, domain::Role role);
/// Those that have run out and were not ended yet, at most limits::dueBatch.
std::vector<SignIn> listExpiredSignIns(Connection& connection, Instant now);
/// When the next one that lives runs out.
std::optional<Instant> nextExpiry(Connection& connection);

void insertRefreshToken(Connection& connection, const RefreshToken& token);
std::optional<RefreshToken> findRefreshToken(Connection& connection, const std::string& digest);
void useRefreshToken(Connection& connection, const std::string& digest, Instant at);
/// Deletes of the sign-in's unused ones all but the newest `unusedKept`. The used ones stay as long as it lives: by them is
/// noticed that two parties hold it.
void pruneRefreshTokens(Connection& connection, const SignInId& signIn, std::int64_t unusedKept);
void deleteRefreshTokens(Connection& connection, const SignInId& signIn);

}  // namespace praktik::store
