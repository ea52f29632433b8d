#pragma once

#include "app/audit_chain.hpp"
#include "cli/data_directory.hpp"
#include "cli/key_file.hpp"

namespace praktik::cli {

/// What of the audit lies beside the database: the key that seals it, and the heads of the chain as they were noted.
class AuditFiles {
 public:
  explicit AuditFiles(const DataDirectory& data);

  /// Empty when there is no key file. Throws UsageError when it cannot be read or holds no key.
  std::optional<app::AuditKey> key() const;
  /// Makes the key file, for its owner only. Throws UsageError when it cannot, also when there is one.
  app::AuditKey makeKey() const;

  /// Appends a line with number and seal. False, and logged, when it cannot: serving goes on.
  bool noteHead(const store::AuditSeal& head) const;
  /// The head that was noted last; empty when none was.
  std::optional<store::AuditSeal> lastHead() const;
  /// Holds every noted head against the chain; a line that was torn off does not count.
  std::optional<app::AuditFault> faultOfHeads(store::Connection& db) const;

 private:
  KeyFile key_;
  std::filesystem::path head_;
};

}  // namespace praktik::cli
