#include "store/second_factors.hpp"

namespace praktik::store {

std::optional<SecondFactor> findSecondFactor(Connection& connection, const UserId& user) {
  using Row = std::tuple<UserId, std::string, Instant, std::optional<Instant>, std::optional<std::int64_t>>;
  const auto row = connection.one<Row>(
      "SELECT user_id, secret, begun_at, confirmed_at, last_step FROM second_factors WHERE user_id = :a", user);
  if (!row) return std::nullopt;
  return std::make_from_tuple<SecondFactor>(*row);
}

void saveSecondFactor(Connection& connection, const SecondFactor& factor) {
  connection.run("DELETE FROM second_factors WHERE user_id = :a", factor.user);
  connection.run(
      "INSERT INTO second_factors (user_id, secret, begun_at, confirmed_at, last_step) VALUES (:a, :b, :c, :d, :e)",
      factor.user, factor.sealedSecret, factor.begunAt, factor.confirmedAt, factor.lastStep);
}

void deleteSecondFactor(Connection& connection, const UserId& user) {
  connection.run("DELETE FROM recovery_codes WHERE user_id = :a", user);
  connection.run("DELETE FROM second_factors WHERE user_id = :a", user);
}

bool hasSecondFactors(Connection& connection) {
  return connection.one<std::tuple<UserId>>("SELECT user_id FROM second_factors LIMIT 1").has_value();
}

void replaceRecoveryCodes(Connection& connection, const UserId& user, const std::vector<std::string>& digests) {
  connection.run("DELETE FROM recovery_codes WHERE user_id = :a", user);
  for (const std::string& digest : digests) {
    connection.run("INSERT INTO recovery_codes (user_id, digest, used_at) VALUES (:a, :b, NULL)", user, digest);
  }
}

bool useRecoveryCode(Connection& connection, const UserId& user, const std::string& digest, Instant at) {
  return connection.run("UPDATE recovery_codes SET used_at = :a WHERE user_id = :b AND digest = :c AND used_at IS NULL",
                        at, user, digest) > 0;
}

std::int64_t countRecoveryCodes(Connection& connection, const UserId& user) {
  return connection.value<std::int64_t>("SELECT COUNT(*) FROM recovery_codes WHERE user_id = :a AND used_at IS NULL",
                                        user);
}

}  // namespace praktik::store
