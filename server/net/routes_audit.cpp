#include "app/audit_log.hpp"
#include "net/routes.hpp"

namespace praktik::net {
namespace {

struct AuditQuery {
  std::optional<AuditId> after;
  std::optional<Whole<1, limits::auditPageMost>> limit;
};
BOOST_DESCRIBE_STRUCT(AuditQuery, (), (after, limit))

Reply read(const app::Reading& reading, const app::Caller& caller, const AuditQuery& wanted) {
  const app::AuditPage page{wanted.after, valueOf(wanted.limit).value_or(limits::auditPage)};
  return ok(app::readAudit(reading, caller, page));
}

}  // namespace

std::vector<Route> auditRoutes() { return {{Verb::get, "/api/audit", to(domain::Action::readOwnData), query(read)}}; }

}  // namespace praktik::net
