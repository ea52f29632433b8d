#include "app/export.hpp"

#include "app/accounts.hpp"
#include "app/save.hpp"
#include "app/views.hpp"
#include "base/limits.hpp"
#include "store/call_quality.hpp"
#include "store/calls.hpp"
#include "store/entries.hpp"
#include "store/schedules.hpp"
#include "store/second_factors.hpp"
#include "store/subscriptions.hpp"

namespace praktik::app {
namespace {

using boost::json::object;

/// The host of a push service; the rest of an endpoint is a secret of the browser's.
std::string hostOf(const std::string& endpoint) {
  const auto begin = endpoint.find("//");
  if (begin == std::string::npos) return "";
  return endpoint.substr(begin + 2, endpoint.find('/', begin + 2) - begin - 2);
}

object exported(const store::Subscription& subscription) {
  return {{"id", subscription.id.text()},
          {"createdAt", toMillis(subscription.createdAt)},
          {"endpointHost", hostOf(subscription.endpoint)}};
}

object exported(const store::SignIn& signIn) {
  object view = viewSignIn(signIn, false);
  view.erase("current");
  if (signIn.endedAt) view["endedAt"] = toMillis(*signIn.endedAt);
  if (signIn.endCause) view["endCause"] = *signIn.endCause;
  return view;
}

object exported(const domain::Schedule& schedule) {
  object view{{"id", schedule.id.text()},
              {"startsAt", toMillis(schedule.startsAt)},
              {"endsAt", toMillis(schedule.endsAt)},
              {"status", word(schedule.status)}};
  if (schedule.capacity) view["capacity"] = *schedule.capacity;
  if (schedule.note) view["note"] = *schedule.note;
  if (schedule.notice) view["notice"] = *schedule.notice;
  if (schedule.startedAt) view["startedAt"] = toMillis(*schedule.startedAt);
  if (schedule.completedAt) view["completedAt"] = toMillis(*schedule.completedAt);
  return view;
}

object exported(const domain::Entry& entry) {
  object view = viewEntry(entry);
  if (entry.closedAt) view["closedAt"] = toMillis(*entry.closedAt);
  return view;
}

object exported(const domain::Call& call) {
  object view{{"id", call.id.text()},
              {"entryId", call.entry.text()},
              {"scheduleId", call.schedule.text()},
              {"doctorId", call.doctor.text()},
              {"patientId", call.patient.text()},
              {"status", word(call.status)},
              {"invitedAt", toMillis(call.invitedAt)},
              {"expiresAt", toMillis(call.expiresAt)}};
  if (call.answeredAt) view["answeredAt"] = toMillis(*call.answeredAt);
  if (call.endedAt) view["endedAt"] = toMillis(*call.endedAt);
  if (call.endReason) view["endReason"] = word(*call.endReason);
  if (call.endedBy) view["endedBy"] = word(*call.endedBy);
  return view;
}

object exported(const store::AuditLine& line, People& people) {
  object view = viewAuditLine(line, people);
  for (const auto& [side, id] : {std::pair("doctor", line.entry.doctor), std::pair("patient", line.entry.patient)}) {
    view.erase(side);
    if (id) view[std::string(side) + "Id"] = id->text();
  }
  return view;
}

/// Adds the rows and moves `last` to the last of them; true while there may be more.
template <class Row, class SomeId, class View>
bool addPage(boost::json::value& list, const std::vector<Row>& rows, SomeId& last, View view) {
  for (const Row& row : rows) list.as_array().push_back(view(row));
  if (!rows.empty()) last = rows.back().id;
  return std::ssize(rows) == limits::exportRows;
}

constexpr auto plainly = [](const auto& row) { return exported(row); };

}  // namespace

Result<void> recordExport(Work& work, const Caller& caller) {
  const auto user = store::findUser(work.db, caller.user);
  if (!user) return std::unexpected(Refusal::not_signed_in);
  record(work, {&caller, "user.export"}, aboutUser(*user));
  return {};
}

Result<UserId> recordExport(Work& work, const std::string& email) {
  const auto user = store::findUserByEmail(work.db, normalEmail(email));
  if (!user || user->erasedAt) return std::unexpected(Refusal::not_found);
  record(work, {nullptr, "user.export"}, aboutUser(*user));
  return user->id;
}

bool PersonalData::gather(const Reading& reading) {
  store::Connection& db = reading.db;
  switch (part_) {
    case Part::account:
      gatherAccount(reading);
      part_ = Part::signIns;
      break;
    case Part::signIns:
      if (!addPage(document_["signIns"], store::listSignInsOf(db, user_, signIn_), signIn_, plainly))
        part_ = Part::schedules;
      break;
    case Part::schedules:
      if (!addPage(document_["schedules"], store::listSchedulesOf(db, user_, schedule_), schedule_, plainly))
        part_ = Part::entries;
      break;
    case Part::entries:
      if (!addPage(document_["entries"], store::listEntriesOf(db, user_, entry_), entry_, plainly)) part_ = Part::calls;
      break;
    case Part::calls:
      if (!gatherCalls(reading)) part_ = Part::audit;
      break;
    case Part::audit:
      if (!gatherAudit(reading)) part_ = Part::none;
      break;
    case Part::none: break;
  }
  return part_ != Part::none;
}

void PersonalData::gatherAccount(const Reading& reading) {
  document_["exportedAt"] = toMillis(reading.now);
  if (const auto user = store::findUser(reading.db, user_)) {
    role_ = user->role;
    object& view = document_["user"].emplace_object();
    view = viewUser(reading, *user);
    // What a page has to ask is no data, and an operator's command does not know the server's settings.
    view.erase("consentDue");
    view.erase("secondFactorDue");
    view["createdAt"] = toMillis(user->createdAt);
    if (user->disabledAt) view["disabledAt"] = toMillis(*user->disabledAt);
    if (user->consentVersion && user->consentAt) {
      document_["consent"] = object{{"version", *user->consentVersion}, {"at", toMillis(*user->consentAt)}};
    }
  }
  if (const auto factor = store::findSecondFactor(reading.db, user_); factor && factor->confirmedAt) {
    document_["secondFactor"] = object{{"confirmedAt", toMillis(*factor->confirmedAt)},
                                       {"recoveryCodesLeft", store::countRecoveryCodes(reading.db, user_)}};
  }
  auto& subscriptions = document_["pushSubscriptions"].emplace_array();
  for (const auto& one : store::listSubscriptions(reading.db, user_)) subscriptions.push_back(exported(one));
  for (const char* list : {"signIns", "schedules", "entries", "calls", "audit"}) document_[list].emplace_array();
  line_ = AuditId::last();
}

bool PersonalData::gatherCalls(const Reading& reading) {
  return addPage(document_["calls"], store::listCallsOf(reading.db, user_, call_), call_,
                 [&](const domain::Call& call) {
                   object view = exported(call);
                   // What the other side's page told is the other's.
                   if (const auto report = store::findQualityReport(reading.db, call.id, role_)) {
                     view["report"] = viewQualityReport(*report);
                   }
                   return view;
                 });
}

bool PersonalData::gatherAudit(const Reading& reading) {
  const auto list = role_ == domain::Role::DOCTOR ? store::listAuditForDoctor : store::listAuditForPatient;
  const auto lines = list(reading.db, user_, line_, limits::exportRows);
  People people(reading.db);
  for (const auto& line : lines) document_["audit"].as_array().push_back(exported(line, people));
  if (!lines.empty()) line_ = lines.back().entry.id;
  return std::ssize(lines) == limits::exportRows;
}

}  // namespace praktik::app
