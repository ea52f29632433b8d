#include "app/audit_log.hpp"

#include "app/views.hpp"
#include "store/audit.hpp"

namespace praktik::app {

boost::json::object readAudit(const Reading& reading, const Caller& caller, const AuditPage& page) {
  const auto list = caller.role == domain::Role::DOCTOR ? store::listAuditForDoctor : store::listAuditForPatient;
  // One more than is shown tells whether there is a next page.
  auto lines = list(reading.db, caller.user, page.after.value_or(AuditId::last()), page.limit + 1);
  const bool hasMore = std::ssize(lines) > page.limit;
  if (hasMore) lines.pop_back();

  People people(reading.db);
  boost::json::array entries;
  for (const auto& line : lines) entries.push_back(viewAuditLine(line, people));
  boost::json::object view{{"entries", std::move(entries)}};
  if (hasMore) view["next"] = lines.back().entry.id.text();
  return view;
}

}  // namespace praktik::app
