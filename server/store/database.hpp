#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "store/connection.hpp"
#include "store/error.hpp"

namespace praktik::store {

/// The database file and the threads that work on it: one writer that commits queued commands in groups, and a few
/// readers. SQL never runs on the caller's thread.
///
/// Thread safe. Jobs and completions run on the database's own threads and must not block on other jobs.
class Database {
 public:
  using Job = std::function<void(Connection&)>;
  /// `committed` is false when nothing of the job happened: it threw, the group's commit failed, or the queue was full.
  using Done = std::function<void(bool committed)>;

  /// Opens (and creates) the file and migrates it. Throws DatabaseError with a sentence that says what is wrong.
  explicit Database(const std::filesystem::path& file, std::size_t readers = 2);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Runs the job in a savepoint of its own inside the writer's next group; `done` follows once that group is on disk.
  void write(Job job, Done done);

  /// Runs the job on a reader's connection. False when too many reads wait already; then it will not run.
  bool read(Job job);

  /// Called on the writer's thread after another process (the command line) changed the database.
  void onOutsideChange(std::function<void()> listener);

  /// What keeps the database from taking changes, as far as the last attempts tell; empty while it takes them. A database
  /// that was found damaged stays so until the next start. Whatever it is, each command is tried all the same.
  std::optional<Trouble> trouble() const;

  /// Finishes what is queued and ends the threads. Called once, by the owner, before destruction or by it.
  void stop();

 private:
  struct Command {
    Job job;
    Done done;
    bool succeeded = false;
  };

  void writeLoop();
  std::deque<Command> takeGroup();
  void commitGroup(std::deque<Command>& group);
  bool runAlone(const Job& job);
  void noticeOutsideChange();
  void failed(const char* what, const std::exception& error);
  void lookAtTrouble();
  void boundLog();
  void readLoop(Connection& connection);

  std::mutex mutex_;
  std::condition_variable writeWanted_;
  std::condition_variable readWanted_;
  std::deque<Command> writes_;
  std::deque<Job> reads_;
  std::function<void()> outsideChange_;
  bool stopping_ = false;

  std::atomic<std::optional<Trouble>> trouble_;
  std::atomic<bool> isDamaged_ = false;
  std::filesystem::path log_;  ///< SQLite's write-ahead log
  std::chrono::steady_clock::time_point troubleLookedAt_;
  std::chrono::steady_clock::time_point logLookedAt_;

  std::unique_ptr<Connection> writer_;
  std::int64_t dataVersion_ = 0;
  std::vector<std::unique_ptr<Connection>> readers_;
  std::vector<std::thread> threads_;
};

}  // namespace praktik::store
