#pragma once

#include <cstdlib>
#include <filesystem>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>

#include "store/database.hpp"
#include "support/domain.hpp"

/// Real SQLite files in temporary folders, and a way to wait for what the database's threads do.
namespace praktik::test {

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "praktik-test-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::filesystem::path file() const { return path_ / "praktik.db"; }

 private:
  std::filesystem::path path_;
};

/// What another thread promised. Bounded, so that a test that would hang fails with this sentence.
template <class T>
T await(std::future<T> future) {
  if (future.wait_for(seconds(30)) != std::future_status::ready) throw std::runtime_error("nothing came within 30 s");
  return future.get();
}

/// Queues a write; the future tells whether it was committed.
inline std::future<bool> submit(store::Database& database, store::Database::Job job) {
  auto told = std::make_shared<std::promise<bool>>();
  auto future = told->get_future();
  database.write(std::move(job), [told](bool committed) { told->set_value(committed); });
  return future;
}

inline bool commit(store::Database& database, store::Database::Job job) {
  return await(submit(database, std::move(job)));
}

/// What a reader sees.
template <class Query>
auto look(store::Database& database, Query query) {
  using Answer = decltype(query(std::declval<store::Connection&>()));
  auto told = std::make_shared<std::promise<Answer>>();
  auto future = told->get_future();
  const bool accepted = database.read([told, query](store::Connection& connection) {
    try {
      told->set_value(query(connection));
    } catch (...) {
      told->set_exception(std::current_exception());
    }
  });
  if (!accepted) throw std::runtime_error("the database takes no more reads");
  return await(std::move(future));
}

/// Keeps the writer inside an open transaction until released; whatever is submitted meanwhile becomes its next group.
class HeldWriter {
 public:
  explicit HeldWriter(store::Database& database, store::Database::Job job = [](store::Connection&) {}) {
    auto begun = std::make_shared<std::promise<void>>();
    auto hasBegun = begun->get_future();
    done_ = submit(database, [begun, job = std::move(job), until = release_.get_future().share()](auto& connection) {
      job(connection);
      begun->set_value();
      until.wait();
    });
    await(std::move(hasBegun));
  }
  ~HeldWriter() { release(); }
  HeldWriter(const HeldWriter&) = delete;
  HeldWriter& operator=(const HeldWriter&) = delete;

  /// Lets go, waits for the commit and tells whether it came about.
  bool release() {
    if (!done_.valid()) return false;
    release_.set_value();
    return await(std::move(done_));
  }

 private:
  std::promise<void> release_;
  std::future<bool> done_;
};

}  // namespace praktik::test
