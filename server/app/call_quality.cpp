#include "app/call_quality.hpp"

#include "app/load.hpp"
#include "app/save.hpp"
#include "app/views.hpp"
#include "base/limits.hpp"
#include "store/call_quality.hpp"
#include "store/calls.hpp"

namespace praktik::app {

using boost::json::array;
using boost::json::object;
using domain::Action;

namespace {

array reportsOf(store::Connection& db, const CallId& call) {
  array reports;
  for (const auto& report : store::listQualityReports(db, call)) reports.push_back(viewQualityReport(report));
  return reports;
}

}  // namespace

Result<object> reportQuality(Work& work, const Caller& caller, const CallId& id, const domain::Quality& quality) {
  const auto call = findCallFor(work.db, caller, Action::reportQuality, id);
  if (!call) return std::unexpected(call.error());
  if (const auto refusal = domain::whyNotReported(*call, work.now)) {
    return std::unexpected(Refused(*refusal, viewCall(work.db, *call)));
  }
  const auto before = store::findQualityReport(work.db, id, caller.role);
  if (before && before->quality == quality) return viewQualityReport(*before);

  const domain::QualityReport report{id, caller.role, work.now, quality};
  store::saveQualityReport(work.db, report);
  store::AuditEntry entry;
  entry.subject = "call";
  entry.subjectId = id.text();
  entry.doctor = call->doctor;
  entry.patient = call->patient;
  record(work, {&caller, "call.report_quality"}, std::move(entry));
  return viewQualityReport(report);
}

Result<object> readQuality(const Reading& reading, const Caller& caller, const CallId& id) {
  const auto call = findCallFor(reading.db, caller, Action::readQuality, id);
  if (!call) return std::unexpected(call.error());
  return object{{"reports", reportsOf(reading.db, id)}};
}

Result<object> readCallsOfEntry(const Reading& reading, const Caller& caller, const EntryId& id) {
  const auto found = findEntryFor(reading.db, caller, Action::readQuality, id);
  if (!found) return std::unexpected(found.error());
  array calls;
  for (const auto& call : store::listCallsOfEntry(reading.db, id, limits::callsOfEntry)) {
    calls.push_back(object{{"call", viewCall(reading.db, call)}, {"reports", reportsOf(reading.db, call.id)}});
  }
  return object{{"calls", std::move(calls)}};
}

}  // namespace praktik::app
