#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/limits.hpp"
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
  std::optional<std::string> originDigest;  ///< of the AuditOrigin beside it, which may have been erased since

  bool operator==(const AuditEntry&) const = default;
};

/// From where; apart, so that it can be erased without touching the record.
struct AuditOrigin {
  std::optional<std::string> address;
  std::optional<std::string> userAgent;
  std::optional<std::string> salt;  ///< what makes the digest tell nothing once it is erased; empty in rows of before

  bool operator==(const AuditOrigin&) const = default;
};

/// A row's place in the chain, from 1 without a gap, and what ties it to the one before.
struct AuditSeal {
  std::int64_t number = 0;
  std::string seal;

  bool operator==(const AuditSeal&) const = default;
};

struct SealedAudit {
  AuditSeal seal;
  AuditEntry entry;
  std::optional<AuditOrigin> origin;

  bool operator==(const SealedAudit&) const = default;
};

/// An origin without address and user agent is not kept.
void insertAudit(Connection& connection, const AuditEntry& entry, const AuditOrigin& origin);
/// Everything recorded about one thing, oldest first.
std::vector<AuditEntry> listAuditOf(Connection& connection, const std::string& subjectId);

/// A row with the origin that its reader may see.
struct AuditLine {
  AuditEntry entry;
  std::optional<std::string> address;
  std::optional<std::string> userAgent;

  bool operator==(const AuditLine&) const = default;
};

/// What concerns this doctor's practices, or what the doctor did; newest first, those before that id, at most `limit`. An
/// origin comes only with what the reader did: it belongs to nobody else.
std::vector<AuditLine> listAuditForDoctor(Connection& connection, const UserId& doctor, const AuditId& before,
                                          std::int64_t limit);
/// The same of what concerns this patient, or what the patient did.
std::vector<AuditLine> listAuditForPatient(Connection& connection, const UserId& patient, const AuditId& before,
                                           std::int64_t limit);

/// As many rows as are sealed at once: so many that sealing, once in each commit of a busy writer, keeps up with it.
inline constexpr std::int64_t sealedAtOnce = 4 * limits::auditBatch;

/// Rows without a seal, oldest first, at most sealedAtOnce.
std::vector<AuditEntry> listUnsealedAudit(Connection& connection);
std::int64_t countUnsealedAudit(Connection& connection);
/// False when there is no such row without a seal; a seal is never replaced.
bool sealAudit(Connection& connection, const AuditId& id, const AuditSeal& seal);
/// The head of the chain; empty when nothing is sealed.
std::optional<AuditSeal> findLastSeal(Connection& connection);
std::optional<AuditSeal> findSeal(Connection& connection, std::int64_t number);
/// A row that Praktik cannot have written.
struct ForeignAudit {
  std::optional<std::int64_t> number;  ///< empty when it has no place in the chain
  std::int64_t rowid = 0;
};
/// SQLite keeps any value in any column and reads it as the column's type: a time as 1.5, an id in capitals or as a BLOB.
/// Such a row would read like the one that was sealed and not be found where it is looked for.
std::optional<ForeignAudit> findForeignAudit(Connection& connection);
/// The name of a trigger or view, which could change or hide rows; Praktik makes none.
std::optional<std::string> findTriggerOrView(Connection& connection);
/// The rows behind that number, in the chain's order, at most limits::auditBatch.
std::vector<SealedAudit> listSealedAudit(Connection& connection, std::int64_t after);

}  // namespace praktik::store
