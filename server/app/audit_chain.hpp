#pragma once

#include <array>
#include <functional>

#include "app/work.hpp"
#include "store/audit.hpp"

/// The audit's chain. Each row's seal is the HMAC-SHA-256, in hex, of the seal before it and of everything that the row says,
/// so that a row that was altered, taken out, put in or moved by hand does not fit its seal. The key lies outside the
/// database: who can only write the database cannot seal.
namespace praktik::app {

class AuditKey {
 public:
  using Bytes = std::array<std::uint8_t, 32>;
  explicit AuditKey(const Bytes& bytes) : bytes_(bytes) {}

  /// `before` is the seal of the row before, empty for the first. What enters the HMAC is these fields one after the other:
  /// before, number, id, at, actor, action, subject, subjectId, doctor, patient, from, to, cause, requestId, originDigest;
  /// each as its length in bytes, a colon and its text, or as a minus sign where it is absent.
  std::string seal(const std::string& before, std::int64_t number, const store::AuditEntry& entry) const;

 private:
  Bytes bytes_;
};

/// SHA-256 of salt, address and user agent, written as above; in hex.
std::string digestOf(const store::AuditOrigin& origin);

/// Rows that are not sealed yet, at most store::sealedAtOnce, oldest first, and the head that their seals follow.
struct Unsealed {
  store::AuditSeal head;
  std::vector<store::AuditEntry> entries;
};
Unsealed findUnsealed(store::Connection& db);

/// The seals of those rows, one for each. Takes no transaction: it is most of the work, and the writer has other things to do.
std::vector<store::AuditSeal> sealsFor(const Unsealed& unsealed, const AuditKey& key);

/// Gives them to the rows. Throws when the chain has gone on meanwhile, or a row has a seal: nobody else seals.
void saveSeals(Work& work, const Unsealed& unsealed, const std::vector<store::AuditSeal>& seals);

/// What is wrong with the record, and the number of the first row that shows it, where it is a row of the chain.
struct AuditFault {
  std::optional<std::int64_t> number;
  std::string sentence;

  /// "Row 5: this row is missing."
  std::string text() const;
};

struct AuditReport {
  std::int64_t sealed = 0;    ///< rows that are whole
  std::int64_t unsealed = 0;  ///< rows that no seal protects yet
  /// The first row that tells of a time long before that of the row ahead of it: the clock was set back there, or the row was
  /// put in by hand before it was sealed.
  std::optional<std::int64_t> backdated;
  std::optional<AuditFault> fault;
};

/// Looks for what Praktik cannot have written, walks the whole chain, and tells the first fault.
AuditReport verifyAudit(store::Connection& db, const AuditKey& key);
/// Holds a head that was noted outside the database against the chain: empty when it is still part of it.
std::optional<AuditFault> faultOfHead(store::Connection& db, const store::AuditSeal& noted);

/// Hands every sealed row to `take`, in the chain's order.
void walkAudit(store::Connection& db, const std::function<void(const store::SealedAudit&)>& take);

}  // namespace praktik::app
