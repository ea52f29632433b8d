#include "net/io_threads.hpp"

#include <exception>

#include "base/log.hpp"

namespace praktik::net {
namespace {

void runLoop(boost::asio::io_context& context) {
  while (!context.stopped()) {
    try {
      context.run();
    } catch (const std::exception& error) {
      // A defect in one connection must not take the others with it.
      log::error("an exception reached the event loop: {}", error.what());
    }
  }
}

}  // namespace

IoThreads::IoThreads(std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) loops_.push_back(std::make_unique<Loop>());
}

IoThreads::~IoThreads() { stop(); }

void IoThreads::start() {
  for (auto& loop : loops_) threads_.emplace_back([&context = loop->context] { runLoop(context); });
}

void IoThreads::stop() {
  for (auto& loop : loops_) loop->context.stop();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

}  // namespace praktik::net
