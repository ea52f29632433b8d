#include "store/audit.hpp"

#include "base/limits.hpp"

namespace praktik::store {
namespace {

using Text = std::optional<std::string>;
using Row = std::tuple<AuditId, Instant, std::optional<UserId>, std::string, std::string, std::string,
                       std::optional<UserId>, std::optional<UserId>, Text, Text, Text, Text, Text>;
using LineRow = decltype(std::tuple_cat(std::declval<std::tuple<Text, Text>>(), std::declval<Row>()));
using SealRow = std::tuple<std::int64_t, std::string>;
/// The seal, whether there is an origin, the origin; the entry comes behind.
using OriginRow = std::tuple<std::int64_t, std::string, std::optional<AuditId>, Text, Text, Text>;
using SealedRow = decltype(std::tuple_cat(std::declval<OriginRow>(), std::declval<Row>()));

#define AUDIT_COLUMNS                                                                                    \
  "a.id, a.at, a.actor_id, a.action, a.subject, a.subject_id, a.doctor_id, a.patient_id, a.from_state, " \
  "a.to_state, a.cause, a.request_id, a.origin_digest"

std::vector<AuditEntry> fromRows(const std::vector<Row>& rows) {
  std::vector<AuditEntry> entries;
  entries.reserve(rows.size());
  for (const Row& row : rows) entries.push_back(std::make_from_tuple<AuditEntry>(row));
  return entries;
}

std::optional<AuditSeal> fromRow(const std::optional<SealRow>& row) {
  if (!row) return std::nullopt;
  return std::make_from_tuple<AuditSeal>(*row);
}

/// The entry in a row that has other columns before it.
template <class Longer>
AuditEntry entryIn(const Longer& row) {
  constexpr std::size_t before = std::tuple_size_v<Longer> - std::tuple_size_v<Row>;
  return [&]<std::size_t... I>(std::index_sequence<I...>) {
    return AuditEntry{std::get<before + I>(row)...};
  }(std::make_index_sequence<std::tuple_size_v<Row>>{});
}

std::vector<AuditLine> fromRows(const std::vector<LineRow>& rows) {
  std::vector<AuditLine> lines;
  lines.reserve(rows.size());
  for (const LineRow& row : rows) lines.push_back({entryIn(row), std::get<0>(row), std::get<1>(row)});
  return lines;
}

SealedAudit fromRow(const SealedRow& row) {
  SealedAudit sealed;
  sealed.seal = {std::get<0>(row), std::get<1>(row)};
  if (std::get<2>(row)) sealed.origin = AuditOrigin{std::get<3>(row), std::get<4>(row), std::get<5>(row)};
  sealed.entry = entryIn(row);
  return sealed;
}

}  // namespace

void insertAudit(Connection& connection, const AuditEntry& e, const AuditOrigin& origin) {
  connection.run(
      "INSERT INTO audit (id, at, actor_id, action, subject, subject_id, doctor_id, patient_id, from_state, to_state, "
      "cause, request_id, origin_digest) VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l, :m)",
      e.id, e.at, e.actor, e.action, e.subject, e.subjectId, e.doctor, e.patient, e.fromState, e.toState, e.cause,
      e.requestId, e.originDigest);
  if (!origin.address && !origin.userAgent) return;
  connection.run("INSERT INTO audit_origins (audit_id, address, user_agent, salt) VALUES (:a, :b, :c, :d)", e.id,
                 origin.address, origin.userAgent, origin.salt);
}

std::vector<AuditEntry> listAuditOf(Connection& connection, const std::string& subjectId) {
  return fromRows(
      connection.all<Row>("SELECT " AUDIT_COLUMNS " FROM audit a WHERE a.subject_id = :a ORDER BY a.id", subjectId));
}

// Each half of the union takes as many as the page has and stops, by its index. What was refused stands on the page of
// those whom it concerns alone: to the one who tried it, the row would tell that there is such an object.
#define AUDIT_PAGE(COLUMN)                                                                                     \
  "SELECT o.address, o.user_agent, " AUDIT_COLUMNS " FROM (SELECT id FROM (SELECT id FROM audit WHERE " COLUMN \
  " = :a AND id < :b ORDER BY id DESC LIMIT :c) one "                                                          \
  "UNION SELECT id FROM (SELECT id FROM audit WHERE actor_id = :d AND id < :e AND action NOT LIKE 'access.%' " \
  "ORDER BY id DESC LIMIT :f) other) p "                                                                       \
  "JOIN audit a ON a.id = p.id LEFT JOIN audit_origins o ON o.audit_id = a.id AND a.actor_id = :g "            \
  "ORDER BY a.id DESC LIMIT :h"

std::vector<AuditLine> listAuditForDoctor(Connection& connection, const UserId& doctor, const AuditId& before,
                                          std::int64_t limit) {
  return fromRows(
      connection.all<LineRow>(AUDIT_PAGE("doctor_id"), doctor, before, limit, doctor, before, limit, doctor, limit));
}

std::vector<AuditLine> listAuditForPatient(Connection& connection, const UserId& patient, const AuditId& before,
                                           std::int64_t limit) {
  return fromRows(connection.all<LineRow>(AUDIT_PAGE("patient_id"), patient, before, limit, patient, before, limit,
                                          patient, limit));
}

std::vector<AuditEntry> listUnsealedAudit(Connection& connection) {
  return fromRows(connection.all<Row>(
      "SELECT " AUDIT_COLUMNS " FROM audit a WHERE a.seal_number IS NULL ORDER BY a.id LIMIT :a", sealedAtOnce));
}

std::int64_t countUnsealedAudit(Connection& connection) {
  return connection.value<std::int64_t>("SELECT COUNT(*) FROM audit WHERE seal_number IS NULL");
}

bool sealAudit(Connection& connection, const AuditId& id, const AuditSeal& seal) {
  return connection.run("UPDATE audit SET seal_number = :a, seal = :b WHERE id = :c AND seal_number IS NULL",
                        seal.number, seal.seal, id) == 1;
}

std::optional<AuditSeal> findLastSeal(Connection& connection) {
  return fromRow(
      connection.one<SealRow>("SELECT seal_number, seal FROM audit WHERE seal_number IS NOT NULL "
                              "ORDER BY seal_number DESC LIMIT 1"));
}

std::optional<AuditSeal> findSeal(Connection& connection, std::int64_t number) {
  return fromRow(connection.one<SealRow>("SELECT seal_number, seal FROM audit WHERE seal_number = :a", number));
}

std::optional<ForeignAudit> findForeignAudit(Connection& connection) {
  const auto row = connection.one<std::tuple<std::optional<std::int64_t>, std::int64_t>>(
      "SELECT CASE WHEN typeof(seal_number) = 'integer' AND seal_number > 0 THEN seal_number END, rowid FROM audit WHERE "
      "typeof(id) <> 'text' OR length(id) <> 36 OR id <> lower(id) OR typeof(at) <> 'integer' "
      "OR typeof(actor_id) NOT IN ('text', 'null') OR actor_id <> lower(actor_id) "
      "OR typeof(doctor_id) NOT IN ('text', 'null') OR doctor_id <> lower(doctor_id) "
      "OR typeof(patient_id) NOT IN ('text', 'null') OR patient_id <> lower(patient_id) "
      "OR typeof(action) <> 'text' OR typeof(subject) <> 'text' OR typeof(subject_id) <> 'text' "
      "OR typeof(from_state) NOT IN ('text', 'null') OR typeof(to_state) NOT IN ('text', 'null') "
      "OR typeof(cause) NOT IN ('text', 'null') OR typeof(request_id) NOT IN ('text', 'null') "
      "OR typeof(origin_digest) NOT IN ('text', 'null') OR typeof(seal) NOT IN ('text', 'null') "
      "OR typeof(seal_number) NOT IN ('integer', 'null') OR seal_number < 1 OR (seal IS NULL) <> (seal_number IS NULL) "
      "ORDER BY 1, 2 LIMIT 1");
  if (!row) return std::nullopt;
  return std::make_from_tuple<ForeignAudit>(*row);
}

std::optional<std::string> findTriggerOrView(Connection& connection) {
  const auto row = connection.one<std::tuple<std::string>>(
      "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY name LIMIT 1");
  if (!row) return std::nullopt;
  return std::get<0>(*row);
}

std::vector<SealedAudit> listSealedAudit(Connection& connection, std::int64_t after) {
  std::vector<SealedAudit> sealed;
  const auto rows = connection.all<SealedRow>(
      "SELECT a.seal_number, a.seal, o.audit_id, o.address, o.user_agent, o.salt, " AUDIT_COLUMNS
      " FROM audit a LEFT JOIN audit_origins o ON o.audit_id = a.id WHERE a.seal_number > :a "
      "ORDER BY a.seal_number LIMIT :b",
      after, limits::auditBatch);
  sealed.reserve(rows.size());
  for (const SealedRow& row : rows) sealed.push_back(fromRow(row));
  return sealed;
}

}  // namespace praktik::store
