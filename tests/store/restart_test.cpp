#include <csignal>
#include <gtest/gtest.h>
#include <random>
#include <sys/wait.h>
#include <unistd.h>

#include "store/audit.hpp"
#include "support/database.hpp"
#include "support/rows.hpp"

/// What was told is there after a restart, however the process ended.
namespace praktik::store {
namespace {

using namespace test;

TEST(Restart, a_ring_and_its_time_survive) {
  const TemporaryFolder folder;
  {
    Database database(folder.file());
    ASSERT_TRUE(commit(database, [](Connection& db) {
      insertPractice(db);
      insertConsultation(db, ringing());
    }));
  }
  Database database(folder.file());
  const Instant due = ringing().call->expiresAt;
  EXPECT_EQ(look(database, [](Connection& db) { return nextDue(db); }), due);
  EXPECT_EQ(look(database, [&](Connection& db) { return listDueCalls(db, due); }), std::vector{*ringing().call});
  EXPECT_EQ(look(database, [](Connection& db) { return findEntry(db, nth<EntryId>(1)); }), ringing().entry);
}

TEST(Restart, the_ring_that_ran_out_while_the_server_was_down_is_missed_after_it) {
  const TemporaryFolder folder;
  {
    Database database(folder.file());
    ASSERT_TRUE(commit(database, [](Connection& db) {
      insertPractice(db);
      insertConsultation(db, ringing());
    }));
  }
  Database database(folder.file());
  ASSERT_TRUE(commit(database, [](Connection& db) {
    for (const domain::Call& call : listDueCalls(db, now + hours(1))) {
      const domain::Consultation before{domain::ScheduleStatus::ONLINE, findEntry(db, call.entry).value(), call};
      const auto after = then(before, domain::CallClock{}, now + hours(1));
      updateEntry(db, after.entry);
      updateCall(db, *after.call);
    }
  }));
  EXPECT_EQ(look(database, [](Connection& db) { return findCall(db, nth<CallId>(1))->status; }),
            domain::CallStatus::MISSED);
  EXPECT_EQ(look(database, [](Connection& db) { return nextDue(db); }), std::nullopt);
}

// ---- kill -9 ----

/// Takes places and records it, as one command; the patient is the same, so each place is left at once.
void takePlace(Connection& db, std::int64_t number) {
  domain::Entry entry = entryIn(domain::EntryStatus::LEFT, number);
  entry.patient = nth<UserId>(101);
  insertEntry(db, entry);
  AuditEntry line;
  line.id = nth<AuditId>(static_cast<std::uint64_t>(number));
  line.at = now;
  line.action = "entry.join";
  line.subject = "entry";
  line.subjectId = entry.id.text();
  insertAudit(db, line, {});
}

/// The child: writes without end and says each number that was committed. Never returns.
[[noreturn]] void writeUntilKilled(const std::filesystem::path& file, std::int64_t first, int said) {
  Database database(file);
  for (std::int64_t number = first;; ++number) {
    auto told = std::make_shared<std::promise<void>>();
    auto future = told->get_future();
    // Every 64th command is waited for, so that the queue stays short and groups are of different sizes.
    database.write([number](Connection& db) { takePlace(db, number); },
                   [number, said, told](bool committed) {
                     if (committed && write(said, &number, sizeof number) != sizeof number) _exit(1);
                     told->set_value();
                   });
    if (number % 64 == 0) future.wait();
  }
}

/// Everything that can still be read from the pipe, at most `most` numbers.
std::vector<std::int64_t> readSaid(int pipe, std::size_t most) {
  std::vector<std::int64_t> numbers;
  std::int64_t number = 0;
  while (numbers.size() < most && read(pipe, &number, sizeof number) == sizeof number) numbers.push_back(number);
  return numbers;
}

/// Starts the child, kills it after it said `howMany` numbers, and gives everything it said.
std::vector<std::int64_t> killedAfter(const std::filesystem::path& file, std::int64_t first, std::size_t howMany) {
  int ends[2] = {-1, -1};
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t child = fork();
  if (child < 0) throw std::runtime_error("no child");
  if (child == 0) {
    close(ends[0]);
    writeUntilKilled(file, first, ends[1]);
  }
  close(ends[1]);
  auto said = readSaid(ends[0], howMany);
  kill(child, SIGKILL);
  const auto rest = readSaid(ends[0], SIZE_MAX);
  said.insert(said.end(), rest.begin(), rest.end());
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return said;
}

TEST(Restart, killed_at_any_instant_everything_that_was_told_is_there_and_nothing_is_half_there) {
  const TemporaryFolder folder;
  {
    Database database(folder.file());
    ASSERT_TRUE(commit(database, [](Connection& db) { insertPractice(db); }));
  }
  const auto seed = std::random_device{}();
  SCOPED_TRACE(fmt::format("seed {}", seed));
  std::mt19937 random(seed);
  std::int64_t first = 1;
  for (int round = 0; round < 12; ++round) {
    const auto howMany = std::uniform_int_distribution<std::size_t>(1, 400)(random);
    const auto said = killedAfter(folder.file(), first, howMany);
    ASSERT_GE(said.size(), howMany) << "the child ended by itself";
    const auto database = Connection::openSqlite(folder.file());
    for (const std::int64_t number : said) {
      EXPECT_TRUE(findEntry(*database, nth<EntryId>(static_cast<std::uint64_t>(number))))
          << "told and lost: " << number;
    }
    EXPECT_EQ(database->value<std::string>("PRAGMA integrity_check"), "ok");
    EXPECT_EQ(
        database->value<std::int64_t>("SELECT COUNT(*) FROM entries WHERE id NOT IN (SELECT subject_id FROM audit)"),
        0);
    EXPECT_EQ(
        database->value<std::int64_t>("SELECT COUNT(*) FROM audit WHERE subject_id NOT IN (SELECT id FROM entries)"),
        0);
    first = database->value<std::int64_t>("SELECT MAX(number) FROM entries") + 1;
    const auto rows = database->value<std::int64_t>("SELECT COUNT(*) FROM entries");
    EXPECT_EQ(rows, first - 1) << "commands of one queue are there up to some point, without a gap";
  }
}

}  // namespace
}  // namespace praktik::store
