#include "store/sign_ins.hpp"

#include "base/limits.hpp"

namespace praktik::store {
namespace {

using Row = std::tuple<SignInId, UserId, Instant, Instant, Instant, std::optional<Instant>, std::optional<std::string>,
                       std::optional<std::string>, std::optional<std::string>, domain::Role>;

#define SIGN_IN_COLUMNS \
  "id, user_id, created_at, last_seen_at, expires_at, ended_at, end_cause, address, user_agent, role"

// What keeps the sign-ins of the person with that id: health care that is under way or waited for.
#define KEPT_SIGNED_IN(user)                                       \
  "(EXISTS (SELECT 1 FROM calls c WHERE c.doctor_id = " user       \
  " AND c.status IN ('RINGING', 'ACTIVE')) "                       \
  "OR EXISTS (SELECT 1 FROM calls c WHERE c.patient_id = " user    \
  " AND c.status IN ('RINGING', 'ACTIVE')) "                       \
  "OR EXISTS (SELECT 1 FROM schedules d WHERE d.doctor_id = " user \
  " AND d.status = 'ONLINE') "                                     \
  "OR EXISTS (SELECT 1 FROM entries e WHERE e.patient_id = " user  \
  " AND e.status IN ('NOT_READY', 'READY', 'RINGING', 'IN_CALL')))"

SignIn fromRow(const Row& row) { return std::make_from_tuple<SignIn>(row); }

std::vector<SignIn> fromRows(const std::vector<Row>& rows) {
  std::vector<SignIn> signIns;
  signIns.reserve(rows.size());
  for (const Row& row : rows) signIns.push_back(fromRow(row));
  return signIns;
}

std::optional<Instant> instantIn(const std::optional<std::tuple<Instant>>& row) {
  if (!row) return std::nullopt;
  return std::get<0>(*row);
}

}  // namespace

void insertSignIn(Connection& connection, const SignIn& signIn) {
  connection.run("INSERT INTO sign_ins (" SIGN_IN_COLUMNS ") VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j)",
                 signIn.id, signIn.user, signIn.createdAt, signIn.lastSeenAt, signIn.expiresAt, signIn.endedAt,
                 signIn.endCause, signIn.address, signIn.userAgent, signIn.role);
}

std::optional<SignIn> findSignIn(Connection& connection, const SignInId& id) {
  const auto row = connection.one<Row>("SELECT " SIGN_IN_COLUMNS " FROM sign_ins WHERE id = :a", id);
  if (!row) return std::nullopt;
  return fromRow(*row);
}

std::vector<SignIn> listLivingSignIns(Connection& connection, const UserId& user, Instant now) {
  return fromRows(connection.all<Row>("SELECT " SIGN_IN_COLUMNS
                                      " FROM sign_ins WHERE user_id = :a AND ended_at IS NULL AND expires_at > :b "
                                      "ORDER BY id DESC",
                                      user, now));
}

std::vector<SignIn> listOpenSignIns(Connection& connection, const UserId& user) {
  return fromRows(connection.all<Row>(
      "SELECT " SIGN_IN_COLUMNS " FROM sign_ins WHERE user_id = :a AND ended_at IS NULL ORDER BY id DESC", user));
}

std::vector<SignIn> listSignInsOf(Connection& connection, const UserId& user, const SignInId& after) {
  std::vector<SignIn> signIns;
  const auto rows = connection.all<Row>("SELECT " SIGN_IN_COLUMNS
                                        " FROM sign_ins WHERE user_id = :a AND id > :b ORDER BY id LIMIT :c",
                                        user, after, limits::exportRows);
  for (const Row& row : rows) signIns.push_back(fromRow(row));
  return signIns;
}

std::vector<std::string> listAddressesSince(Connection& connection, const UserId& user, Instant since) {
  std::vector<std::string> addresses;
  const auto rows = connection.all<std::tuple<std::string>>(
      "SELECT DISTINCT address FROM (SELECT address FROM sign_ins WHERE user_id = :a AND created_at >= :b "
      "ORDER BY created_at DESC LIMIT :c) AS newest WHERE address IS NOT NULL",
      user, since, limits::signInsRemembered);
  for (const auto& [address] : rows) addresses.push_back(address);
  return addresses;
}

void touchSignIn(Connection& connection, const SignInId& id, Instant seenAt) {
  connection.run("UPDATE sign_ins SET last_seen_at = :a WHERE id = :b AND ended_at IS NULL AND last_seen_at < :c",
                 seenAt, id, seenAt);
}

void endSignIn(Connection& connection, const SignInId& id, Instant at, const std::string& cause) {
  connection.run("UPDATE sign_ins SET ended_at = :a, end_cause = :b WHERE id = :c AND ended_at IS NULL", at, cause, id);
}

bool isKeptSignedIn(Connection& connection, const UserId& user) {
  return connection
      .one<std::tuple<UserId>>("SELECT u.id FROM users u WHERE u.id = :a AND " KEPT_SIGNED_IN("u.id"), user)
      .has_value();
}

std::vector<SignIn> listUnseenSignIns(Connection& connection, domain::Role role, Instant lastSeen) {
  return fromRows(
      connection.all<Row>("SELECT " SIGN_IN_COLUMNS
                          " FROM sign_ins s WHERE s.ended_at IS NULL AND s.role = :a AND s.last_seen_at <= :b "
                          "AND NOT " KEPT_SIGNED_IN("s.user_id") " ORDER BY s.last_seen_at LIMIT :c",
                          role, lastSeen, limits::dueBatch));
}

std::optional<Instant> longestUnseen(Connection& connection, domain::Role role) {
  return instantIn(connection.one<std::tuple<Instant>>(
      "SELECT s.last_seen_at FROM sign_ins s WHERE s.ended_at IS NULL AND s.role = :a "
      "AND NOT " KEPT_SIGNED_IN("s.user_id") " ORDER BY s.last_seen_at LIMIT 1",
      role));
}

std::vector<SignIn> listExpiredSignIns(Connection& connection, Instant now) {
  return fromRows(connection.all<Row>("SELECT " SIGN_IN_COLUMNS
                                      " FROM sign_ins WHERE ended_at IS NULL AND expires_at <= :a "
                                      "ORDER BY expires_at LIMIT :b",
                                      now, limits::dueBatch));
}

std::optional<Instant> nextExpiry(Connection& connection) {
  return instantIn(connection.one<std::tuple<Instant>>(
      "SELECT expires_at FROM sign_ins WHERE ended_at IS NULL ORDER BY expires_at LIMIT 1"));
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

void pruneRefreshTokens(Connection& connection, const SignInId& signIn, std::int64_t unusedKept) {
  connection.run(
      "DELETE FROM refresh_tokens WHERE sign_in_id = :a AND used_at IS NULL AND digest NOT IN ("
      "SELECT digest FROM refresh_tokens WHERE sign_in_id = :b AND used_at IS NULL "
      "ORDER BY issued_at DESC, digest LIMIT :c)",
      signIn, signIn, unusedKept);
}

void deleteRefreshTokens(Connection& connection, const SignInId& signIn) {
  connection.run("DELETE FROM refresh_tokens WHERE sign_in_id = :a", signIn);
}

}  // namespace praktik::store
