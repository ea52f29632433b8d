#include "store/database.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.hpp"
#include "base/log.hpp"
#include "store/error.hpp"
#include "store/migrations.hpp"
#include "store/transaction.hpp"

namespace praktik::store {

using std::chrono::steady_clock;

namespace {

/// What writing the bytes and bringing them to the disk says; 0 when the disk took them.
int errorOfWriting(int file, const std::string& bytes) {
  if (file < 0) return errno;
  const auto written = ::write(file, bytes.data(), bytes.size());
  if (written < 0) return errno;
  if (written < std::ssize(bytes)) return ENOSPC;
  return ::fsync(file) == 0 ? 0 : errno;
}

/// One small change may fit where the log has room left over from before, and the next not. Throws DatabaseError when the disk
/// does not take limits::roomWanted beside the log.
void requireRoom(const std::filesystem::path& log) {
  const std::string path = log.string() + ".room";
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, S_IRUSR | S_IWUSR);
  const int error = errorOfWriting(file, std::string(limits::roomWanted, '\0'));
  if (file >= 0) {
    ::close(file);
    ::unlink(path.c_str());
  }
  if (error == 0) return;
  throw DatabaseError("the disk takes nothing", error == ENOSPC ? Trouble::disk_full : Trouble::disk_failed);
}

/// While it lives the connection waits only briefly for others; afterwards as long as ever, however it went.
class ShortPatience {
 public:
  explicit ShortPatience(Connection& connection)
      : connection_(connection),
        usual_(connection.value<std::int64_t>("PRAGMA busy_timeout")) {
    connection_.script("PRAGMA busy_timeout = 50");
  }
  ~ShortPatience() {
    try {
      connection_.script(fmt::format("PRAGMA busy_timeout = {}", usual_));
    } catch (const std::exception& error) {
      log::error("the database goes on without patience: {}", error.what());
    }
  }
  ShortPatience(const ShortPatience&) = delete;
  ShortPatience& operator=(const ShortPatience&) = delete;

 private:
  Connection& connection_;
  std::int64_t usual_;
};

}  // namespace

Database::Database(const std::filesystem::path& file, std::size_t readers) : log_(file.string() + "-wal") {
  writer_ = Connection::openSqlite(file.string());
  bringUpToDate(*writer_, file);
  for (std::size_t i = 0; i < readers; ++i) readers_.push_back(Connection::openSqlite(file.string()));
  threads_.emplace_back([this] { writeLoop(); });
  for (auto& reader : readers_) threads_.emplace_back([this, &reader] { readLoop(*reader); });
}

Database::~Database() { stop(); }

void Database::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  writeWanted_.notify_all();
  readWanted_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
  threads_.clear();
}

void Database::write(Job job, Done done) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopping_ && writes_.size() < limits::commandsWaiting) {
      writes_.push_back({std::move(job), std::move(done)});
      writeWanted_.notify_one();
      return;
    }
  }
  done(false);
}

bool Database::read(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopping_ || reads_.size() >= limits::readsWaiting) return false;
    reads_.push_back(std::move(job));
  }
  readWanted_.notify_one();
  return true;
}

void Database::onOutsideChange(std::function<void()> listener) {
  const std::lock_guard lock(mutex_);
  outsideChange_ = std::move(listener);
}

void Database::writeLoop() {
  dataVersion_ = writer_->value<std::int64_t>("PRAGMA data_version");
  while (true) {
    auto group = takeGroup();
    if (!group.empty()) commitGroup(group);
    noticeOutsideChange();
    lookAtTrouble();
    boundLog();
    const std::lock_guard lock(mutex_);
    if (stopping_ && writes_.empty()) return;
  }
}

std::deque<Database::Command> Database::takeGroup() {
  std::unique_lock lock(mutex_);
  writeWanted_.wait_for(lock, limits::outsideChangeEvery, [&] { return stopping_ || !writes_.empty(); });
  std::deque<Command> group;
  while (!writes_.empty() && group.size() < limits::commandsPerCommit) {
    group.push_back(std::move(writes_.front()));
    writes_.pop_front();
  }
  return group;
}

