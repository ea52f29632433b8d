#pragma once

#include <exception>
#include <stdexcept>

namespace praktik::store {

/// The database failed: the machine's fault or a defect, never the user's. Ends one request, not the process.
class DatabaseError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A unique or foreign key forbade the change.
class ConstraintError : public DatabaseError {
 public:
  using DatabaseError::DatabaseError;
};

/// The one mapper from SOCI's exceptions: throws a DatabaseError or one of its kinds.
[[noreturn]] void throwTranslated(const std::exception& error);

}  // namespace praktik::store
