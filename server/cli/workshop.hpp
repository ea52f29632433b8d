#pragma once

#include <functional>

#include "app/engine.hpp"
#include "cli/data_directory.hpp"
#include "domain/access.hpp"

namespace praktik::cli {

/// The system's clock and its random generator, as the app takes them.
Instant systemNow();
void systemRandom(std::span<std::uint8_t> bytes);

/// Runs one command and waits for it to be on disk. Throws std::runtime_error when it is not.
void writeNow(app::Engine& engine, const std::function<void(app::Work&)>& command);

/// What a command of the operator does: an action that the table of access grants the operator, or it does not compile.
class OperatorAction {
 public:
  consteval OperatorAction(domain::Action action) {  // NOLINT(google-explicit-constructor): the action is all there is
    if (!domain::mayEver(domain::Party::OPERATOR, action)) throw "the operator has no row for this action";
  }
};

/// The database and the app for a command that runs beside a server or without one.
class Workshop {
 public:
  /// Migrates what is there.
  Workshop(const DataDirectory& data, OperatorAction action);
  ~Workshop();
  Workshop(const Workshop&) = delete;
  Workshop& operator=(const Workshop&) = delete;

  void write(const std::function<void(app::Work&)>& command) { writeNow(engine_, command); }

 private:
  /// A command has no sockets, so it sees nobody.
  class Nobody final : public app::Presence {
   public:
    bool hasPage(const UserId&) const override { return false; }
    bool hasPage(const SignInId&) const override { return false; }
    std::vector<SignInId> signInsWithPage() const override { return {}; }
    Instant lastSeen(const UserId&) const override { return {}; }
  };

  Nobody nobody_;
  store::Database database_;
  app::Engine engine_;
};

}  // namespace praktik::cli
