#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/words.hpp"
#include "store/connection.hpp"

namespace praktik::store {

/// A person with an account.
struct User {
  UserId id;
  domain::Role role = domain::Role::PATIENT;
  std::string email;  ///< lower case
  std::string name;
  std::string locale;
  std::optional<std::string> specialty;
  std::optional<std::string> phone;
  std::optional<std::string> birthDate;  ///< YYYY-MM-DD
  std::string passwordHash;
  Instant credentialsAt;  ///< since when this password, and the second factor if there is one, or longer
  std::optional<std::string> consentVersion;
  std::optional<Instant> consentAt;
  Instant createdAt;
  std::optional<Instant> disabledAt;
  std::optional<Instant> erasedAt;  ///< since when nothing here tells who it was (store/erasure.hpp)

  bool operator==(const User&) const = default;
};

void insertUser(Connection& connection, const User& user);
/// Saves everything but id, role, e-mail, createdAt and erasedAt.
void updateUser(Connection& connection, const User& user);
std::optional<User> findUser(Connection& connection, const UserId& id);
std::optional<User> findUserByEmail(Connection& connection, const std::string& lowerCaseEmail);
/// Everybody, oldest first.
std::vector<User> listUsers(Connection& connection);

}  // namespace praktik::store
