#include "store/database.hpp"

#include "base/limits.hpp"
#include "base/log.hpp"
#include "store/error.hpp"
#include "store/migrations.hpp"
#include "store/transaction.hpp"

namespace praktik::store {

Database::Database(const std::filesystem::path& file, std::size_t readers) {
  writer_ = Connection::openSqlite(file.string());
  migrate(*writer_);
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
    log::error("{} commands could not be committed: {}", group.size(), error.what());
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
    log::error("a command failed and was undone: {}", error.what());
  }
  savepoint.undo();
  return false;
}

void Database::noticeOutsideChange() {
  try {
    const auto version = writer_->value<std::int64_t>("PRAGMA data_version");
    if (version == dataVersion_) return;
    dataVersion_ = version;
  } catch (const DatabaseError& error) {
    log::error("cannot ask whether another process changed the database: {}", error.what());
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
      // A job reports its own failure to whoever waits for it; what arrives here is a defect in that reporting.
      log::error("a read failed: {}", error.what());
    }
  }
}

}  // namespace praktik::store
