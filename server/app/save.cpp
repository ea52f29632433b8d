#include "app/save.hpp"

#include "app/audit_chain.hpp"
#include "base/base64url.hpp"
#include "base/log.hpp"
#include "store/calls.hpp"
#include "store/entries.hpp"
#include "store/schedules.hpp"

namespace praktik::app {
namespace {

std::string newSalt(Work& work) {
  std::array<std::uint8_t, 16> salt{};
  work.random(salt);
  return toBase64url(salt);
}

void insert(Work& work, std::string_view action, const Origin& from, store::AuditEntry entry) {
  entry.id = work.newId<AuditId>();
  entry.at = work.now;
  entry.action = action;
  store::AuditOrigin origin{from.address, from.userAgent, std::nullopt};
  if (origin.address || origin.userAgent) {
    origin.salt = newSalt(work);
    entry.originDigest = digestOf(origin);
  }
  store::insertAudit(work.db, entry, origin);
}

template <class Status>
void recordTransition(Work& work, const Cause& cause, store::AuditEntry entry, std::optional<Status> from, Status to) {
  if (from) entry.fromState = word(*from);
  entry.toState = word(to);
  log::info("{} {} {} -> {} by {}", entry.subject, entry.subjectId, entry.fromState.value_or("new"), *entry.toState,
            cause.action);
  record(work, cause, std::move(entry));
}

}  // namespace

void record(Work& work, const Cause& cause, store::AuditEntry entry) {
  if (cause.caller == nullptr) return insert(work, cause.action, {}, std::move(entry));
  entry.actor = cause.caller->user;
  recordStranger(work, cause.action, cause.caller->origin, std::move(entry));
}

void recordStranger(Work& work, std::string_view action, const Origin& origin, store::AuditEntry entry) {
  entry.requestId = origin.requestId;
  insert(work, action, origin, std::move(entry));
}

void touchSchedule(Work& work, const domain::Schedule& schedule) {
  work.changes.topics.insert({Topic::directoryOfPatients(), Topic::directoryOfDoctor(schedule.doctor),
                              Topic::schedule(schedule.id), Topic::practice(schedule.id)});
  work.changes.clocks = true;
}

void touchEntry(Work& work, const UserId& doctor, const domain::Entry& entry) {
  work.changes.topics.insert(
      {Topic::me(entry.patient), Topic::practice(entry.schedule), Topic::schedule(entry.schedule)});
  work.changes.waiting.insert({Topic::directoryOfPatients(), Topic::directoryOfDoctor(doctor)});
}

void saveSchedule(Work& work, const Cause& cause, const domain::Schedule& before, const domain::Schedule& after) {
  if (before == after) return;
  store::updateSchedule(work.db, after);
  touchSchedule(work, after);
  if (after.notice && before.notice != after.notice) work.changes.noticesSet.push_back(after.id);
  if (before.status != after.status) work.changes.linesMoved.insert(after.id);
  store::AuditEntry entry;
  entry.subject = "schedule";
  entry.subjectId = after.id.text();
  entry.doctor = after.doctor;
  recordTransition(work, cause, std::move(entry), std::optional(before.status), after.status);
}

void saveEntry(Work& work, const Cause& cause, const UserId& doctor, const domain::Entry& before,
               const domain::Entry& after) {
  if (before == after) return;
  store::updateEntry(work.db, after);
  touchEntry(work, doctor, after);
  // An open place keeps its patient's sign-ins.
  if (domain::isOpen(before.status) && !domain::isOpen(after.status)) work.changes.clocks = true;
  const bool hasLeftTheLine = domain::isWaiting(before.status) && !domain::isWaiting(after.status);
  if (hasLeftTheLine) work.changes.linesMoved.insert(after.schedule);
  store::AuditEntry entry;
  entry.subject = "entry";
  entry.subjectId = after.id.text();
  entry.doctor = doctor;
  entry.patient = after.patient;
  recordTransition(work, cause, std::move(entry), std::optional(before.status), after.status);
}

void saveCall(Work& work, const Cause& cause, const std::optional<domain::Call>& before, const domain::Call& after) {
  const bool isNew = !before || before->id != after.id;
  if (!isNew && *before == after) return;
  if (isNew) {
    store::insertCall(work.db, after);
  } else {
    store::updateCall(work.db, after);
  }
  work.changes.topics.insert(
      {Topic::me(after.doctor), Topic::me(after.patient), Topic::call(after.id), Topic::practice(after.schedule)});
  work.changes.clocks = true;
  if (!domain::isLive(after.status)) work.changes.callsOver.push_back(after.id);
  if (isNew) work.changes.ringsBegun.push_back(after.id);
  const bool rang = !isNew && before->status == domain::CallStatus::RINGING;
  if (rang && after.status != domain::CallStatus::RINGING) work.changes.ringsOver.push_back(after.id);
  store::AuditEntry entry;
  entry.subject = "call";
  entry.subjectId = after.id.text();
  entry.doctor = after.doctor;
  entry.patient = after.patient;
  if (after.endReason) entry.cause = word(*after.endReason);
  recordTransition(work, cause, std::move(entry), isNew ? std::nullopt : std::optional(before->status), after.status);
}

void savePractice(Work& work, const Cause& cause, const domain::Practice& before, const domain::Practice& after) {
  if (after.call) saveCall(work, cause, before.call, *after.call);
  for (std::size_t i = 0; i < after.entries.size(); ++i) {
    saveEntry(work, cause, after.schedule.doctor, before.entries[i], after.entries[i]);
  }
  saveSchedule(work, cause, before.schedule, after.schedule);
  if (domain::isClosed(before.schedule.status) == domain::isClosed(after.schedule.status)) return;
  // For how long the own places are shown counts from the end, also for whoever was done before.
  for (const auto& entry : after.entries) work.changes.topics.insert(Topic::me(entry.patient));
}

void saveConsultation(Work& work, const Cause& cause, const UserId& doctor, const domain::Consultation& before,
                      const domain::Consultation& after) {
  if (after.call) saveCall(work, cause, before.call, *after.call);
  saveEntry(work, cause, doctor, before.entry, after.entry);
}

}  // namespace praktik::app
