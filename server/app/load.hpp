#pragma once

#include "app/work.hpp"
#include "domain/access.hpp"
#include "domain/schedule.hpp"

/// Reads what a decision is taken on, and hides what the caller may not know of.
namespace praktik::app {

/// The call with its entry and the status of its schedule.
domain::Consultation loadConsultation(store::Connection& db, const domain::Call& call);

/// `not_found` for what does not exist and for what the caller may not do with it, in the same words.
Result<domain::Schedule> findScheduleFor(store::Connection& db, const Caller& caller, domain::Action action,
                                         const ScheduleId& id);
/// An entry together with the schedule it belongs to.
struct EntryInSchedule {
  domain::Entry entry;
  domain::Schedule schedule;
};
Result<EntryInSchedule> findEntryFor(store::Connection& db, const Caller& caller, domain::Action action,
                                     const EntryId& id);
/// What belongs to another account, as if it did not exist.
Refused notTheirs(store::Connection& db, std::string id, const UserId& owner);
Result<domain::Call> findCallFor(store::Connection& db, const Caller& caller, domain::Action action, const CallId& id);

}  // namespace praktik::app
