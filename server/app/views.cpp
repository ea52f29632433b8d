#include "app/views.hpp"

#include "app/second_factor.hpp"
#include "store/entries.hpp"
#include "store/subscriptions.hpp"

namespace praktik::app {
namespace {

using boost::json::object;

void put(object& to, std::string_view key, const std::string& value) { to[key] = value; }
template <class Enum>
  requires std::is_enum_v<Enum>
void put(object& to, std::string_view key, Enum value) {
  to[key] = word(value);
}
void put(object& to, std::string_view key, Instant value) { to[key] = toMillis(value); }
void put(object& to, std::string_view key, std::int64_t value) { to[key] = value; }
template <class Kind>
void put(object& to, std::string_view key, const Id<Kind>& value) {
  to[key] = value.text();
}
template <class T>
void put(object& to, std::string_view key, const std::optional<T>& value) {
  if (value) put(to, key, *value);
}

std::string_view reachability(const UserId& patient, People& people, const Reading& reading) {
  if (reading.presence.hasPage(patient)) return "LIVE";
  return people.pushableUntil(patient, reading.now) ? "PUSH" : "NONE";
}

object viewPerson(const store::User& user) {
  object person;
  put(person, "id", user.id);
  put(person, "name", user.name);
  if (user.erasedAt) person["erased"] = true;
  return person;
}

}  // namespace

const store::User& People::get(const UserId& id) {
  const auto known = known_.find(id);
  if (known != known_.end()) return known->second;
  return known_.emplace(id, store::findUser(db_, id).value_or(store::User{})).first->second;
}

std::optional<Instant> People::pushableUntil(const UserId& id, Instant now) {
  const auto known = pushable_.find(id);
  if (known != pushable_.end()) return known->second;
  return pushable_.emplace(id, store::reachableByPushUntil(db_, id, now)).first->second;
}

object viewUser(const Reading& reading, const store::User& user) {
  object view;
  put(view, "id", user.id);
  put(view, "role", user.role);
  put(view, "email", user.email);
  put(view, "name", user.name);
  put(view, "locale", user.locale);
  put(view, "specialty", user.specialty);
  put(view, "phone", user.phone);
  put(view, "birthDate", user.birthDate);
  const bool isAsked = user.role == domain::Role::PATIENT && !user.erasedAt;
  if (isAsked && user.consentVersion != reading.settings.consentVersion) view["consentDue"] = true;
  if (owesSecondFactor(reading, user)) view["secondFactorDue"] = true;
  return view;
}

object viewSignIn(const store::SignIn& signIn, bool current) {
  object view;
  put(view, "id", signIn.id);
  put(view, "createdAt", signIn.createdAt);
  put(view, "lastSeenAt", signIn.lastSeenAt);
  put(view, "expiresAt", signIn.expiresAt);
  put(view, "address", signIn.address);
  put(view, "userAgent", signIn.userAgent);
  view["current"] = current;
  return view;
}

object viewSchedule(const domain::Schedule& schedule, People& people, std::int64_t waiting) {
  const store::User& doctor = people.get(schedule.doctor);
  object who = viewPerson(doctor);
  put(who, "specialty", doctor.specialty);
  object view;
  put(view, "id", schedule.id);
  view["doctor"] = std::move(who);
  put(view, "startsAt", schedule.startsAt);
  put(view, "endsAt", schedule.endsAt);
  put(view, "status", schedule.status);
  put(view, "capacity", schedule.capacity);
  put(view, "note", schedule.note);
  put(view, "notice", schedule.notice);
  put(view, "startedAt", schedule.startedAt);
  put(view, "completedAt", schedule.completedAt);
  put(view, "waiting", waiting);
  return view;
}

object viewSchedule(store::Connection& db, const domain::Schedule& schedule) {
  People people(db);
  return viewSchedule(schedule, people, store::countWaiting(db, schedule.id));
}

object viewEntry(const domain::Entry& entry) {
  object view;
  put(view, "id", entry.id);
  put(view, "scheduleId", entry.schedule);
  put(view, "number", entry.number);
  put(view, "status", entry.status);
  put(view, "joinedAt", entry.joinedAt);
  put(view, "readyAt", entry.readyAt);
  put(view, "reason", entry.reason);
  put(view, "lastOutcome", entry.lastOutcome);
  put(view, "missedCalls", entry.missedCalls);
  return view;
}

object viewEntryForDoctor(const domain::Entry& entry, People& people, const Reading& reading) {
  object view = viewEntry(entry);
  const store::User& patient = people.get(entry.patient);
  object who = viewPerson(patient);
  put(who, "phone", patient.phone);
  put(who, "birthDate", patient.birthDate);
  view["patient"] = std::move(who);
  view["reachability"] = reachability(entry.patient, people, reading);
  return view;
}

object viewCall(const domain::Call& call, People& people) {
  object view;
  put(view, "id", call.id);
  put(view, "entryId", call.entry);
  put(view, "scheduleId", call.schedule);
  view["doctor"] = viewPerson(people.get(call.doctor));
  view["patient"] = viewPerson(people.get(call.patient));
  put(view, "status", call.status);
  put(view, "invitedAt", call.invitedAt);
  put(view, "expiresAt", call.expiresAt);
  put(view, "answeredAt", call.answeredAt);
  put(view, "endedAt", call.endedAt);
  put(view, "endReason", call.endReason);
  put(view, "endedBy", call.endedBy);
  return view;
}

object viewCall(store::Connection& db, const domain::Call& call) {
  People people(db);
  return viewCall(call, people);
}

object viewQualityReport(const domain::QualityReport& report) {
  const domain::Quality& quality = report.quality;
  object view;
  put(view, "from", report.from);
  put(view, "reportedAt", report.reportedAt);
  put(view, "seconds", quality.length.count());
  put(view, "freezes", quality.freezes);
  put(view, "frozenMs", quality.frozen.count());
  put(view, "lossInPermille", quality.lossInPermille);
  put(view, "lossOutPermille", quality.lossOutPermille);
  if (quality.roundTrip) put(view, "roundTripMs", quality.roundTrip->count());
  view["relayed"] = quality.relayed;
  put(view, "reconnects", quality.reconnects);
  return view;
}

object viewAuditLine(const store::AuditLine& line, People& people) {
  const store::AuditEntry& entry = line.entry;
  object view;
  put(view, "id", entry.id);
  put(view, "at", entry.at);
  put(view, "action", entry.action);
  put(view, "subject", entry.subject);
  put(view, "subjectId", entry.subjectId);
  if (entry.actor) view["by"] = word(people.get(*entry.actor).role);
  if (entry.doctor) view["doctor"] = viewPerson(people.get(*entry.doctor));
  if (entry.patient) view["patient"] = viewPerson(people.get(*entry.patient));
  put(view, "from", entry.fromState);
  put(view, "to", entry.toState);
  put(view, "cause", entry.cause);
  put(view, "address", line.address);
  put(view, "userAgent", line.userAgent);
  return view;
}

object viewSealedAudit(const store::SealedAudit& row) {
  const store::AuditEntry& entry = row.entry;
  object view;
  put(view, "number", row.seal.number);
  put(view, "id", entry.id);
  put(view, "at", entry.at);
  put(view, "actor", entry.actor);
  put(view, "action", entry.action);
  put(view, "subject", entry.subject);
  put(view, "subjectId", entry.subjectId);
  put(view, "doctor", entry.doctor);
  put(view, "patient", entry.patient);
  put(view, "from", entry.fromState);
  put(view, "to", entry.toState);
  put(view, "cause", entry.cause);
  put(view, "requestId", entry.requestId);
  put(view, "originDigest", entry.originDigest);
  put(view, "seal", row.seal.seal);
  return view;
}

object viewReceipts(const domain::Receipts& receipts) {
  return {{"sent", receipts.sent},
          {"delivered", receipts.delivered},
          {"ringing", receipts.ringing},
          {"audible", receipts.audible}};
}

}  // namespace praktik::app
