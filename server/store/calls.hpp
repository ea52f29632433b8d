#pragma once

#include <vector>

#include "domain/call.hpp"
#include "store/connection.hpp"

namespace praktik::store {

void insertCall(Connection& connection, const domain::Call& call);
void updateCall(Connection& connection, const domain::Call& call);
std::optional<domain::Call> findCall(Connection& connection, const CallId& id);
/// The RINGING or ACTIVE call of this doctor / patient / schedule; there is at most one of each.
std::optional<domain::Call> findLiveCallOfDoctor(Connection& connection, const UserId& doctor);
std::optional<domain::Call> findLiveCallOfPatient(Connection& connection, const UserId& patient);
std::optional<domain::Call> findLiveCallOfSchedule(Connection& connection, const ScheduleId& schedule);
/// The newest finished call in which this person took part.
std::optional<domain::Call> findLastCallOfDoctor(Connection& connection, const UserId& doctor);
std::optional<domain::Call> findLastCallOfPatient(Connection& connection, const UserId& patient);
std::vector<domain::Call> listCallsOfSchedule(Connection& connection, const ScheduleId& schedule);
/// The newest first, at most `most`.
std::vector<domain::Call> listCallsOfEntry(Connection& connection, const EntryId& entry, std::int64_t most);
/// All of the person's on either side, oldest first from behind `after`, at most limits::exportRows.
std::vector<domain::Call> listCallsOf(Connection& connection, const UserId& user, const CallId& after);
/// Every call of this patient, whatever became of it.
std::vector<domain::Call> listCallsOfPatient(Connection& connection, const UserId& patient);
std::vector<domain::Call> listActiveCalls(Connection& connection);
std::vector<domain::Call> listRingingCalls(Connection& connection);
/// Those whose clock is due, earliest first, at most limits::dueBatch.
std::vector<domain::Call> listDueCalls(Connection& connection, Instant now);
/// When the next call or schedule is due.
std::optional<Instant> nextDue(Connection& connection);

}  // namespace praktik::store
