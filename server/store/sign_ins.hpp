#pragma once

#include <optional>
#include <string>
#include <vector>

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
/// All of them, also those that ended; oldest first from behind `after`, at most limits::exportRows.
std::vector<SignIn> listSignInsOf(Connection& connection, const UserId& user, const SignInId& after);
void touchSignIn(Connection& connection, const SignInId& id, Instant seenAt);
void endSignIn(Connection& connection, const SignInId& id, Instant at, const std::string& cause);

void insertRefreshToken(Connection& connection, const RefreshToken& token);
std::optional<RefreshToken> findRefreshToken(Connection& connection, const std::string& digest);
void useRefreshToken(Connection& connection, const std::string& digest, Instant at);

}  // namespace praktik::store
