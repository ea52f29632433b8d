#include "store/users.hpp"

namespace praktik::store {
namespace {

using Row =
    std::tuple<UserId, domain::Role, std::string, std::string, std::string, std::optional<std::string>,
               std::optional<std::string>, std::optional<std::string>, std::string, Instant, std::optional<std::string>,
               std::optional<Instant>, Instant, std::optional<Instant>, std::optional<Instant>>;

#define USER_COLUMNS                                                                                                          \
  "id, role, email, name, locale, specialty, phone, birth_date, password_hash, credentials_at, consent_version, consent_at, " \
  "created_at, disabled_at, erased_at"

User fromRow(const Row& row) { return std::make_from_tuple<User>(row); }

std::optional<User> fromRow(const std::optional<Row>& row) {
  if (!row) return std::nullopt;
  return fromRow(*row);
}

}  // namespace

void insertUser(Connection& connection, const User& user) {
  connection.run("INSERT INTO users (" USER_COLUMNS
                 ") VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l, :m, :n, :o)",
                 user.id, user.role, user.email, user.name, user.locale, user.specialty, user.phone, user.birthDate,
                 user.passwordHash, user.credentialsAt, user.consentVersion, user.consentAt, user.createdAt,
                 user.disabledAt, user.erasedAt);
}

void updateUser(Connection& connection, const User& user) {
  connection.run(
      "UPDATE users SET name = :a, locale = :b, specialty = :c, phone = :d, birth_date = :e, password_hash = :f, "
      "credentials_at = :g, consent_version = :h, consent_at = :i, disabled_at = :j WHERE id = :k",
      user.name, user.locale, user.specialty, user.phone, user.birthDate, user.passwordHash, user.credentialsAt,
      user.consentVersion, user.consentAt, user.disabledAt, user.id);
}

std::optional<User> findUser(Connection& connection, const UserId& id) {
  return fromRow(connection.one<Row>("SELECT " USER_COLUMNS " FROM users WHERE id = :a", id));
}

std::optional<User> findUserByEmail(Connection& connection, const std::string& lowerCaseEmail) {
  return fromRow(connection.one<Row>("SELECT " USER_COLUMNS " FROM users WHERE email = :a", lowerCaseEmail));
}

std::vector<User> listUsers(Connection& connection) {
  std::vector<User> users;
  for (const Row& row : connection.all<Row>("SELECT " USER_COLUMNS " FROM users ORDER BY id"))
    users.push_back(fromRow(row));
  return users;
}

}  // namespace praktik::store
