#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "store/transaction.hpp"
#include "support/database.hpp"
#include "support/rows.hpp"

/// Readers see what was committed, all of it and nothing else, and wait for no writer.
namespace praktik::store {
namespace {

using namespace test;

class Reader : public testing::Test {
 protected:
  Reader() {
    commit(database, [](Connection& db) {
      insertPractice(db);
      insertConsultation(db, ringing());
    });
  }

  domain::CallStatus callStatus() {
    return look(database, [](Connection& db) { return findCall(db, nth<CallId>(1))->status; });
  }

  TemporaryFolder folder;
  Database database{folder.file(), 1};
};

void accept(Connection& db) {
  updateEntry(db, active().entry);
  updateCall(db, *active().call);
}

TEST_F(Reader, a_reader_is_not_blocked_by_an_open_transaction_and_sees_nothing_of_it) {
  HeldWriter held(database, accept);
  EXPECT_EQ(callStatus(), domain::CallStatus::RINGING);
  EXPECT_TRUE(held.release());
  EXPECT_EQ(callStatus(), domain::CallStatus::ACTIVE);
}

TEST_F(Reader, the_same_statement_on_the_same_reader_sees_every_later_commit) {
  for (const auto& stage : {ringing(), active(), endedBy(domain::Role::DOCTOR)}) {
    ASSERT_TRUE(commit(database, [&](Connection& db) { updateCall(db, *stage.call); }));
    EXPECT_EQ(callStatus(), stage.call->status);
  }
}

TEST_F(Reader, inside_a_transaction_of_its_own_a_reader_sees_one_moment) {
  const auto statuses = look(database, [&](Connection& db) {
    db.script("BEGIN");
    const auto entryBefore = findEntry(db, nth<EntryId>(1))->status;
    // The commit is waited for on purpose: it happens between the two reads, on the writer's thread.
    EXPECT_TRUE(commit(database, accept));
    const auto call = findCall(db, nth<CallId>(1))->status;
    db.script("COMMIT");
    return std::pair(entryBefore, call);
  });
  EXPECT_EQ(statuses, std::pair(domain::EntryStatus::RINGING, domain::CallStatus::RINGING));
}

TEST_F(Reader, a_read_that_throws_ends_neither_the_reader_nor_the_next_read) {
  EXPECT_TRUE(database.read([](Connection&) { throw std::runtime_error("a defect"); }));
  EXPECT_EQ(callStatus(), domain::CallStatus::RINGING);
}

TEST_F(Reader, one_read_more_than_may_wait_is_refused) {
  auto release = std::make_shared<std::promise<void>>();
  auto begun = std::make_shared<std::promise<void>>();
  ASSERT_TRUE(database.read([begun, until = release->get_future().share()](Connection&) {
    begun->set_value();
    until.wait();
  }));
  await(begun->get_future());
  auto count = std::make_shared<std::atomic<std::size_t>>(0);
  for (std::size_t i = 0; i < limits::readsWaiting; ++i) {
    ASSERT_TRUE(database.read([count](Connection&) { ++*count; }));
  }
  EXPECT_FALSE(database.read([count](Connection&) { ++*count; }));
  release->set_value();
  database.stop();
  EXPECT_EQ(*count, limits::readsWaiting);
}

// ---- another process on the same file ----

TEST_F(Reader, what_another_process_commits_is_noticed_and_seen) {
  auto noticed = std::make_shared<std::promise<void>>();
  auto future = noticed->get_future();
  database.onOutsideChange([noticed] { noticed->set_value(); });
  const auto commandLine = Connection::openSqlite(folder.file());
  Transaction transaction(*commandLine);
  accept(*commandLine);
  transaction.commit();
  await(std::move(future));
  EXPECT_EQ(callStatus(), domain::CallStatus::ACTIVE);
}

TEST_F(Reader, own_commits_are_no_change_from_outside) {
  auto noticed = std::make_shared<std::atomic<int>>(0);
  database.onOutsideChange([noticed] { ++*noticed; });
  for (int i = 0; i < 20; ++i) ASSERT_TRUE(commit(database, accept));
  database.stop();
  EXPECT_EQ(*noticed, 0);
}

TEST_F(Reader, commands_and_another_process_write_at_the_same_time_and_both_succeed) {
  auto outside = std::async(std::launch::async, [&] {
    const auto commandLine = Connection::openSqlite(folder.file());
    for (std::uint64_t i = 0; i < 20; ++i) {
      Transaction transaction(*commandLine);
      insertUser(*commandLine, userOf(nth<UserId>(500 + i), domain::Role::PATIENT));
      transaction.commit();
    }
  });
  for (int i = 0; i < 50; ++i) EXPECT_TRUE(commit(database, accept));
  EXPECT_NO_THROW(await(std::move(outside)));
  EXPECT_EQ(look(database, [](Connection& db) { return listUsers(db).size(); }), 24U);
}

}  // namespace
}  // namespace praktik::store
