#include "store/calls.hpp"

#include "base/limits.hpp"

namespace praktik::store {
namespace {

using domain::Call;
using Row = std::tuple<CallId, EntryId, ScheduleId, UserId, UserId, domain::CallStatus, Instant, Instant,
                       std::optional<Instant>, std::optional<Instant>, std::optional<domain::EndReason>,
                       std::optional<domain::Role>, std::optional<SignInId>, std::optional<ConnectionId>,
                       std::optional<Instant>, std::optional<Instant>, bool, bool, bool, bool>;

#define CALL_COLUMNS                                                                                              \
  "id, entry_id, schedule_id, doctor_id, patient_id, status, invited_at, expires_at, answered_at, ended_at, "     \
  "end_reason, ended_by, answered_sign_in, answered_connection, doctor_due_at, patient_due_at, sent, delivered, " \
  "ringing, audible"

Call fromRow(const Row& row) {
  Call call;
  std::optional<SignInId> signIn;
  std::optional<ConnectionId> connection;
  std::tie(call.id, call.entry, call.schedule, call.doctor, call.patient, call.status, call.invitedAt, call.expiresAt,
           call.answeredAt, call.endedAt, call.endReason, call.endedBy, signIn, connection, call.doctorDue,
           call.patientDue, call.receipts.sent, call.receipts.delivered, call.receipts.ringing, call.receipts.audible) =
      row;
  if (signIn) call.answeredOn = domain::Device{*signIn, connection};
  return call;
}

std::optional<Call> fromRow(const std::optional<Row>& row) {
  if (!row) return std::nullopt;
  return fromRow(*row);
}

std::vector<Call> fromRows(const std::vector<Row>& rows) {
  std::vector<Call> calls;
  calls.reserve(rows.size());
  for (const Row& row : rows) calls.push_back(fromRow(row));
  return calls;
}

std::optional<SignInId> answeredSignIn(const Call& call) {
  if (!call.answeredOn) return std::nullopt;
  return call.answeredOn->signIn;
}

std::optional<ConnectionId> answeredConnection(const Call& call) {
  if (!call.answeredOn) return std::nullopt;
  return call.answeredOn->connection;
}

}  // namespace

void insertCall(Connection& connection, const Call& c) {
  connection.run(
      "INSERT INTO calls (" CALL_COLUMNS
      ", due_at) VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l, :m, :n, :o, :p, :q, :r, :s, :t, :u)",
      c.id, c.entry, c.schedule, c.doctor, c.patient, c.status, c.invitedAt, c.expiresAt, c.answeredAt, c.endedAt,
      c.endReason, c.endedBy, answeredSignIn(c), answeredConnection(c), c.doctorDue, c.patientDue, c.receipts.sent,
      c.receipts.delivered, c.receipts.ringing, c.receipts.audible, domain::deadline(c));
}

void updateCall(Connection& connection, const Call& c) {
  connection.run(
      "UPDATE calls SET status = :a, answered_at = :b, ended_at = :c, end_reason = :d, ended_by = :e, "
      "answered_sign_in = :f, answered_connection = :g, doctor_due_at = :h, patient_due_at = :i, sent = :j, "
      "delivered = :k, ringing = :l, audible = :m, due_at = :n WHERE id = :o",
      c.status, c.answeredAt, c.endedAt, c.endReason, c.endedBy, answeredSignIn(c), answeredConnection(c), c.doctorDue,
      c.patientDue, c.receipts.sent, c.receipts.delivered, c.receipts.ringing, c.receipts.audible, domain::deadline(c),
      c.id);
}

std::optional<Call> findCall(Connection& connection, const CallId& id) {
  return fromRow(connection.one<Row>("SELECT " CALL_COLUMNS " FROM calls WHERE id = :a", id));
}

std::optional<Call> findLiveCallOfDoctor(Connection& connection, const UserId& doctor) {
  return fromRow(connection.one<Row>(
      "SELECT " CALL_COLUMNS " FROM calls WHERE doctor_id = :a AND status IN ('RINGING', 'ACTIVE')", doctor));
}

std::optional<Call> findLiveCallOfPatient(Connection& connection, const UserId& patient) {
  return fromRow(connection.one<Row>(
      "SELECT " CALL_COLUMNS " FROM calls WHERE patient_id = :a AND status IN ('RINGING', 'ACTIVE')", patient));
}

std::optional<Call> findLiveCallOfSchedule(Connection& connection, const ScheduleId& schedule) {
  return fromRow(connection.one<Row>(
      "SELECT " CALL_COLUMNS " FROM calls WHERE schedule_id = :a AND status IN ('RINGING', 'ACTIVE')", schedule));
}

std::optional<Call> findLastCallOfDoctor(Connection& connection, const UserId& doctor) {
  return fromRow(connection.one<Row>("SELECT " CALL_COLUMNS " FROM calls WHERE doctor_id = :a AND ended_at IS NOT NULL "
                                     "ORDER BY ended_at DESC, id DESC LIMIT 1",
                                     doctor));
}

std::optional<Call> findLastCallOfPatient(Connection& connection, const UserId& patient) {
  return fromRow(connection.one<Row>("SELECT " CALL_COLUMNS
                                     " FROM calls WHERE patient_id = :a AND ended_at IS NOT NULL "
                                     "ORDER BY ended_at DESC, id DESC LIMIT 1",
                                     patient));
}

std::vector<Call> listCallsOfSchedule(Connection& connection, const ScheduleId& schedule) {
  return fromRows(
      connection.all<Row>("SELECT " CALL_COLUMNS " FROM calls WHERE schedule_id = :a ORDER BY id", schedule));
}

std::vector<Call> listCallsOfEntry(Connection& connection, const EntryId& entry, std::int64_t most) {
  return fromRows(connection.all<Row>(
      "SELECT " CALL_COLUMNS " FROM calls WHERE entry_id = :a ORDER BY id DESC LIMIT :b", entry, most));
}

std::vector<Call> listCallsOf(Connection& connection, const UserId& user, const CallId& after) {
  return fromRows(connection.all<Row>("SELECT " CALL_COLUMNS
                                      " FROM calls WHERE (doctor_id = :a OR patient_id = :b) AND id > :c ORDER BY id "
                                      "LIMIT :d",
                                      user, user, after, limits::exportRows));
}

std::vector<Call> listCallsOfPatient(Connection& connection, const UserId& patient) {
  return fromRows(connection.all<Row>("SELECT " CALL_COLUMNS " FROM calls WHERE patient_id = :a ORDER BY id", patient));
}

std::vector<Call> listActiveCalls(Connection& connection) {
  return fromRows(connection.all<Row>("SELECT " CALL_COLUMNS " FROM calls WHERE status = 'ACTIVE'"));
}

std::vector<Call> listRingingCalls(Connection& connection) {
  return fromRows(connection.all<Row>("SELECT " CALL_COLUMNS " FROM calls WHERE status = 'RINGING'"));
}

std::vector<Call> listDueCalls(Connection& connection, Instant now) {
  return fromRows(connection.all<Row>("SELECT " CALL_COLUMNS
                                      " FROM calls WHERE due_at IS NOT NULL AND due_at <= :a ORDER BY due_at LIMIT :b",
                                      now, limits::dueBatch));
}

std::optional<Instant> nextDue(Connection& connection) {
  return connection.value<std::optional<Instant>>(
      "SELECT MIN(due_at) FROM (SELECT MIN(due_at) AS due_at FROM calls WHERE due_at IS NOT NULL "
      "UNION ALL SELECT MIN(due_at) AS due_at FROM schedules WHERE due_at IS NOT NULL) due");
}

}  // namespace praktik::store
