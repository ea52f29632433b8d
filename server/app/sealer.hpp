#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "app/audit_chain.hpp"
#include "app/engine.hpp"

namespace praktik::app {

/// Notes the chain's head outside the database; false when it could not. Called on the sealer's thread.
using NoteHead = std::function<bool(const store::AuditSeal&)>;

/// The thread that seals audit rows within limits::auditSealedWithin of their commit, and notes the head of the chain once
/// a limits::auditHeadEvery in which it moved. One for a database.
///
/// Nobody else seals, so the last seal in the database is always the one that it gave last. When it is another one, somebody
/// changed the record by hand: it seals nothing more, since its seal would make the change look genuine, says so, and notes
/// the head that it knows, which the chain then no longer fits.
class Sealer {
 public:
  /// `head` is the last seal in the database; one without a number when there is none.
  Sealer(Engine& engine, const AuditKey& key, store::AuditSeal head, NoteHead note);
  ~Sealer();
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;

  /// Seals what is left and notes the head; called while the engine still works, by the owner or by destruction.
  void stop();

 private:
  void loop();
  void waitForWriter();
  void sealAll();
  bool sealSome();
  bool isHeadOurs(const store::AuditSeal& found);
  std::optional<Unsealed> unsealed();
  void noteHead();

  Engine& engine_;
  AuditKey key_;
  NoteHead note_;
  store::AuditSeal head_;  ///< the last seal that we gave, or found when we began
  store::AuditSeal noted_;
  std::chrono::steady_clock::time_point notedAt_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool isChanged_ = false;  ///< by somebody else: nothing is sealed any more
  bool woken_ = true;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace praktik::app
