#pragma once

#include <unordered_map>
#include <vector>

#include "domain/queue.hpp"
#include "store/connection.hpp"

namespace praktik::store {

void insertEntry(Connection& connection, const domain::Entry& entry);
void updateEntry(Connection& connection, const domain::Entry& entry);
std::optional<domain::Entry> findEntry(Connection& connection, const EntryId& id);
/// Every entry of the schedule whatever its status, by number.
std::vector<domain::Entry> listEntries(Connection& connection, const ScheduleId& schedule);
/// The first of those who wait (domain::isWaiting), by number, at most `most`.
std::vector<domain::Entry> listFirstWaiting(Connection& connection, const ScheduleId& schedule, std::int64_t most);
/// When somebody last left it or was removed.
std::optional<Instant> lastClosedAt(Connection& connection, const ScheduleId& schedule);
/// How many were ahead when this patient was last told; empty for never.
std::optional<std::int64_t> findToldPlace(Connection& connection, const EntryId& entry);
void saveToldPlace(Connection& connection, const EntryId& entry, std::int64_t ahead);
/// A patient's entries in schedules that are UPCOMING, ONLINE or were finished after `finishedAfter`.
std::vector<domain::Entry> listEntriesOfPatient(Connection& connection, const UserId& patient, Instant finishedAfter);
/// The schedules in which the patient ever took a place.
std::vector<ScheduleId> listSchedulesOfPatient(Connection& connection, const UserId& patient);
/// All of the patient's, oldest first from behind `after`, at most limits::exportRows.
std::vector<domain::Entry> listEntriesOf(Connection& connection, const UserId& patient, const EntryId& after);
/// Those in which the patient waits or is served (domain::isOpen), in whatever schedule.
std::vector<domain::Entry> listOpenEntriesOfPatient(Connection& connection, const UserId& patient);
/// What joining is decided on; the schedule's own status and capacity are left for the caller.
domain::Room roomFor(Connection& connection, const ScheduleId& schedule, const UserId& patient, Instant now);
/// How many wait in it (domain::isWaiting).
std::int64_t countWaiting(Connection& connection, const ScheduleId& schedule);
/// The same for every schedule that is UPCOMING or ONLINE and in which somebody waits.
std::unordered_map<ScheduleId, std::int64_t> countWaitingEverywhere(Connection& connection);

}  // namespace praktik::store
