#pragma once

#include "app/work.hpp"
#include "domain/quality.hpp"

/// How a call was, in numbers, told by its two people and kept with it for the doctor.
namespace praktik::app {

/// Keeps what the caller's side tells, in the place of what it told before. Refused by domain::whyNotReported.
Result<boost::json::object> reportQuality(Work& work, const Caller& caller, const CallId& id,
                                          const domain::Quality& quality);
/// `{reports}`, the doctor's own first.
Result<boost::json::object> readQuality(const Reading& reading, const Caller& caller, const CallId& id);
/// `{calls: [{call, reports}]}` of one entry, the newest call first, at most limits::callsOfEntry.
Result<boost::json::object> readCallsOfEntry(const Reading& reading, const Caller& caller, const EntryId& id);

}  // namespace praktik::app
