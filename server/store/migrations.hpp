#pragma once

#include <filesystem>

#include "store/connection.hpp"

namespace praktik::store {

/// Brings the schema to the newest version, in one transaction; safe while another process does the same. Throws
/// DatabaseError when the database is of a newer program, or when it cannot; then it is as it was.
void migrate(Connection& connection);

/// The same for the file of a server. Where there is something to change, a copy is made beside it first:
/// `praktik.db.before-6` of what becomes version 6. The newest limits::copiesBeforeMigration of them are kept.
void bringUpToDate(Connection& connection, const std::filesystem::path& file);

}  // namespace praktik::store
