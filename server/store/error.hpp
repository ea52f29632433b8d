#pragma once

#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace praktik::store {

/// What can be the matter with the file that the database is, or with the disk below it.
enum class Trouble { disk_full, read_only, damaged, disk_failed };

/// In words that anybody may read.
std::string_view sentence(Trouble trouble);

/// The database failed: the machine's fault or a defect, never the user's. Ends one request, not the process.
class DatabaseError : public std::runtime_error {
 public:
  explicit DatabaseError(const std::string& what, std::optional<Trouble> trouble = std::nullopt)
      : std::runtime_error(what),
        trouble_(trouble) {}

  /// Where it is not this one statement that failed.
  std::optional<Trouble> trouble() const { return trouble_; }

 private:
  std::optional<Trouble> trouble_;
};

/// A unique or foreign key forbade the change.
class ConstraintError : public DatabaseError {
 public:
  using DatabaseError::DatabaseError;
};

/// The one mapper from SOCI's exceptions: throws a DatabaseError or one of its kinds.
[[noreturn]] void throwTranslated(const std::exception& error);

}  // namespace praktik::store
