#pragma once

#include "store/connection.hpp"

namespace praktik::store {

/// A write transaction that rolls back unless committed. It says BEGIN IMMEDIATE, because SQLite refuses to turn a
/// reading transaction into a writing one while somebody else writes.
class Transaction {
 public:
  explicit Transaction(Connection& connection);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  /// Throws DatabaseError when the database could not make it durable; then nothing of it happened.
  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

/// A part of a transaction that is undone alone, unless kept.
class Savepoint {
 public:
  explicit Savepoint(Connection& connection);
  ~Savepoint();
  Savepoint(const Savepoint&) = delete;
  Savepoint& operator=(const Savepoint&) = delete;

  void keep();
  /// Throws DatabaseError when the database has given up the whole transaction by itself, as SQLite does on a full disk.
  void undo();

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace praktik::store
