#include "store/connection.hpp"

#include <soci/sqlite3/soci-sqlite3.h>

namespace praktik::store {
namespace {

/// SQLITE_CONSTRAINT: SOCI passes on primary codes only, the same for every kind of constraint.
constexpr int sqliteConstraint = 19;

}  // namespace

void throwTranslated(const std::exception& error) {
  if (const auto* known = dynamic_cast<const DatabaseError*>(&error)) throw *known;
  // what() of a SOCI error quotes every bound value; only its bare message may reach a log.
  if (const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error)) {
    if (sqlite->result() == sqliteConstraint) throw ConstraintError(sqlite->get_error_message());
    throw DatabaseError(sqlite->get_error_message());
  }
  if (const auto* soci = dynamic_cast<const soci::soci_error*>(&error)) throw DatabaseError(soci->get_error_message());
  throw DatabaseError(error.what());
}

Connection::Connection(std::unique_ptr<soci::session> session) : session_(std::move(session)) {}
Connection::~Connection() = default;

std::unique_ptr<Connection> Connection::openSqlite(const std::string& path) {
  try {
    auto session = std::make_unique<soci::session>(soci::sqlite3, "dbname=\"" + path + "\" timeout=5");
    std::unique_ptr<Connection> connection(new Connection(std::move(session)));
    for (const char* pragma : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON",
                               "PRAGMA busy_timeout = 5000", "PRAGMA temp_store = MEMORY"}) {
      connection->script(pragma);
    }
    return connection;
  } catch (const std::exception& error) {
    throwTranslated(error);
  }
}

void Connection::script(const std::string& sql) {
  try {
    session_->once << sql;
  } catch (const std::exception& error) {
    throwTranslated(error);
  }
}

}  // namespace praktik::store
