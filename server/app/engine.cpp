#include "app/engine.hpp"

#include <memory>

namespace praktik::app {

Engine::Engine(store::Database& database, Clock clock, RandomBytes random, Settings settings, const Presence& presence)
    : database_(database),
      clock_(std::move(clock)),
      random_(std::move(random)),
      settings_(std::move(settings)),
      presence_(presence) {
  database_.onOutsideChange([this] {
    Changes changes;
    changes.everything = true;
    changes.clocks = true;
    announce(changes);
  });
}

void Engine::onCommitted(Listener listener) {
  const std::lock_guard lock(mutex_);
  listeners_.push_back(std::move(listener));
}

void Engine::write(std::function<void(Work&)> command, std::function<void(bool committed)> done) {
  auto changes = std::make_shared<Changes>();
  database_.write(
      [this, changes, command = std::move(command)](store::Connection& connection) {
        Work work{connection, clock_(), random_, ids_, settings_, presence_, seen_, *changes};
        command(work);
      },
      [this, changes, done = std::move(done)](bool committed) {
        if (committed) announce(*changes);
        done(committed);
      });
}

bool Engine::read(std::function<void(const Reading&)> query) {
  return database_.read([this, query = std::move(query)](store::Connection& connection) {
    query(Reading{connection, clock_(), presence_, settings_, seen_});
  });
}

void Engine::announce(const Changes& changes) {
  std::vector<Listener> listeners;
  {
    const std::lock_guard lock(mutex_);
    listeners = listeners_;
  }
  for (const Listener& listener : listeners) listener(changes);
}

}  // namespace praktik::app
