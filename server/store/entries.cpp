#include "store/entries.hpp"

#include "base/limits.hpp"

namespace praktik::store {
namespace {

using domain::Entry;
using Row =
    std::tuple<EntryId, ScheduleId, UserId, std::int64_t, domain::EntryStatus, Instant, std::optional<Instant>,
               std::optional<Instant>, std::optional<std::string>, std::optional<domain::Outcome>, std::int64_t>;

#define ENTRY_COLUMNS(prefix)                                                                                    \
  prefix "id, " prefix "schedule_id, " prefix "patient_id, " prefix "number, " prefix "status, " prefix          \
         "joined_at, " prefix "ready_at, " prefix "closed_at, " prefix "reason, " prefix "last_outcome, " prefix \
         "missed_calls"

std::optional<Entry> fromRow(const std::optional<Row>& row) {
  if (!row) return std::nullopt;
  return std::make_from_tuple<Entry>(*row);
}

std::vector<Entry> fromRows(const std::vector<Row>& rows) {
  std::vector<Entry> entries;
  entries.reserve(rows.size());
  for (const Row& row : rows) entries.push_back(std::make_from_tuple<Entry>(row));
  return entries;
}

}  // namespace

void insertEntry(Connection& connection, const Entry& e) {
  connection.run("INSERT INTO entries (" ENTRY_COLUMNS("") ") VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k)",
                 e.id, e.schedule, e.patient, e.number, e.status, e.joinedAt, e.readyAt, e.closedAt, e.reason,
                 e.lastOutcome, e.missedCalls);
}

void updateEntry(Connection& connection, const Entry& e) {
  connection.run(
      "UPDATE entries SET status = :a, ready_at = :b, closed_at = :c, reason = :d, last_outcome = :e, missed_calls = :f "
      "WHERE id = :g",
      e.status, e.readyAt, e.closedAt, e.reason, e.lastOutcome, e.missedCalls, e.id);
}

std::optional<Entry> findEntry(Connection& connection, const EntryId& id) {
  return fromRow(connection.one<Row>("SELECT " ENTRY_COLUMNS("") " FROM entries WHERE id = :a", id));
}

std::vector<Entry> listEntries(Connection& connection, const ScheduleId& schedule) {
  return fromRows(connection.all<Row>(
      "SELECT " ENTRY_COLUMNS("") " FROM entries WHERE schedule_id = :a ORDER BY number", schedule));
}

std::vector<Entry> listFirstWaiting(Connection& connection, const ScheduleId& schedule, std::int64_t most) {
  return fromRows(connection.all<Row>(
      "SELECT " ENTRY_COLUMNS(
          "") " FROM entries WHERE schedule_id = :a AND status IN ('NOT_READY', 'READY', 'RINGING') "
              "ORDER BY number LIMIT :b",
      schedule, most));
}

std::optional<Instant> lastClosedAt(Connection& connection, const ScheduleId& schedule) {
  return connection.value<std::optional<Instant>>("SELECT MAX(closed_at) FROM entries WHERE schedule_id = :a",
                                                  schedule);
}

std::optional<std::int64_t> findToldPlace(Connection& connection, const EntryId& entry) {
  const auto row = connection.one<std::tuple<std::int64_t>>("SELECT ahead FROM told_places WHERE entry_id = :a", entry);
  if (!row) return std::nullopt;
  return std::get<0>(*row);
}

void saveToldPlace(Connection& connection, const EntryId& entry, std::int64_t ahead) {
  if (connection.run("UPDATE told_places SET ahead = :a WHERE entry_id = :b", ahead, entry) > 0) return;
  connection.run("INSERT INTO told_places (entry_id, ahead) VALUES (:a, :b)", entry, ahead);
}

std::vector<Entry> listEntriesOfPatient(Connection& connection, const UserId& patient, Instant finishedAfter) {
  return fromRows(connection.all<Row>(
      "SELECT " ENTRY_COLUMNS(
          "e.") " FROM entries e JOIN schedules s ON s.id = e.schedule_id "
                "WHERE e.patient_id = :a AND (s.status IN ('UPCOMING', 'ONLINE') OR s.completed_at > :b) ORDER BY e.id",
      patient, finishedAfter));
}

std::vector<ScheduleId> listSchedulesOfPatient(Connection& connection, const UserId& patient) {
  std::vector<ScheduleId> schedules;
  for (const auto& [id] : connection.all<std::tuple<ScheduleId>>(
           "SELECT DISTINCT schedule_id FROM entries WHERE patient_id = :a", patient)) {
    schedules.push_back(id);
  }
  return schedules;
}

std::vector<Entry> listEntriesOf(Connection& connection, const UserId& patient, const EntryId& after) {
  return fromRows(connection.all<Row>(
      "SELECT " ENTRY_COLUMNS("") " FROM entries WHERE patient_id = :a AND id > :b ORDER BY id LIMIT :c", patient,
      after, limits::exportRows));
}

std::vector<Entry> listOpenEntriesOfPatient(Connection& connection, const UserId& patient) {
  return fromRows(
      connection.all<Row>("SELECT " ENTRY_COLUMNS("") " FROM entries WHERE patient_id = :a AND status IN "
                                                      "('NOT_READY', 'READY', 'RINGING', 'IN_CALL') ORDER BY id",
                          patient));
}

domain::Room roomFor(Connection& connection, const ScheduleId& schedule, const UserId& patient, Instant now) {
  using Counts = std::tuple<std::int64_t, std::int64_t>;
  const auto counts = connection.one<Counts>(
      "SELECT COALESCE(MAX(number), 0), COALESCE(SUM(CASE WHEN status IN ('LEFT', 'NOT_SEEN') THEN 0 ELSE 1 END), 0) "
      "FROM entries WHERE schedule_id = :a",
      schedule);
  domain::Room room;
  if (counts) std::tie(room.lastNumber, room.taken) = *counts;
  room.own = fromRow(connection.one<Row>(
      "SELECT " ENTRY_COLUMNS("") " FROM entries WHERE schedule_id = :a AND patient_id = :b AND status <> 'LEFT'",
      schedule, patient));
  room.leftLately = connection.value<std::int64_t>(
      "SELECT COUNT(*) FROM entries WHERE schedule_id = :a AND patient_id = :b AND status = 'LEFT' AND joined_at > :c",
      schedule, patient, now - limits::placesLeftWindow);
  return room;
}

std::int64_t countWaiting(Connection& connection, const ScheduleId& schedule) {
  return connection.value<std::int64_t>(
      "SELECT COUNT(*) FROM entries WHERE schedule_id = :a AND status IN ('NOT_READY', 'READY', 'RINGING')", schedule);
}

std::unordered_map<ScheduleId, std::int64_t> countWaitingEverywhere(Connection& connection) {
  using Count = std::tuple<ScheduleId, std::int64_t>;
  std::unordered_map<ScheduleId, std::int64_t> waiting;
  const auto rows = connection.all<Count>(
      "SELECT e.schedule_id, COUNT(*) FROM schedules s JOIN entries e ON e.schedule_id = s.id "
      "WHERE s.status IN ('UPCOMING', 'ONLINE') AND e.status IN ('NOT_READY', 'READY', 'RINGING') GROUP BY e.schedule_id");
  for (const auto& [schedule, count] : rows) waiting.emplace(schedule, count);
  return waiting;
}

}  // namespace praktik::store