void Database::commitGroup(std::deque<Command>& group) {
  bool committed = false;
  try {
    Transaction transaction(*writer_);
    for (Command& command : group) command.succeeded = runAlone(command.job);
    transaction.commit();
    committed = true;
  } catch (const std::exception& error) {
    failed("commands could not be committed", error);
  }
  for (const Command& command : group) command.done(committed && command.succeeded);
}

/// Throws when the transaction itself is gone. Going on would commit the rest of the group one by one, outside of it.
bool Database::runAlone(const Job& job) {
  Savepoint savepoint(*writer_);
  try {
    job(*writer_);
    savepoint.keep();
    return true;
  } catch (const std::exception& error) {
    failed("a command failed and was undone", error);
  }
  savepoint.undo();
  return false;
}

std::optional<Trouble> Database::trouble() const {
  if (isDamaged_) return Trouble::damaged;
  return trouble_;
}

/// Any of the threads. What everything fails of is said once and not for each.
void Database::failed(const char* what, const std::exception& error) {
  const auto* failure = dynamic_cast<const DatabaseError*>(&error);
  const auto trouble = failure != nullptr ? failure->trouble() : std::nullopt;
  if (!trouble) {
    log::error("{}: {}", what, error.what());
    return;
  }
  const bool isKnown = *trouble == Trouble::damaged ? isDamaged_.exchange(true) : trouble_.exchange(trouble) == trouble;
  if (isKnown) {
    log::debug("{}: {}", what, error.what());
  } else if (*trouble == Trouble::damaged) {
    log::error("{}: {}. The database is damaged: stop the server and put a backup back (docs/OPERATIONS.md).", what,
               error.what());
  } else {
    log::error("{}: {}. {} Commands are refused as long as this is so.", what, error.what(), sentence(*trouble));
  }
}

/// Tries whether changes reach the disk again: with nobody served, no command would tell.
void Database::lookAtTrouble() {
  const auto now = steady_clock::now();
  if (!trouble_.load()) {
    troubleLookedAt_ = now;
    return;
  }
  if (now - troubleLookedAt_ < limits::troubleLookedAtEvery) return;
  troubleLookedAt_ = now;
  try {
    requireRoom(log_);
    Transaction transaction(*writer_);
    writer_->run("UPDATE migrations SET version = version");
    transaction.commit();
    trouble_ = std::nullopt;
    log::warn("the database takes changes again");
  } catch (const std::exception& error) {
    failed("still", error);
  }
}

/// Each commit copies the log into the database by itself, but it begins anew only at an instant without readers. Where there
/// is none for long, this waits for one, briefly.
void Database::boundLog() {
  if (steady_clock::now() - logLookedAt_ < limits::logLookedAtEvery) return;
  logLookedAt_ = steady_clock::now();
  std::error_code none;
  const auto size = std::filesystem::file_size(log_, none);
  if (none || size <= limits::logBytes) return;
  try {
    const ShortPatience patience(*writer_);
    writer_->script("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch (const std::exception& error) {
    failed("the log stays long", error);
  }
}

void Database::noticeOutsideChange() {
  try {
    const auto version = writer_->value<std::int64_t>("PRAGMA data_version");
    if (version == dataVersion_) return;
    dataVersion_ = version;
  } catch (const DatabaseError& error) {
    failed("cannot ask whether another process changed the database", error);
    return;
  }
  std::function<void()> listener;
  {
    const std::lock_guard lock(mutex_);
    listener = outsideChange_;
  }
  if (listener) listener();
}

void Database::readLoop(Connection& connection) {
  while (true) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      readWanted_.wait(lock, [&] { return stopping_ || !reads_.empty(); });
      if (reads_.empty()) return;
      job = std::move(reads_.front());
      reads_.pop_front();
    }
    try {
      job(connection);
    } catch (const std::exception& error) {
      // Whoever waits for it learns that nothing came.
      failed("a read failed", error);
    }
  }
}

}  // namespace praktik::store
