#include "store/retention.hpp"

#include "base/limits.hpp"

namespace praktik::store {
namespace {

/// A practice has up to a thousand entries, so fewer of them are a batch.
constexpr std::int64_t practicesAtOnce = 10;

}  // namespace

#define OLD_SIGN_INS \
  "(SELECT id FROM sign_ins WHERE id < :a AND COALESCE(ended_at, expires_at) < :b ORDER BY id LIMIT :c)"

std::int64_t deleteOldSignIns(Connection& connection, Instant before) {
  const auto oldest = SignInId::firstAt(before);
  const auto most = limits::retentionBatch;
  connection.run("DELETE FROM refresh_tokens WHERE sign_in_id IN " OLD_SIGN_INS, oldest, before, most);
  connection.run("DELETE FROM push_subscriptions WHERE sign_in_id IN " OLD_SIGN_INS, oldest, before, most);
  return connection.run("DELETE FROM sign_ins WHERE id IN " OLD_SIGN_INS, oldest, before, most);
}

std::int64_t deleteOldOrigins(Connection& connection, Instant before) {
  return connection.run(
      "DELETE FROM audit_origins WHERE audit_id IN "
      "(SELECT audit_id FROM audit_origins WHERE audit_id < :a ORDER BY audit_id LIMIT :b)",
      AuditId::firstAt(before), limits::retentionBatch);
}

std::int64_t deleteOldReceipts(Connection& connection, Instant before) {
  return connection.run(
      "DELETE FROM push_receipts WHERE call_id IN "
      "(SELECT call_id FROM push_receipts WHERE call_id < :a ORDER BY call_id LIMIT :b)",
      CallId::firstAt(before), limits::retentionBatch);
}

std::int64_t clearOldReasons(Connection& connection, Instant before) {
  return connection.run(
      "UPDATE entries SET reason = NULL WHERE id IN (SELECT id FROM entries WHERE reason IS NOT NULL AND id < :a "
      "AND status NOT IN ('NOT_READY', 'READY', 'RINGING', 'IN_CALL') ORDER BY id LIMIT :b)",
      EntryId::firstAt(before), limits::retentionBatch);
}

std::int64_t deleteOldQualityReports(Connection& connection, Instant before) {
  return connection.run(
      "DELETE FROM call_quality WHERE call_id IN "
      "(SELECT call_id FROM call_quality WHERE call_id < :a ORDER BY call_id LIMIT :b)",
      CallId::firstAt(before), limits::retentionBatch);
}

#define OLD_PRACTICES                                                                                              \
  "(SELECT id FROM schedules WHERE status IN ('COMPLETED', 'CANCELLED') AND starts_at < :a AND completed_at < :b " \
  "ORDER BY starts_at, id LIMIT :c)"
#define OLD_CALLS "(SELECT id FROM calls WHERE schedule_id IN " OLD_PRACTICES ")"
#define OLD_ENTRIES "(SELECT id FROM entries WHERE schedule_id IN " OLD_PRACTICES ")"

std::int64_t deleteOldPractices(Connection& connection, Instant before) {
  const auto remove = [&](std::string_view sql) { return connection.run(sql, before, before, practicesAtOnce); };
  remove("DELETE FROM call_quality WHERE call_id IN " OLD_CALLS);
  remove("DELETE FROM push_receipts WHERE call_id IN " OLD_CALLS);
  remove("DELETE FROM calls WHERE schedule_id IN " OLD_PRACTICES);
  remove("DELETE FROM told_places WHERE entry_id IN " OLD_ENTRIES);
  remove("DELETE FROM entries WHERE schedule_id IN " OLD_PRACTICES);
  return remove("DELETE FROM schedules WHERE id IN " OLD_PRACTICES);
}

}  // namespace praktik::store
