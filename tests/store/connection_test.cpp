#include "store/connection.hpp"

#include <gtest/gtest.h>

#include "store/error.hpp"
#include "store/transaction.hpp"
#include "support/database.hpp"

/// Values in and out of prepared statements, and SOCI's traps: statements that keep a snapshot, and errors.
namespace praktik::store {
namespace {

using namespace test;

class ConnectionTest : public testing::Test {
 protected:
  ConnectionTest() { connection->script("CREATE TABLE things (id BIGINT PRIMARY KEY, text TEXT, at BIGINT)"); }

  void put(std::int64_t id, const std::optional<std::string>& text) {
    connection->run("INSERT INTO things (id, text) VALUES (:a, :b)", id, text);
  }

  /// A thousand rows in one commit.
  void putMany(const std::optional<std::string>& text) {
    Transaction transaction(*connection);
    for (std::int64_t id = 0; id < 1000; ++id) put(id, text);
    transaction.commit();
  }

  /// 0 when everything in the log could be moved to the file: nobody holds an old snapshot.
  std::int64_t blockedCheckpoint() {
    using Row = std::tuple<std::int64_t, std::int64_t, std::int64_t>;
    return std::get<0>(other->one<Row>("PRAGMA wal_checkpoint(TRUNCATE)").value());
  }

