#include <algorithm>
#include <atomic>
#include <gtest/gtest.h>
#include <thread>

#include "base/limits.hpp"
#include "store/audit.hpp"
#include "store/error.hpp"
#include "support/database.hpp"
#include "support/rows.hpp"

/// Many commands, one commit: each is undone alone, all are told the truth, nothing is told before it is on disk.
namespace praktik::store {
namespace {

using namespace test;

class GroupCommit : public testing::Test {
 protected:
  GroupCommit() {
    commit(database, [](Connection& db) { db.script("CREATE TABLE things (id BIGINT PRIMARY KEY, text TEXT)"); });
  }

  static Database::Job put(std::int64_t id) {
    return [id](Connection& db) { db.run("INSERT INTO things (id) VALUES (:a)", id); };
  }

  /// Lets a group's COMMIT fail: the deferred foreign key is looked at only then.
  static Database::Job breakCommit() {
    return [](Connection& db) {
      db.script("PRAGMA defer_foreign_keys = ON");
      insertEntry(db, entryIn(domain::EntryStatus::READY));  // of a schedule and a patient that do not exist
    };
  }

  std::int64_t count() {
    return look(database, [](Connection& db) { return db.value<std::int64_t>("SELECT COUNT(*) FROM things"); });
  }

  TemporaryFolder folder;
  Database database{folder.file()};
};

TEST_F(GroupCommit, one_command_is_committed_and_seen_by_readers_when_it_is_told) {
  EXPECT_TRUE(commit(database, put(1)));
  EXPECT_EQ(count(), 1);
}

TEST_F(GroupCommit, a_command_that_throws_is_undone_and_the_others_of_its_group_are_not) {
  HeldWriter held(database);
  auto before = submit(database, put(1));
  auto thrown = submit(database, [](Connection& db) {
    put(2)(db);
    throw std::runtime_error("the use case has a defect");
  });
  auto refused = submit(database, [](Connection& db) {
    put(3)(db);
    put(1)(db);  // the key is taken
  });
  auto after = submit(database, put(4));
  EXPECT_TRUE(held.release());
  EXPECT_TRUE(await(std::move(before)));
  EXPECT_FALSE(await(std::move(thrown)));
  EXPECT_FALSE(await(std::move(refused)));
  EXPECT_TRUE(await(std::move(after)));
  const auto ids =
      look(database, [](Connection& db) { return db.all<std::tuple<std::int64_t>>("SELECT id FROM things"); });
  EXPECT_EQ(ids, (std::vector<std::tuple<std::int64_t>>{{1}, {4}}));
}

TEST_F(GroupCommit, a_command_sees_what_the_earlier_ones_of_its_group_did) {
  HeldWriter held(database);
  auto first = submit(database, put(1));
  auto second = submit(database, [](Connection& db) {
    if (db.value<std::int64_t>("SELECT COUNT(*) FROM things") != 1) throw std::runtime_error("does not see it");
  });
  held.release();
  EXPECT_TRUE(await(std::move(first)));
  EXPECT_TRUE(await(std::move(second)));
}

TEST_F(GroupCommit, when_the_commit_fails_every_command_of_the_group_failed_and_nothing_of_it_is_there) {
  HeldWriter held(database);
  std::vector<std::future<bool>> group;
  group.push_back(submit(database, put(1)));
  group.push_back(submit(database, breakCommit()));
  group.push_back(submit(database, put(2)));
  EXPECT_TRUE(held.release());
  for (auto& told : group) EXPECT_FALSE(await(std::move(told)));
  EXPECT_EQ(count(), 0);
  EXPECT_TRUE(commit(database, put(3))) << "the next group is not harmed";
  EXPECT_EQ(count(), 1);
}

TEST_F(GroupCommit, a_group_is_bounded_and_the_next_one_begins_after_it) {
  HeldWriter held(database);
  std::vector<std::future<bool>> first;
  first.push_back(submit(database, breakCommit()));
  while (first.size() < limits::commandsPerCommit) {
    first.push_back(submit(database, put(static_cast<std::int64_t>(first.size()))));
  }
  auto second = submit(database, put(100'000));
  held.release();
  for (auto& told : first) EXPECT_FALSE(await(std::move(told)));
  EXPECT_TRUE(await(std::move(second))) << "one more than a group holds is in the next";
}

/// Fills the disk as far as SQLite can see: no page may be added any more.
void fillDisk(Connection& db) {
  const auto pages = db.value<std::int64_t>("PRAGMA page_count");
  db.script("PRAGMA max_page_count = " + std::to_string(pages));
}

void freeDisk(Connection& db) { db.script("PRAGMA max_page_count = 1000000"); }

TEST_F(GroupCommit, when_the_disk_is_full_in_the_middle_of_a_group_everybody_is_told_what_is_there) {
  for (const std::int64_t id : {1, 2, 3}) ASSERT_TRUE(commit(database, put(id)));
  ASSERT_TRUE(commit(database, fillDisk));
  const auto change = [](std::int64_t id) {
    return [id](Connection& db) { db.run("UPDATE things SET text = 'changed' WHERE id = :a", id); };
  };
  HeldWriter held(database);
  std::vector<std::future<bool>> told;
  told.push_back(submit(database, change(1)));
  told.push_back(submit(database, [](Connection& db) {
    db.run("INSERT INTO things (id, text) VALUES (2000, :a)", std::string(100'000, 'x'));
  }));
  told.push_back(submit(database, change(3)));
  held.release();
  EXPECT_EQ(await(std::move(told.at(0))), look(database, [](Connection& db) {
              return db.value<std::int64_t>("SELECT COUNT(*) FROM things WHERE id = 1 AND text = 'changed'") == 1;
            }));
  EXPECT_FALSE(await(std::move(told.at(1)))) << "there was no room for it";
  EXPECT_EQ(await(std::move(told.at(2))), look(database, [](Connection& db) {
              return db.value<std::int64_t>("SELECT COUNT(*) FROM things WHERE id = 3 AND text = 'changed'") == 1;
            }));
  ASSERT_TRUE(commit(database, freeDisk));
  EXPECT_TRUE(commit(database, put(2001))) << "with room again everything goes on";
}

TEST_F(GroupCommit, the_audit_line_shares_the_fate_of_its_change) {
  const auto recorded = [](std::int64_t id, bool fails) {
    return [id, fails](Connection& db) {
      put(id)(db);
      AuditEntry line;
      line.id = nth<AuditId>(static_cast<std::uint64_t>(id));
      line.at = now;
      line.action = "thing.put";
      line.subject = "thing";
      line.subjectId = std::to_string(id);
      insertAudit(db, line, {"127.0.0.1", std::nullopt, "salt"});
      if (fails) throw std::runtime_error("too late");
    };
  };
  EXPECT_TRUE(commit(database, recorded(1, false)));
  EXPECT_FALSE(commit(database, recorded(2, true)));
  const auto lines = [&](const std::string& id) {
    return look(database, [id](Connection& db) { return listAuditOf(db, id).size(); });
  };
  EXPECT_EQ(lines("1"), 1U);
  EXPECT_EQ(lines("2"), 0U);
  EXPECT_EQ(look(database, [](Connection& db) { return db.value<std::int64_t>("SELECT COUNT(*) FROM audit_origins"); }),
            1);
}

// ---- many at once ----

/// Takes a number as the use case does: loads the room, asks the domain, saves.
void takeNumber(Connection& db, std::uint64_t patient) {
  const auto schedule = findSchedule(db, nth<ScheduleId>(1)).value();
  const domain::Join join{nth<EntryId>(patient), schedule.id, nth<UserId>(100 + patient), std::nullopt};
  domain::Room room = roomFor(db, join.schedule, join.patient, Instant{});
  room.status = schedule.status;
  insertEntry(db, accepted(decide(room, join, now)));
}

TEST_F(GroupCommit, two_hundred_patients_from_many_threads_get_the_numbers_one_to_two_hundred) {
  constexpr std::uint64_t patients = 200;
  ASSERT_TRUE(commit(database, [](Connection& db) { insertPractice(db, patients); }));
  std::vector<std::jthread> threads;
  std::atomic<std::uint64_t> next = 1;
  std::atomic<int> told = 0;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (std::uint64_t patient = next++; patient <= patients; patient = next++) {
        if (commit(database, [patient](Connection& db) { takeNumber(db, patient); })) ++told;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(told, static_cast<int>(patients));
  const auto entries = look(database, [](Connection& db) { return listEntries(db, nth<ScheduleId>(1)); });
  ASSERT_EQ(entries.size(), patients);
  for (std::size_t i = 0; i < patients; ++i) EXPECT_EQ(entries.at(i).number, static_cast<std::int64_t>(i + 1));
}

TEST_F(GroupCommit, completions_come_in_the_order_of_the_commands) {
  std::vector<int> order;
  std::vector<std::future<void>> all;
  for (int i = 0; i < 600; ++i) {
    auto told = std::make_shared<std::promise<void>>();
    all.push_back(told->get_future());
    // Completions run on the writer's thread, one after the other.
    database.write(put(i), [told, i, &order](bool) {
      order.push_back(i);
      told->set_value();
    });
  }
  for (auto& one : all) await(std::move(one));
  EXPECT_TRUE(std::ranges::is_sorted(order));
}

// ---- bounds and the end ----

TEST_F(GroupCommit, one_command_more_than_may_wait_is_told_at_once_that_nothing_happened) {
  HeldWriter held(database);
  auto count = std::make_shared<std::atomic<std::size_t>>(0);
  for (std::size_t i = 0; i < limits::commandsWaiting; ++i) {
    database.write([](Connection&) {}, [count](bool committed) { *count += committed ? 1 : 0; });
  }
  auto ran = std::make_shared<std::atomic<bool>>(false);
  auto tooMany = submit(database, [ran](Connection&) { *ran = true; });
  ASSERT_EQ(tooMany.wait_for(seconds(0)), std::future_status::ready) << "told on the caller's thread";
  EXPECT_FALSE(tooMany.get());
  held.release();
  database.stop();
  EXPECT_EQ(*count, limits::commandsWaiting) << "those who waited are served";
  EXPECT_FALSE(*ran);
}

TEST_F(GroupCommit, stopping_finishes_what_is_queued_and_takes_nothing_more) {
  HeldWriter held(database);
  std::vector<std::future<bool>> queued;
  for (std::int64_t id = 0; id < 500; ++id) queued.push_back(submit(database, put(id)));
  auto stopped = std::async(std::launch::async, [&] { database.stop(); });
  held.release();
  await(std::move(stopped));
  for (auto& told : queued) EXPECT_TRUE(await(std::move(told)));
  EXPECT_FALSE(commit(database, put(1000)));
  EXPECT_FALSE(database.read([](Connection&) {}));
}

}  // namespace
}  // namespace praktik::store
