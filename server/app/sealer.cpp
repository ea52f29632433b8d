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
    // Rows that are still with the writer are not there for a reader yet.
    if (isLast) waitForWriter();
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

/// True while there may be more. Looks before it writes, because its own commit wakes it as well.
bool Sealer::sealSome() {
  const Unsealed unsealed = this->unsealed();
  if (unsealed.entries.empty()) return false;
  // On this thread: the writer only saves, so that commands wait for as little as possible.
  const auto seals = sealsFor(unsealed, key_);
  std::promise<bool> over;
  engine_.write([&](Work& work) { saveSeals(work, unsealed, seals); },
                [&over](bool committed) { over.set_value(committed); });
  if (!over.get_future().get()) return false;
  head_ = seals.back();
  return std::ssize(seals) == store::sealedAtOnce;
}

void Sealer::waitForWriter() {
  std::promise<void> over;
  engine_.write([](Work&) {}, [&over](bool) { over.set_value(); });
  over.get_future().get();
}

Unsealed Sealer::unsealed() {
  auto found = std::make_shared<std::promise<Unsealed>>();
  auto answer = found->get_future();
  // The query alone owns the promise: when it fails, the promise goes with it and nobody waits for ever.
  const bool isAsked = engine_.read(
      [found = std::exchange(found, nullptr)](const Reading& reading) { found->set_value(findUnsealed(reading.db)); });
  if (!isAsked) return {};
  try {
    return answer.get();
  } catch (const std::future_error&) {
    return {};
  }
}

void Sealer::noteHead() {
  if (note_(head_)) noted_ = head_;
}

}  // namespace praktik::app
