#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <typeinfo>
#include <unordered_map>
#include <vector>

#include "store/columns.hpp"

namespace soci {
class session;
}

namespace praktik::store {

/// One database session and the statements prepared on it. Used by one thread at a time.
///
/// SQL is given as literals: the text's address is the key of the prepared statement, so the same call site
/// prepares once. Values are named :a, :b, … in the order of the arguments. A failure throws `DatabaseError`.
class Connection {
 public:
  /// Opens a SQLite file in WAL mode with `synchronous=FULL`, foreign keys and a busy time-out. What is deleted is
  /// overwritten with zeros.
  static std::unique_ptr<Connection> openSqlite(const std::string& path);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// Every row of the query; `Row` is a std::tuple of column types.
  template <class Row, class... In>
  std::vector<Row> all(std::string_view sql, const In&... in) {
    return prepared<Row, In...>(sql).all(in...);
  }
  /// The first row, if any.
  template <class Row, class... In>
  std::optional<Row> one(std::string_view sql, const In&... in) {
    auto rows = all<Row>(sql, in...);
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
  }
  /// A single value that the query always gives, such as a count.
  template <class Value, class... In>
  Value value(std::string_view sql, const In&... in) {
    return std::get<0>(all<std::tuple<Value>>(sql, in...).at(0));
  }
  /// A statement without rows; tells how many rows it changed.
  template <class... In>
  std::int64_t run(std::string_view sql, const In&... in) {
    return prepared<std::tuple<>, In...>(sql).run(in...);
  }
  /// False also where SQLite has rolled back by itself, as it does on a full disk.
  bool isInTransaction() const;
  /// Statements that are run once and have no values: migrations, pragmas, savepoints.
  void script(const std::string& sql);

 private:
  struct PreparedBase {
    PreparedBase() = default;
    virtual ~PreparedBase() = default;
    PreparedBase(const PreparedBase&) = delete;
    PreparedBase& operator=(const PreparedBase&) = delete;
    bool broken_ = false;
  };
  template <class Row, class... In>
  class Prepared;

  explicit Connection(std::unique_ptr<soci::session> session);
  template <class Row, class... In>
  Prepared<Row, In...>& prepared(std::string_view sql);

  std::unique_ptr<soci::session> session_;
  std::unordered_map<const char*, std::unique_ptr<PreparedBase>> prepared_;
};

}  // namespace praktik::store

#include "store/prepared.hpp"
