#pragma once

#include "app/work.hpp"
#include "domain/schedule.hpp"
#include "store/audit.hpp"

/// Writes what a decision changed: the rows, the audit entries in the same transaction, and which states to push.
namespace praktik::app {

/// Who a command comes from, for the audit; the server itself has no caller.
struct Cause {
  const Caller* caller = nullptr;
  std::string_view action;
};

void saveSchedule(Work& work, const Cause& cause, const domain::Schedule& before, const domain::Schedule& after);
void saveEntry(Work& work, const Cause& cause, const UserId& doctor, const domain::Entry& before,
               const domain::Entry& after);
void saveCall(Work& work, const Cause& cause, const std::optional<domain::Call>& before, const domain::Call& after);

void savePractice(Work& work, const Cause& cause, const domain::Practice& before, const domain::Practice& after);
void saveConsultation(Work& work, const Cause& cause, const UserId& doctor, const domain::Consultation& before,
                      const domain::Consultation& after);

/// States that a new row stands in.
void touchSchedule(Work& work, const domain::Schedule& schedule);
void touchEntry(Work& work, const UserId& doctor, const domain::Entry& entry);

/// One audit line with id, time, actor and origin filled in.
void record(Work& work, const Cause& cause, store::AuditEntry entry);
/// The same for somebody who is not known: with an origin, without an actor.
void recordStranger(Work& work, std::string_view action, const Origin& origin, store::AuditEntry entry);

}  // namespace praktik::app
