#pragma once

#include <condition_variable>
#include <mutex>
#include <thread>

#include "app/audit_chain.hpp"
#include "app/engine.hpp"

namespace praktik::app {

/// Notes the chain's head outside the database; false when it could not. Called on the sealer's thread.
using NoteHead = std::function<bool(const store::AuditSeal&)>;

/// The thread that seals audit rows within limits::auditSealedWithin of their commit, and notes the head of the chain once
/// a limits::auditHeadEvery in which it moved. One for a database.
class Sealer {
 public:
  Sealer(Engine& engine, const AuditKey& key, NoteHead note);
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
  Unsealed unsealed();
  void noteHead();

  Engine& engine_;
  AuditKey key_;
  NoteHead note_;
  store::AuditSeal head_;
  store::AuditSeal noted_;
  std::chrono::steady_clock::time_point notedAt_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = true;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace praktik::app
