#pragma once

#include <optional>
#include <string>

#include "store/connection.hpp"

namespace praktik::store {

/// A person's authenticator: begun, and once confirmed asked for at each sign-in.
struct SecondFactor {
  UserId user;
  std::string sealedSecret;
  Instant begunAt;
  std::optional<Instant> confirmedAt;
  std::optional<std::int64_t> lastStep;  ///< of the newest password that counted

  bool operator==(const SecondFactor&) const = default;
};

std::optional<SecondFactor> findSecondFactor(Connection& connection, const UserId& user);
/// Takes the place of the person's older one, if any.
void saveSecondFactor(Connection& connection, const SecondFactor& factor);
/// With its recovery codes.
void deleteSecondFactor(Connection& connection, const UserId& user);
/// Has anybody one, confirmed or not?
bool hasSecondFactors(Connection& connection);

/// Takes the place of the person's older ones. Only the codes' SHA-256 digests in base64url are kept.
void replaceRecoveryCodes(Connection& connection, const UserId& user, const std::vector<std::string>& digests);
/// Uses the code up. False when the person has none such, or it was used before.
bool useRecoveryCode(Connection& connection, const UserId& user, const std::string& digest, Instant at);
std::int64_t countRecoveryCodes(Connection& connection, const UserId& user);

}  // namespace praktik::store
