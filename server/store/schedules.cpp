#include "store/schedules.hpp"

#include "base/limits.hpp"

namespace praktik::store {
namespace {

using domain::Schedule;
using Row = std::tuple<ScheduleId, UserId, Instant, Instant, domain::ScheduleStatus, std::optional<std::int64_t>,
                       std::optional<std::string>, std::optional<std::string>, std::optional<Instant>,
                       std::optional<Instant>, std::optional<Instant>>;

#define SCHEDULE_COLUMNS \
  "id, doctor_id, starts_at, ends_at, status, capacity, note, notice, started_at, completed_at, abandon_at"

std::optional<Schedule> fromRow(const std::optional<Row>& row) {
  if (!row) return std::nullopt;
  return std::make_from_tuple<Schedule>(*row);
}

std::vector<Schedule> fromRows(const std::vector<Row>& rows) {
  std::vector<Schedule> schedules;
  schedules.reserve(rows.size());
  for (const Row& row : rows) schedules.push_back(std::make_from_tuple<Schedule>(row));
  return schedules;
}

}  // namespace

void insertSchedule(Connection& connection, const Schedule& s) {
  connection.run("INSERT INTO schedules (" SCHEDULE_COLUMNS
                 ", due_at) VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k, :l)",
                 s.id, s.doctor, s.startsAt, s.endsAt, s.status, s.capacity, s.note, s.notice, s.startedAt,
                 s.completedAt, s.abandonAt, domain::deadline(s));
}

void updateSchedule(Connection& connection, const Schedule& s) {
  connection.run(
      "UPDATE schedules SET starts_at = :a, ends_at = :b, status = :c, capacity = :d, note = :e, notice = :f, "
      "started_at = :g, completed_at = :h, abandon_at = :i, due_at = :j WHERE id = :k",
      s.startsAt, s.endsAt, s.status, s.capacity, s.note, s.notice, s.startedAt, s.completedAt, s.abandonAt,
      domain::deadline(s), s.id);
}

std::optional<Schedule> findSchedule(Connection& connection, const ScheduleId& id) {
  return fromRow(connection.one<Row>("SELECT " SCHEDULE_COLUMNS " FROM schedules WHERE id = :a", id));
}

std::optional<Schedule> findOnlineSchedule(Connection& connection, const UserId& doctor) {
  return fromRow(connection.one<Row>(
      "SELECT " SCHEDULE_COLUMNS " FROM schedules WHERE doctor_id = :a AND status = 'ONLINE'", doctor));
}

std::vector<Schedule> listDueSchedules(Connection& connection, Instant now) {
  return fromRows(connection.all<Row>(
      "SELECT " SCHEDULE_COLUMNS " FROM schedules WHERE due_at IS NOT NULL AND due_at <= :a ORDER BY due_at LIMIT :b",
      now, limits::dueBatch));
}

std::vector<Schedule> listSchedulesOf(Connection& connection, const UserId& doctor, const ScheduleId& after) {
  return fromRows(connection.all<Row>("SELECT " SCHEDULE_COLUMNS
                                      " FROM schedules WHERE doctor_id = :a AND id > :b ORDER BY id LIMIT :c",
                                      doctor, after, limits::exportRows));
}

std::vector<Schedule> listUpcomingSchedules(Connection& connection, const UserId& doctor) {
  return fromRows(connection.all<Row>(
      "SELECT " SCHEDULE_COLUMNS " FROM schedules WHERE doctor_id = :a AND status = 'UPCOMING' ORDER BY id", doctor));
}

std::vector<Schedule> listOnlineSchedules(Connection& connection) {
  return fromRows(connection.all<Row>("SELECT " SCHEDULE_COLUMNS " FROM schedules WHERE status = 'ONLINE'"));
}

std::vector<Schedule> listSchedulesOfDoctor(Connection& connection, const UserId& doctor, Instant from, Instant to,
                                            Instant now) {
  return fromRows(connection.all<Row>("SELECT " SCHEDULE_COLUMNS
                                      " FROM schedules WHERE doctor_id = :a AND ends_at >= :b AND starts_at < :c "
                                      "ORDER BY ABS(starts_at - :d), id LIMIT :e",
                                      doctor, from, to, now, limits::listRows));
}

std::vector<Schedule> listSchedulesForPatients(Connection& connection, Instant from, Instant to, Instant now,
                                               Instant finishedAfter) {
  return fromRows(connection.all<Row>(
      "SELECT " SCHEDULE_COLUMNS
      " FROM schedules WHERE ends_at >= :a AND starts_at < :b "
      "AND (status IN ('UPCOMING', 'ONLINE') OR completed_at > :c) ORDER BY ABS(starts_at - :d), id LIMIT :e",
      from, to, finishedAfter, now, limits::listRows));
}

}  // namespace praktik::store
