#include "store/audit.hpp"

namespace praktik::store {

void insertAudit(Connection& connection, const AuditEntry& e, const AuditOrigin& origin) {
  connection.run(
      "INSERT INTO audit (id, at, actor_id, action, subject, subject_id, doctor_id, patient_id, from_state, to_state, "
      "cause, request_id) VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l)",
      e.id, e.at, e.actor, e.action, e.subject, e.subjectId, e.doctor, e.patient, e.fromState, e.toState, e.cause,
      e.requestId);
  if (!origin.address && !origin.userAgent) return;
  connection.run("INSERT INTO audit_origins (audit_id, address, user_agent) VALUES (:a, :b, :c)", e.id, origin.address,
                 origin.userAgent);
}

std::vector<AuditEntry> listAuditOf(Connection& connection, const std::string& subjectId) {
  using Row = std::tuple<AuditId, Instant, std::optional<UserId>, std::string, std::string, std::string,
                         std::optional<UserId>, std::optional<UserId>, std::optional<std::string>,
                         std::optional<std::string>, std::optional<std::string>, std::optional<std::string>>;
  std::vector<AuditEntry> entries;
  const auto rows = connection.all<Row>(
      "SELECT id, at, actor_id, action, subject, subject_id, doctor_id, patient_id, from_state, to_state, cause, "
      "request_id FROM audit WHERE subject_id = :a ORDER BY id",
      subjectId);
  for (const Row& row : rows) entries.push_back(std::make_from_tuple<AuditEntry>(row));
  return entries;
}

}  // namespace praktik::store
