#include <csignal>
#include <filesystem>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "base/limits.hpp"
#include "store/backup.hpp"
#include "store/error.hpp"
#include "store/transaction.hpp"
#include "support/database.hpp"
#include "support/rows.hpp"

/// The file below the database: how long its log may grow, and how a failure of the disk is told.
namespace praktik::store {
namespace {

using namespace test;

std::filesystem::path logOf(const TemporaryFolder& folder) { return folder.file().string() + "-wal"; }

TEST(Log, is_cut_again_after_it_has_grown_while_somebody_read) {
  const TemporaryFolder folder;
  Database database(folder.file());
  ASSERT_TRUE(commit(database, [](Connection& db) { db.script("CREATE TABLE filler (bytes BLOB)"); }));
  const auto reader = Connection::openSqlite(folder.file().string());
  reader->script("BEGIN");
  EXPECT_EQ(reader->value<std::int64_t>("SELECT COUNT(*) FROM filler"), 0);
  const auto megabytes = static_cast<int>(limits::logBytes / 1024 / 1024) + 8;
  for (int i = 0; i < megabytes; ++i) {
    ASSERT_TRUE(commit(database, [](Connection& db) { db.script("INSERT INTO filler VALUES (randomblob(1048576))"); }));
  }
  EXPECT_GT(std::filesystem::file_size(logOf(folder)), limits::logBytes) << "the reader's snapshot keeps it";
  reader->script("COMMIT");
  const auto deadline = std::chrono::steady_clock::now() + seconds(30);
  while (std::filesystem::file_size(logOf(folder)) > limits::logBytesKept) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "the log was never cut";
    std::this_thread::yield();
  }
  EXPECT_TRUE(commit(database, [](Connection& db) { db.script("DELETE FROM filler"); }));
}

/// For as long as it lives, no file of this process grows beyond these bytes.
class FilesBounded {
 public:
  explicit FilesBounded(rlim_t bytes) {
    (void)std::signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before_);
    const rlimit wanted{bytes, before_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &wanted);
  }
  ~FilesBounded() { setrlimit(RLIMIT_FSIZE, &before_); }
  FilesBounded(const FilesBounded&) = delete;
  FilesBounded& operator=(const FilesBounded&) = delete;

 private:
  rlimit before_{};
};

TEST(Log, that_cannot_be_cut_leaves_the_writer_as_patient_as_it_was) {
  const TemporaryFolder folder;
  Database database(folder.file());
  ASSERT_TRUE(commit(database, [](Connection& db) { db.script("CREATE TABLE filler (bytes BLOB)"); }));
  const auto reader = Connection::openSqlite(folder.file().string());
  reader->script("BEGIN");
  EXPECT_EQ(reader->value<std::int64_t>("SELECT COUNT(*) FROM filler"), 0);
  const auto megabytes = static_cast<int>(limits::logBytes / 1024 / 1024) + 8;
  for (int i = 0; i < megabytes; ++i) {
    ASSERT_TRUE(commit(database, [](Connection& db) { db.script("INSERT INTO filler VALUES (randomblob(1048576))"); }));
  }
  {
    const FilesBounded bounded(1024);
    reader->script("COMMIT");
    const auto deadline = std::chrono::steady_clock::now() + seconds(30);
    while (!database.trouble()) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "the log was cut all the same";
      std::this_thread::yield();
    }
  }
  std::int64_t patience = 0;
  EXPECT_TRUE(commit(database, [&](Connection& db) { patience = db.value<std::int64_t>("PRAGMA busy_timeout"); }));
  EXPECT_EQ(patience, 5000);
}

TEST(Trouble, a_full_database_refuses_what_needs_room_and_takes_it_when_there_is) {
  const TemporaryFolder folder;
  Database database(folder.file());
  ASSERT_TRUE(commit(database, [](Connection& db) { insertPractice(db); }));
  EXPECT_EQ(database.trouble(), std::nullopt);
  EXPECT_FALSE(commit(database, [](Connection& db) {
    db.value<std::int64_t>("PRAGMA max_page_count = 1");
    db.script("CREATE TABLE filler AS SELECT randomblob(1048576) AS bytes");
  }));
  EXPECT_EQ(database.trouble(), Trouble::disk_full);
  EXPECT_EQ(look(database, [](Connection& db) { return listUsers(db).size(); }), 4U);
  ASSERT_TRUE(commit(database, [](Connection& db) { db.value<std::int64_t>("PRAGMA max_page_count = 1000000"); }));
  const auto deadline = std::chrono::steady_clock::now() + seconds(30);
  while (database.trouble()) {
    ASSERT_LT(std::chrono::steady_clock::now(), deadline) << "it never took changes again";
    std::this_thread::yield();
  }
}

TEST(Trouble, a_transaction_that_SQLite_gave_up_by_itself_is_none_any_more) {
  const TemporaryFolder folder;
  const auto connection = Connection::openSqlite(folder.file().string());
  connection->script("CREATE TABLE one (value TEXT UNIQUE)");
  connection->script("INSERT INTO one VALUES ('is there')");
  EXPECT_FALSE(connection->isInTransaction());
  testing::internal::CaptureStdout();
  {
    const Transaction transaction(*connection);
    EXPECT_TRUE(connection->isInTransaction());
    EXPECT_THROW(connection->script("INSERT OR ROLLBACK INTO one VALUES ('is there')"), DatabaseError);
    EXPECT_FALSE(connection->isInTransaction());
  }
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "") << "nothing was left to roll back";
}

TEST(Trouble, every_kind_has_a_sentence) {
  for (const Trouble trouble : {Trouble::disk_full, Trouble::read_only, Trouble::damaged, Trouble::disk_failed}) {
    EXPECT_FALSE(sentence(trouble).empty());
  }
}

TEST(Copy, is_whole_and_never_takes_the_place_of_a_file) {
  const TemporaryFolder folder;
  const auto connection = Connection::openSqlite(folder.file().string());
  connection->script("CREATE TABLE one (value TEXT)");
  const auto copy = folder.file().parent_path() / "copy.db";
  copyDatabase(*connection, copy);
  EXPECT_EQ(faultOf(*Connection::openSqlite(copy.string())), std::nullopt);
  EXPECT_THROW(copyDatabase(*connection, copy), DatabaseError);
  EXPECT_EQ(faultOf(*Connection::openSqlite(copy.string())), std::nullopt);
}

}  // namespace
}  // namespace praktik::store
