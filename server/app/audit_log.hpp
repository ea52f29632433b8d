#pragma once

#include "app/work.hpp"

/// What people may read of the audit: who did what concerning them.
namespace praktik::app {

struct AuditPage {
  std::optional<AuditId> after;  ///< the last entry of the page before; empty for the newest
  std::int64_t limit = 0;
};

/// `{entries, next?}`, newest first: for a doctor what concerns the own practices, for a patient what concerns oneself, for
/// both what they did themselves. `next` is what `after` of the next page is, absent at the end.
boost::json::object readAudit(const Reading& reading, const Caller& caller, const AuditPage& page);

}  // namespace praktik::app
