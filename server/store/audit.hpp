#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/connection.hpp"

namespace praktik::store {

/// One line of the record of who did what, when and from where. Never content, never a name or an e-mail address.
struct AuditEntry {
  AuditId id;
  Instant at;
  std::optional<UserId> actor;  ///< empty: the server itself, or nobody known
  std::string action;           ///< what was done: "call.accept", "sign_in.failed"
  std::string subject;          ///< what kind of thing: "call"
  std::string subjectId;
  std::optional<UserId> doctor;   ///< whose practice it concerns
  std::optional<UserId> patient;  ///< which patient it concerns
  std::optional<std::string> fromState;
  std::optional<std::string> toState;
  std::optional<std::string> cause;
  std::optional<std::string> requestId;

  bool operator==(const AuditEntry&) const = default;
};

/// From where; apart, so that it can be erased without touching the record.
struct AuditOrigin {
  std::optional<std::string> address;
  std::optional<std::string> userAgent;
};

void insertAudit(Connection& connection, const AuditEntry& entry, const AuditOrigin& origin);
/// Everything recorded about one thing, oldest first.
std::vector<AuditEntry> listAuditOf(Connection& connection, const std::string& subjectId);

}  // namespace praktik::store