  TemporaryFolder folder;
  std::unique_ptr<Connection> connection = Connection::openSqlite(folder.file());
  std::unique_ptr<Connection> other = Connection::openSqlite(folder.file());
};

template <class Value>
Value echo(Connection& connection, const Value& value) {
  // Each type needs a statement of its own; the address of the text is the statement's key.
  static const std::string sql = "SELECT :a";
  return connection.value<Value>(sql, value);
}

TEST_F(ConnectionTest, every_type_comes_back_as_it_went_in) {
  const std::int64_t numbers[] = {0,
                                  1,
                                  -1,
                                  1LL << 31,
                                  1LL << 53,
                                  std::numeric_limits<std::int64_t>::max(),
                                  std::numeric_limits<std::int64_t>::min()};
  for (const std::int64_t number : numbers) EXPECT_EQ(echo(*connection, number), number);
  for (const bool truth : {true, false}) EXPECT_EQ(echo(*connection, truth), truth);
  for (const char* text : {"", " ", "漢字 👩‍⚕️", "it's; DROP TABLE things"}) {
    EXPECT_EQ(echo(*connection, std::string(text)), text);
  }
  EXPECT_EQ(echo(*connection, now), now);
  EXPECT_EQ(echo(*connection, nth<CallId>(7)), nth<CallId>(7));
  EXPECT_EQ(echo(*connection, domain::EntryStatus::IN_CALL), domain::EntryStatus::IN_CALL);
}

TEST_F(ConnectionTest, an_absent_value_is_null_and_not_the_empty_string_or_zero) {
  put(1, std::nullopt);
  put(2, "");
  EXPECT_EQ(connection->value<std::int64_t>("SELECT COUNT(*) FROM things WHERE text IS NULL"), 1);
  using Row = std::tuple<std::optional<std::string>>;
  const auto rows = connection->all<Row>("SELECT text FROM things ORDER BY id");
  EXPECT_EQ(std::get<0>(rows.at(0)), std::nullopt);
  EXPECT_EQ(std::get<0>(rows.at(1)), "");
}

TEST_F(ConnectionTest, a_statement_that_is_used_again_forgets_the_values_of_its_last_use) {
  put(1, "long ago");
  put(2, std::nullopt);
  EXPECT_EQ(connection->value<std::optional<std::string>>("SELECT text FROM things WHERE id = 2"), std::nullopt);
}

TEST_F(ConnectionTest, run_tells_how_many_rows_it_changed) {
  for (std::int64_t id = 0; id < 3; ++id) put(id, "x");
  EXPECT_EQ(connection->run("UPDATE things SET text = :a WHERE id < :b", std::string("y"), std::int64_t{2}), 2);
  EXPECT_EQ(connection->run("UPDATE things SET text = 'z' WHERE id = 99"), 0);
}

TEST_F(ConnectionTest, one_gives_the_first_row_or_none) {
  using Row = std::tuple<std::int64_t>;
  EXPECT_EQ(connection->one<Row>("SELECT id FROM things ORDER BY id"), std::nullopt);
  for (std::int64_t id = 1; id < 4; ++id) put(id, "x");
  EXPECT_EQ(connection->one<Row>("SELECT id FROM things ORDER BY id DESC"), Row(3));
}

// ---- snapshots ----

TEST_F(ConnectionTest, a_reader_that_asks_again_sees_what_was_committed_meanwhile) {
  const auto count = [&] { return other->value<std::int64_t>("SELECT COUNT(*) FROM things"); };
  for (std::int64_t id = 1; id < 4; ++id) {
    put(id, "x");
    EXPECT_EQ(count(), id) << "the statement kept its old snapshot";
  }
}

TEST_F(ConnectionTest, a_read_of_one_row_among_many_keeps_no_snapshot) {
  putMany("x");
  EXPECT_TRUE(connection->one<std::tuple<std::int64_t>>("SELECT id FROM things"));
  put(1000, "later");
  EXPECT_EQ(blockedCheckpoint(), 0);
}

TEST_F(ConnectionTest, a_read_that_fails_in_the_middle_keeps_no_snapshot) {
  putMany(std::nullopt);
  const auto thirdPerson = Connection::openSqlite(folder.file());
  EXPECT_THROW(thirdPerson->all<std::tuple<std::string>>("SELECT text FROM things"), DatabaseError);
  put(1000, "later");
  EXPECT_EQ(blockedCheckpoint(), 0);
}

TEST_F(ConnectionTest, an_insert_that_returns_is_committed_for_others_at_once) {
  const auto id = connection->value<std::int64_t>("INSERT INTO things (id) VALUES (5) RETURNING id");
  EXPECT_EQ(other->value<std::int64_t>("SELECT COUNT(*) FROM things"), 1);
  EXPECT_EQ(id, 5);
}

// ---- errors ----

TEST_F(ConnectionTest, a_broken_constraint_is_told_apart_and_the_statement_works_again) {
  put(1, "x");
  EXPECT_THROW(put(1, "y"), ConstraintError);
  put(2, "y");
  EXPECT_EQ(connection->value<std::int64_t>("SELECT COUNT(*) FROM things"), 2);
}

TEST_F(ConnectionTest, an_error_quotes_no_value_because_it_goes_to_the_log) {
  put(1, "x");
  try {
    put(1, "somebody@example.org");
    FAIL() << "must not be accepted";
  } catch (const DatabaseError& error) {
    EXPECT_EQ(std::string(error.what()).find("somebody"), std::string::npos) << error.what();
  }
}

TEST_F(ConnectionTest, broken_sql_is_a_database_error_each_time_it_is_tried) {
  for (int i = 0; i < 2; ++i) EXPECT_THROW(connection->run("INSERT INTO nowhere VALUES (1)"), DatabaseError);
}

TEST_F(ConnectionTest, null_where_a_value_must_be_is_a_database_error) {
  put(1, std::nullopt);
  EXPECT_THROW(connection->value<std::string>("SELECT text FROM things"), DatabaseError);
}

// ---- transactions ----

TEST_F(ConnectionTest, a_transaction_that_is_not_committed_leaves_nothing) {
  {
    const Transaction transaction(*connection);
    put(1, "x");
  }
  EXPECT_EQ(connection->value<std::int64_t>("SELECT COUNT(*) FROM things"), 0);
  Transaction transaction(*connection);
  put(2, "y");
  transaction.commit();
  EXPECT_EQ(other->value<std::int64_t>("SELECT COUNT(*) FROM things"), 1);
}

TEST_F(ConnectionTest, a_savepoint_that_is_not_kept_undoes_its_own_part_alone) {
  Transaction transaction(*connection);
  put(1, "before");
  {
    const Savepoint savepoint(*connection);
    put(2, "undone");
  }
  {
    Savepoint savepoint(*connection);
    put(3, "kept");
    savepoint.keep();
  }
  transaction.commit();
  using Row = std::tuple<std::int64_t>;
  EXPECT_EQ(other->all<Row>("SELECT id FROM things ORDER BY id"), (std::vector<Row>{Row(1), Row(3)}));
}

TEST_F(ConnectionTest, a_second_writer_waits_for_the_first_instead_of_failing) {
  std::future<void> second;
  {
    Transaction first(*connection);
    put(1, "first");
    std::promise<void> begun;
    auto hasBegun = begun.get_future();
    second = std::async(std::launch::async, [&] {
      begun.set_value();
      Transaction transaction(*other);
      other->run("INSERT INTO things (id) VALUES (2)");
      transaction.commit();
    });
    await(std::move(hasBegun));
    EXPECT_EQ(second.wait_for(milliseconds(0)), std::future_status::timeout);
    first.commit();
  }
  EXPECT_NO_THROW(await(std::move(second)));
  EXPECT_EQ(connection->value<std::int64_t>("SELECT COUNT(*) FROM things"), 2);
}

}  // namespace
}  // namespace praktik::store
