#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <thread>
#include <vector>

namespace praktik::net {

/// One event loop a thread. What starts on a loop stays on it, so a connection needs no lock.
class IoThreads {
 public:
  explicit IoThreads(std::size_t count);
  /// Stops the loops and waits for their threads; what still waits on them is destroyed, not finished.
  ~IoThreads();
  IoThreads(const IoThreads&) = delete;
  IoThreads& operator=(const IoThreads&) = delete;

  std::size_t size() const { return loops_.size(); }
  boost::asio::io_context& loop(std::size_t index) { return loops_[index]->context; }

  /// Starts the threads. Called once.
  void start();
  void stop();

 private:
  struct Loop {
    boost::asio::io_context context{1};
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> guard{context.get_executor()};
  };

  std::vector<std::unique_ptr<Loop>> loops_;
  std::vector<std::thread> threads_;
};

}  // namespace praktik::net
