#include "app/sealer.hpp"

#include <future>

#include "base/limits.hpp"
#include "base/log.hpp"

namespace praktik::app {

using std::chrono::steady_clock;

Sealer::Sealer(Engine& engine, const AuditKey& key, NoteHead note)
    : engine_(engine),
      key_(key),
      note_(std::move(note)) {
  engine_.onCommitted([this](const Changes&) {
    {
      const std::lock_guard lock(mutex_);
      woken_ = true;
    }
    changed_.notify_one();
  });
  thread_ = std::thread([this] { loop(); });
}

Sealer::~Sealer() { stop(); }

void Sealer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Sealer::loop() {
  bool isLast = false;
  while (!isLast) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait_for(lock, limits::auditHeadEvery, [this] { return woken_ || stopping_; });
      // What comes in the meantime is sealed with it.
      changed_.wait_for(lock, limits::auditSealedWithin / 2, [this] { return stopping_; });
      woken_ = false;
      isLast = stopping_;
    }
    sealAll();
    const auto now = steady_clock::now();
    const bool isTime = isLast || now - notedAt_ >= limits::auditHeadEvery;
    if (isTime && head_ != noted_) {
      noteHead();
      notedAt_ = now;
    }
  }
}

void Sealer::sealAll() {
  while (sealSome()) {
  }
}

/// True while there is more. Looks before it writes, because its own commit wakes it as well.
bool Sealer::sealSome() {
  if (unsealed() == 0) return false;
  std::promise<bool> over;
  engine_.write(
      [this](Work& work) {
        sealAudit(work, key_);
        sealing_ = store::findLastSeal(work.db).value_or(store::AuditSeal{});
      },
      [&over](bool committed) { over.set_value(committed); });
  if (!over.get_future().get()) return false;
  head_ = sealing_;
  return true;
}

std::int64_t Sealer::unsealed() {
  auto count = std::make_shared<std::promise<std::int64_t>>();
  auto counted = count->get_future();
  // The query alone owns the promise: when it fails, the promise goes with it and nobody waits for ever.
  const bool isAsked = engine_.read([count = std::exchange(count, nullptr)](const Reading& reading) {
    count->set_value(store::countUnsealedAudit(reading.db));
  });
  if (!isAsked) return 0;
  try {
    return counted.get();
  } catch (const std::future_error&) {
    return 0;
  }
}

void Sealer::noteHead() {
  note_(head_);
  noted_ = head_;
}

}  // namespace praktik::app
