#include "store/transaction.hpp"

#include "base/log.hpp"

namespace praktik::store {
namespace {

/// For destructors: a rollback that fails leaves nothing to do but to say so; the database undoes it by itself. Where it has
/// done that already there is nothing to say either.
template <class Step>
void quietly(const Connection& connection, Step step) {
  if (!connection.isInTransaction()) return;
  try {
    step();
  } catch (const std::exception& error) {
    log::error("rollback failed: {}", error.what());
  }
}

}  // namespace

Transaction::Transaction(Connection& connection) : connection_(connection) { connection_.run("BEGIN IMMEDIATE"); }

Transaction::~Transaction() {
  if (open_) quietly(connection_, [&] { connection_.run("ROLLBACK"); });
}

void Transaction::commit() {
  connection_.run("COMMIT");
  open_ = false;
}

Savepoint::Savepoint(Connection& connection) : connection_(connection) { connection_.run("SAVEPOINT command"); }

Savepoint::~Savepoint() {
  if (open_) quietly(connection_, [&] { undo(); });
}

void Savepoint::undo() {
  open_ = false;
  connection_.run("ROLLBACK TO command");
  connection_.run("RELEASE command");
}

void Savepoint::keep() {
  connection_.run("RELEASE command");
  open_ = false;
}

}  // namespace praktik::store
