#pragma once

#include "store/connection.hpp"

/// Taking away what has been kept long enough, the oldest first, at most limits::retentionBatch rows at a time. Each tells how
/// many rows went. Ids sort by age, so "older than" is a range of them wherever the age of the row itself is meant.
namespace praktik::store {

/// Sign-ins that ended or ran out before, with their tokens and push subscriptions.
std::int64_t deleteOldSignIns(Connection& connection, Instant before);
/// From where people acted; the record itself stays, and its seals hold.
std::int64_t deleteOldOrigins(Connection& connection, Instant before);
/// How far pushes of rings came that began before.
std::int64_t deleteOldReceipts(Connection& connection, Instant before);
/// Why patients came who joined before and wait no more.
std::int64_t clearOldReasons(Connection& connection, Instant before);
/// How calls were that began before.
std::int64_t deleteOldQualityReports(Connection& connection, Instant before);
/// Schedules that were over before, with their entries and calls; tells how many schedules.
std::int64_t deleteOldPractices(Connection& connection, Instant before);

}  // namespace praktik::store
