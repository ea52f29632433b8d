#pragma once

#include <vector>

#include "domain/schedule.hpp"
#include "store/connection.hpp"

namespace praktik::store {

void insertSchedule(Connection& connection, const domain::Schedule& schedule);
void updateSchedule(Connection& connection, const domain::Schedule& schedule);
std::optional<domain::Schedule> findSchedule(Connection& connection, const ScheduleId& id);
std::optional<domain::Schedule> findOnlineSchedule(Connection& connection, const UserId& doctor);
/// Those whose clock is due, earliest first, at most limits::dueBatch.
std::vector<domain::Schedule> listDueSchedules(Connection& connection, Instant now);
std::vector<domain::Schedule> listOnlineSchedules(Connection& connection);
/// All of the doctor's, oldest first from behind `after`, at most limits::exportRows.
std::vector<domain::Schedule> listSchedulesOf(Connection& connection, const UserId& doctor, const ScheduleId& after);
/// Every one that the doctor has not begun yet.
std::vector<domain::Schedule> listUpcomingSchedules(Connection& connection, const UserId& doctor);

/// A doctor's schedules that overlap [from, to), nearest to `now` first, at most limits::listRows.
std::vector<domain::Schedule> listSchedulesOfDoctor(Connection& connection, const UserId& doctor, Instant from,
                                                    Instant to, Instant now);
/// What patients see: UPCOMING and ONLINE ones, and those finished after `finishedAfter`; otherwise as above.
std::vector<domain::Schedule> listSchedulesForPatients(Connection& connection, Instant from, Instant to, Instant now,
                                                       Instant finishedAfter);

}  // namespace praktik::store
