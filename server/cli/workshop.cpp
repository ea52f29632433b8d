#include "cli/workshop.hpp"

#include <future>
#include <stdexcept>
#include <unistd.h>

namespace praktik::cli {

Instant systemNow() { return std::chrono::floor<milliseconds>(std::chrono::system_clock::now()); }

void systemRandom(std::span<std::uint8_t> bytes) {
  // getentropy gives 256 bytes at most; nobody here asks for more.
  if (::getentropy(bytes.data(), bytes.size()) != 0) throw std::runtime_error("the system gives no random bytes");
}

void writeNow(app::Engine& engine, const std::function<void(app::Work&)>& command) {
  std::promise<bool> done;
  engine.write(command, [&](bool committed) { done.set_value(committed); });
  if (!done.get_future().get()) throw std::runtime_error("The database did not take the change; nothing happened.");
}

Workshop::Workshop(const DataDirectory& data, OperatorAction)
    : database_(data.database(), 1),
      engine_(database_, systemNow, systemRandom, {}, nobody_) {}

Workshop::~Workshop() { database_.stop(); }

}  // namespace praktik::cli
