#include <algorithm>
#include <fstream>
#include <gtest/gtest.h>
#include <thread>

#include "base/limits.hpp"
#include "store/audit.hpp"
#include "store/call_quality.hpp"
#include "store/error.hpp"
#include "store/migrations.hpp"
#include "support/database.hpp"
#include "support/rows.hpp"

namespace praktik::store {
namespace {

using namespace test;

std::int64_t tables(Connection& connection) {
  return connection.value<std::int64_t>(
      "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name IN "
      "('users', 'sign_ins', 'refresh_tokens', 'schedules', 'entries', 'calls', 'audit', 'audit_origins', 'secrets', "
      "'push_subscriptions', 'push_receipts', 'told_places', 'call_quality', 'second_factors', 'recovery_codes')");
}

TEST(Migration, an_empty_file_gets_the_whole_schema) {
  const TemporaryFolder folder;
  const auto connection = Connection::openSqlite(folder.file());
  EXPECT_EQ(tables(*connection), 0);
  migrate(*connection);
  EXPECT_EQ(tables(*connection), 15);
}

TEST(Migration, a_second_migration_changes_nothing_and_keeps_every_row) {
  const TemporaryFolder folder;
  const auto connection = Connection::openSqlite(folder.file());
  migrate(*connection);
  const auto version = connection->value<std::int64_t>("SELECT MAX(version) FROM migrations");
  insertPractice(*connection);
  migrate(*connection);
  EXPECT_EQ(connection->value<std::int64_t>("SELECT MAX(version) FROM migrations"), version);
  EXPECT_EQ(findSchedule(*connection, nth<ScheduleId>(1)), scheduleIn(domain::ScheduleStatus::ONLINE));
}

/// Back to what a server of that version left.
void undoAfter(std::int64_t version, Connection& connection) {
  const auto drop = [&](const char* table) { connection.script(std::string("DROP TABLE ") + table); };
  if (version < 9) {
    for (const char* undo : {"DROP INDEX refresh_tokens_unused", "DROP INDEX sign_ins_lately",
                             "ALTER TABLE users DROP COLUMN credentials_at"}) {
      connection.script(undo);
    }
  }
  if (version < 8) {
    for (const char* table : {"recovery_codes", "second_factors"}) drop(table);
  }
  if (version < 7) {
    for (const char* undo :
         {"DROP INDEX sign_ins_unseen", "DROP INDEX sign_ins_expiring", "ALTER TABLE sign_ins DROP COLUMN role"}) {
      connection.script(undo);
    }
  }
  if (version < 6) {
    connection.script("DROP INDEX entries_with_reason");
    connection.script("ALTER TABLE users DROP COLUMN erased_at");
  }
  if (version < 5) {
    for (const char* undo : {"DROP INDEX audit_of_actor", "DROP INDEX audit_of_doctor", "DROP INDEX audit_of_patient",
                             "CREATE INDEX audit_of_doctor ON audit(doctor_id, at)",
                             "CREATE INDEX audit_of_patient ON audit(patient_id, at)"}) {
      connection.script(undo);
    }
  }
  if (version < 4) {
    for (const char* undo : {"DROP INDEX audit_sealed", "DROP INDEX audit_unsealed",
                             "ALTER TABLE audit DROP COLUMN origin_digest", "ALTER TABLE audit DROP COLUMN seal_number",
                             "ALTER TABLE audit DROP COLUMN seal", "ALTER TABLE audit_origins DROP COLUMN salt"}) {
      connection.script(undo);
    }
  }
  if (version < 3) drop("call_quality");
  if (version < 2) {
    for (const char* table : {"push_subscriptions", "push_receipts", "told_places"}) drop(table);
  }
  connection.run("DELETE FROM migrations WHERE version > :a", version);
}

TEST(Migration, of_a_file_of_version_1_keeps_every_row_and_adds_what_push_needs) {
  const TemporaryFolder folder;
  {
    const auto old = Connection::openSqlite(folder.file());
    migrate(*old);
    insertPractice(*old);
    insertConsultation(*old, ringing());
    insertSignIn(*old, signInOf(nth<SignInId>(1), nth<UserId>(101)));
    insertSignIn(*old, signInOf(nth<SignInId>(2), doctor));
    undoAfter(1, *old);
  }
  const auto connection = Connection::openSqlite(folder.file());
  EXPECT_EQ(tables(*connection), 9);
  migrate(*connection);
  EXPECT_EQ(tables(*connection), 15);
  EXPECT_EQ(findCall(*connection, ringing().call->id), ringing().call);
  EXPECT_EQ(findSignIn(*connection, nth<SignInId>(1)), signInOf(nth<SignInId>(1), nth<UserId>(101)));
  EXPECT_EQ(findSignIn(*connection, nth<SignInId>(2))->role, domain::Role::DOCTOR) << "as the user is";
  insertSubscription(*connection, subscriptionOf(1, nth<UserId>(101), nth<SignInId>(1)));
  EXPECT_EQ(listSubscriptions(*connection, nth<UserId>(101)).size(), 1U);
}

TEST(Migration, of_a_file_of_version_2_keeps_every_call_and_adds_what_its_people_report) {
  const TemporaryFolder folder;
  {
    const auto old = Connection::openSqlite(folder.file());
    migrate(*old);
    insertPractice(*old);
    insertConsultation(*old, endedBy(domain::Role::DOCTOR));
    undoAfter(2, *old);
  }
  const auto connection = Connection::openSqlite(folder.file());
  EXPECT_EQ(tables(*connection), 12);
  migrate(*connection);
  EXPECT_EQ(tables(*connection), 15);
  const domain::Call call = *endedBy(domain::Role::DOCTOR).call;
  EXPECT_EQ(findCall(*connection, call.id), call);
  EXPECT_TRUE(listQualityReports(*connection, call.id).empty());
  saveQualityReport(*connection, {call.id, domain::Role::DOCTOR, now, {}});
  EXPECT_EQ(listQualityReports(*connection, call.id).size(), 1U);
}

TEST(Migration, of_a_file_of_version_3_keeps_every_audit_row_and_leaves_it_to_be_sealed) {
  const TemporaryFolder folder;
  {
    const auto old = Connection::openSqlite(folder.file());
    migrate(*old);
    undoAfter(3, *old);
    old->run("INSERT INTO audit (id, at, action, subject, subject_id) VALUES (:a, :b, 'call.missed', 'call', 'one')",
             nth<AuditId>(1), now);
    old->run("INSERT INTO audit_origins (audit_id, address) VALUES (:a, '192.0.2.7')", nth<AuditId>(1));
  }
  const auto connection = Connection::openSqlite(folder.file());
  migrate(*connection);
  const auto unsealed = listUnsealedAudit(*connection);
  ASSERT_EQ(unsealed.size(), 1U);
  EXPECT_EQ(unsealed[0].action, "call.missed");
  EXPECT_EQ(unsealed[0].originDigest, std::nullopt);
  sealAudit(*connection, unsealed[0].id, {1, "seal"});
  const AuditOrigin ofBefore{"192.0.2.7", std::nullopt, std::nullopt};
  EXPECT_EQ(listSealedAudit(*connection, 0), (std::vector<SealedAudit>{{{1, "seal"}, unsealed[0], ofBefore}}));
}

TEST(Migration, of_a_file_of_version_8_learns_from_the_record_when_somebody_last_got_other_credentials) {
  const TemporaryFolder folder;
  {
    const auto old = Connection::openSqlite(folder.file());
    migrate(*old);
    insertPractice(*old);
    undoAfter(8, *old);
    std::uint64_t number = 0;
    const auto record = [&](const char* action, const UserId& user, Instant at) {
      old->run("INSERT INTO audit (id, at, action, subject, subject_id) VALUES (:a, :b, :c, 'user', :d)",
               nth<AuditId>(++number), at, std::string(action), user.text());
    };
    record("user.password", doctor, now);
    record("second_factor.enable", doctor, now + minutes(2));
    record("user.reset_password", doctor, now + minutes(1));
    record("second_factor.remove", doctor, now + minutes(3));
  }
  const auto connection = Connection::openSqlite(folder.file());
  migrate(*connection);
  EXPECT_EQ(findUser(*connection, doctor)->credentialsAt, now + minutes(2));
  EXPECT_EQ(findUser(*connection, nth<UserId>(101))->credentialsAt, Instant{});
}

std::vector<std::string> filesIn(const TemporaryFolder& folder) {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(folder.file().parent_path())) {
    names.push_back(file.path().filename());
  }
  std::ranges::sort(names);
  return names;
}

/// A file as a server of that version left it, with a practice in it.
void leaveVersion(std::int64_t version, const TemporaryFolder& folder) {
  const auto old = Connection::openSqlite(folder.file());
  migrate(*old);
  insertPractice(*old);
  undoAfter(version, *old);
}

std::int64_t versionIn(const std::filesystem::path& file) {
  return Connection::openSqlite(file)->value<std::int64_t>("SELECT MAX(version) FROM migrations");
}

TEST(Migration, a_copy_of_what_was_is_made_first_and_can_be_put_back) {
  const TemporaryFolder folder;
  leaveVersion(3, folder);
  Database{folder.file()};
  const std::filesystem::path copy = folder.file().string() + ".before-" + std::to_string(versionIn(folder.file()));
  EXPECT_EQ(filesIn(folder), (std::vector<std::string>{"praktik.db", copy.filename()}));
  EXPECT_EQ(std::filesystem::status(copy).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(versionIn(copy), 3);
  std::filesystem::rename(copy, folder.file());
  EXPECT_EQ(findSchedule(*Connection::openSqlite(folder.file()), nth<ScheduleId>(1)),
            scheduleIn(domain::ScheduleStatus::ONLINE));
}

TEST(Migration, a_new_file_and_one_that_is_up_to_date_need_no_copy) {
  const TemporaryFolder folder;
  Database{folder.file()};
  Database{folder.file()};
  EXPECT_EQ(filesIn(folder), (std::vector<std::string>{"praktik.db"}));
}

TEST(Migration, copies_of_long_ago_go) {
  const TemporaryFolder folder;
  leaveVersion(3, folder);
  for (int version = 1; version <= 4; ++version) {
    std::ofstream(folder.file().string() + ".before-" + std::to_string(version)) << "old";
  }
  Database{folder.file()};
  const auto newest = versionIn(folder.file());
  for (std::int64_t version = 1; version <= newest; ++version) {
    const auto copies = static_cast<std::int64_t>(limits::copiesBeforeMigration);
    const bool isKept = version > newest - copies && (version <= 4 || version == newest);
    EXPECT_EQ(std::filesystem::exists(folder.file().string() + ".before-" + std::to_string(version)), isKept)
        << version;
  }
}

TEST(Migration, copies_that_a_killed_one_left_go_and_nobody_elses_file_does) {
  const TemporaryFolder folder;
  leaveVersion(3, folder);
  const std::vector<std::string> unfinished = {".copy-4711-0x7f00deadbeef", ".copy-4711-0x7f00deadbeef-wal",
                                               ".copy-1-0x1"};
  const std::vector<std::string> others = {".copy", ".copy-of-monday", ".copy-2026-11-30"};
  for (const auto* names : {&unfinished, &others}) {
    for (const auto& name : *names) std::ofstream(folder.file().string() + name) << "what was in the database";
  }
  Database{folder.file()};
  for (const auto& name : unfinished) EXPECT_FALSE(std::filesystem::exists(folder.file().string() + name)) << name;
  for (const auto& name : others) EXPECT_TRUE(std::filesystem::exists(folder.file().string() + name)) << name;
}

TEST(Migration, that_fails_leaves_the_database_as_it_was_and_says_so) {
  const TemporaryFolder folder;
  leaveVersion(2, folder);
  // What version 4 makes is there already; version 3 before it goes well.
  Connection::openSqlite(folder.file())->script("CREATE INDEX audit_sealed ON audit(id)");
  try {
    Database{folder.file()};
    FAIL() << "it started";
  } catch (const DatabaseError& error) {
    EXPECT_NE(std::string_view(error.what()).find("could not be brought from version 2 to"), std::string_view::npos)
        << error.what();
    EXPECT_NE(std::string_view(error.what()).find("is as it was: "), std::string_view::npos) << error.what();
  }
  EXPECT_EQ(versionIn(folder.file()), 2);
  const auto connection = Connection::openSqlite(folder.file());
  EXPECT_EQ(tables(*connection), 12);
  EXPECT_EQ(findSchedule(*connection, nth<ScheduleId>(1)), scheduleIn(domain::ScheduleStatus::ONLINE));
}

TEST(Migration, a_file_of_a_newer_program_is_refused_in_words_and_left_alone) {
  const TemporaryFolder folder;
  leaveVersion(99, folder);
  Connection::openSqlite(folder.file())->script("INSERT INTO migrations (version) VALUES (99)");
  try {
    Database{folder.file()};
    FAIL() << "it started";
  } catch (const DatabaseError& error) {
    EXPECT_NE(std::string_view(error.what()).find("of version 99"), std::string_view::npos) << error.what();
    EXPECT_NE(std::string_view(error.what()).find("served by a newer one"), std::string_view::npos) << error.what();
  }
  EXPECT_EQ(filesIn(folder), (std::vector<std::string>{"praktik.db"}));
  EXPECT_EQ(versionIn(folder.file()), 99);
}

TEST(Migration, several_processes_may_bring_an_old_file_up_to_date_at_the_same_time) {
  const TemporaryFolder folder;
  leaveVersion(3, folder);
  std::vector<std::future<void>> opened;
  for (int i = 0; i < 4; ++i) {
    opened.push_back(std::async(std::launch::async, [&] { Database{folder.file()}; }));
  }
  for (auto& one : opened) one.get();
  const auto newest = versionIn(folder.file());
  EXPECT_EQ(versionIn(folder.file().string() + ".before-" + std::to_string(newest)), 3);
}

TEST(Migration, several_processes_may_open_a_new_file_at_the_same_time) {
  const TemporaryFolder folder;
  std::vector<std::future<std::int64_t>> opened;
  for (int i = 0; i < 8; ++i) {
    opened.push_back(std::async(std::launch::async, [&] {
      const auto connection = Connection::openSqlite(folder.file());
      migrate(*connection);
      return tables(*connection);
    }));
  }
  for (auto& one : opened) EXPECT_EQ(await(std::move(one)), 15);
}

TEST(Migration, a_file_that_is_no_database_is_named_as_such) {
  const TemporaryFolder folder;
  std::ofstream(folder.file()) << std::string(4096, 'x');
  EXPECT_THROW(Database{folder.file()}, DatabaseError);
}

TEST(Migration, a_folder_that_does_not_exist_is_an_error_and_not_a_crash) {
  const TemporaryFolder folder;
  EXPECT_THROW(Database{folder.file() / "nowhere" / "praktik.db"}, DatabaseError);
}

TEST(Migration, what_is_committed_is_on_disk_before_anybody_is_told) {
  const TemporaryFolder folder;
  const auto connection = Connection::openSqlite(folder.file());
  EXPECT_EQ(connection->value<std::string>("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(connection->value<std::int64_t>("PRAGMA synchronous"), 2) << "FULL";
  EXPECT_EQ(connection->value<std::int64_t>("PRAGMA foreign_keys"), 1);
}

}  // namespace
}  // namespace praktik::store
