#include "store/connection.hpp"

#include <fmt/format.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include "base/limits.hpp"

namespace praktik::store {
namespace {

/// SQLITE_CONSTRAINT: SOCI passes on primary codes only, the same for every kind of constraint.
constexpr int sqliteConstraint = 19;

/// Without the name of SOCI's function before it.
std::string ownMessage(const std::string& message) {
  const auto begin = message.starts_with("sqlite3_") ? message.find(": ") : std::string::npos;
  return begin == std::string::npos ? message : message.substr(begin + 2);
}

/// SQLite's primary codes (sqlite3.h, which cannot stand beside SOCI's header).
std::optional<Trouble> troubleOf(int code) {
  switch (code) {
    case 8: return Trouble::read_only;
    case 10:  // SQLITE_IOERR
    case 14:  // SQLITE_CANTOPEN
      return Trouble::disk_failed;
    case 11:  // SQLITE_CORRUPT
    case 26:  // SQLITE_NOTADB
      return Trouble::damaged;
    case 13: return Trouble::disk_full;
    default: return std::nullopt;
  }
}

}  // namespace

std::string_view sentence(Trouble trouble) {
  switch (trouble) {
    case Trouble::disk_full: return "The disk is full.";
    case Trouble::read_only: return "The database can only be read.";
    case Trouble::damaged: return "The database is damaged.";
    case Trouble::disk_failed: return "The disk does not take what is written.";
  }
  return "";
}

void throwTranslated(const std::exception& error) {
  if (const auto* known = dynamic_cast<const DatabaseError*>(&error)) throw *known;
  // what() of a SOCI error quotes every bound value; only the database's own message may reach a log or an operator.
  if (const auto* sqlite = dynamic_cast<const soci::sqlite3_soci_error*>(&error)) {
    const std::string message = ownMessage(sqlite->get_error_message());
    if (sqlite->result() == sqliteConstraint) throw ConstraintError(message);
    throw DatabaseError(message, troubleOf(sqlite->result()));
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
    connection->script(fmt::format("PRAGMA journal_size_limit = {}", limits::logBytesKept));
    for (const char* pragma :
         {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON",
          "PRAGMA busy_timeout = 5000", "PRAGMA temp_store = MEMORY", "PRAGMA secure_delete = ON"}) {
      connection->script(pragma);
    }
    return connection;
  } catch (const std::exception& error) {
    throwTranslated(error);
  }
}

// SOCI's library does not export what the sanitizer wants to compare the type with.
[[clang::no_sanitize("vptr")]] bool Connection::isInTransaction() const {
  // openSqlite() made it, so it is one; SOCI keeps its type to itself.
  const auto* sqlite = static_cast<const soci::sqlite3_session_backend*>(session_->get_backend());
  return sqlite_api::sqlite3_get_autocommit(sqlite->conn_) == 0;
}

void Connection::script(const std::string& sql) {
  try {
    session_->once << sql;
  } catch (const std::exception& error) {
    throwTranslated(error);
  }
}

}  // namespace praktik::store
