#pragma once

#include <vector>

#include "domain/quality.hpp"
#include "store/connection.hpp"

namespace praktik::store {

/// Keeps the report in the place of an older one of the same side, if there is any.
void saveQualityReport(Connection& connection, const domain::QualityReport& report);
std::optional<domain::QualityReport> findQualityReport(Connection& connection, const CallId& call, domain::Role from);
/// The doctor's first.
std::vector<domain::QualityReport> listQualityReports(Connection& connection, const CallId& call);

}  // namespace praktik::store
