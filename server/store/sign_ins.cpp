#include "store/sign_ins.hpp"

#include "base/limits.hpp"

namespace praktik::store {
namespace {

using Row = std::tuple<SignInId, UserId, Instant, Instant, Instant, std::optional<Instant>, std::optional<std::string>,
                       std::optional<std::string>, std::optional<std::string>>;

#define SIGN_IN_COLUMNS "id, user_id, created_at, last_seen_at, expires_at, ended_at, end_cause, address, user_agent"

SignIn fromRow(const Row& row) { return std::make_from_tuple<SignIn>(row); }

}  // namespace

void insertSignIn(Connection& connection, const SignIn& signIn) {
  connection.run("INSERT INTO sign_ins (" SIGN_IN_COLUMNS ") VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i)", signIn.id,
                 signIn.user, signIn.createdAt, signIn.lastSeenAt, signIn.expiresAt, signIn.endedAt, signIn.endCause,
                 signIn.address, signIn.userAgent);
}

std::optional<SignIn> findSignIn(Connection& connection, const SignInId& id) {
  const auto row = connection.one<Row>("SELECT " SIGN_IN_COLUMNS " FROM sign_ins WHERE id = :a", id);
  if (!row) return std::nullopt;
  return fromRow(*row);
}

std::vector<SignIn> listLivingSignIns(Connection& connection, const UserId& user, Instant now) {
  std::vector<SignIn> signIns;
  const auto rows = connection.all<Row>("SELECT " SIGN_IN_COLUMNS
                                        " FROM sign_ins WHERE user_id = :a AND ended_at IS NULL AND expires_at > :b "
                                        "ORDER BY id DESC",
                                        user, now);
  for (const Row& row : rows) signIns.push_back(fromRow(row));
  return signIns;
}

std::vector<SignIn> listSignInsOf(Connection& connection, const UserId& user, const SignInId& after) {
  std::vector<SignIn> signIns;
  const auto rows = connection.all<Row>("SELECT " SIGN_IN_COLUMNS
                                        " FROM sign_ins WHERE user_id = :a AND id > :b ORDER BY id LIMIT :c",
                                        user, after, limits::exportRows);
  for (const Row& row : rows) signIns.push_back(fromRow(row));
  return signIns;
}

void touchSignIn(Connection& connection, const SignInId& id, Instant seenAt) {
  connection.run("UPDATE sign_ins SET last_seen_at = :a WHERE id = :b", seenAt, id);
}

void endSignIn(Connection& connection, const SignInId& id, Instant at, const std::string& cause) {
  connection.run("UPDATE sign_ins SET ended_at = :a, end_cause = :b WHERE id = :c AND ended_at IS NULL", at, cause, id);
}

void insertRefreshToken(Connection& connection, const RefreshToken& token) {
  connection.run("INSERT INTO refresh_tokens (digest, sign_in_id, issued_at, used_at) VALUES (:a, :b, :c, :d)",
                 token.digest, token.signIn, token.issuedAt, token.usedAt);
}

std::optional<RefreshToken> findRefreshToken(Connection& connection, const std::string& digest) {
  using TokenRow = std::tuple<std::string, SignInId, Instant, std::optional<Instant>>;
  const auto row = connection.one<TokenRow>(
      "SELECT digest, sign_in_id, issued_at, used_at FROM refresh_tokens WHERE digest = :a", digest);
  if (!row) return std::nullopt;
  return std::make_from_tuple<RefreshToken>(*row);
}

void useRefreshToken(Connection& connection, const std::string& digest, Instant at) {
  connection.run("UPDATE refresh_tokens SET used_at = :a WHERE digest = :b AND used_at IS NULL", at, digest);
}

}  // namespace praktik::store
