#pragma once

#include <functional>

#include "app/engine.hpp"
#include "cli/data_directory.hpp"

namespace praktik::cli {

/// The system's clock and its random generator, as the app takes them.
Instant systemNow();
void systemRandom(std::span<std::uint8_t> bytes);

/// Runs one command and waits for it to be on disk. Throws std::runtime_error when it is not.
void writeNow(app::Engine& engine, const std::function<void(app::Work&)>& command);

/// The database and the app for a command that runs beside a server or without one.
class Workshop {
 public:
  /// Migrates what is there.
  explicit Workshop(const DataDirectory& data);
  ~Workshop();
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  void write(const std::function<void(app::Work&)>& command) { writeNow(engine_, command); }

 private:
  /// A command has no sockets, so it sees nobody.
  class Nobody final : public app::Presence {
   public:
    bool hasPage(const UserId&) const override { return false; }
    Instant lastSeen(const UserId&) const override { return {}; }
  };

  Nobody nobody_;
  store::Database database_;
  app::Engine engine_;
};

}  // namespace praktik::cli
