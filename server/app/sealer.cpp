#include "app/sealer.hpp"

#include <future>

#include "base/limits.hpp"
#include "base/log.hpp"

namespace praktik::app {

using std::chrono::steady_clock;

Sealer::Sealer(Engine& engine, const AuditKey& key, store::AuditSeal head, NoteHead note)
    : engine_(engine),
      key_(key),
      note_(std::move(note)),
      head_(std::move(head)) {
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
    const bool isTime = isLast || isChanged_ || now - notedAt_ >= limits::auditHeadEvery;
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
  if (isChanged_) return false;
  const auto unsealed = this->unsealed();
  if (!unsealed || !isHeadOurs(unsealed->head) || unsealed->entries.empty()) return false;
  // On this thread: the writer only saves, so that commands wait for as little as possible.
  const auto seals = sealsFor(*unsealed, key_);
  std::promise<bool> over;
  engine_.write([&](Work& work) { saveSeals(work, *unsealed, seals); },
                [&over](bool committed) { over.set_value(committed); });
  if (!over.get_future().get()) return false;
  head_ = seals.back();
  return std::ssize(seals) == store::sealedAtOnce;
}

bool Sealer::isHeadOurs(const store::AuditSeal& found) {
  if (found == head_) return true;
  isChanged_ = true;
  log::error(
      "somebody else changed the audit: its last sealed row was {} and is now {}. It is recorded and not sealed any more. "
      "Keep the data directory and run praktik audit verify.",
      head_.number, found.number);
  return false;
}

void Sealer::waitForWriter() {
  std::promise<void> over;
  engine_.write([](Work&) {}, [&over](bool) { over.set_value(); });
  over.get_future().get();
}

/// Empty when the database does not answer now.
std::optional<Unsealed> Sealer::unsealed() {
  auto found = std::make_shared<std::promise<Unsealed>>();
  auto answer = found->get_future();
  // The query alone owns the promise: when it fails, the promise goes with it and nobody waits for ever.
  const bool isAsked = engine_.read(
      [found = std::exchange(found, nullptr)](const Reading& reading) { found->set_value(findUnsealed(reading.db)); });
  if (!isAsked) return std::nullopt;
  try {
    return answer.get();
  } catch (const std::future_error&) {
    return std::nullopt;
  }
}

void Sealer::noteHead() {
  if (note_(head_)) noted_ = head_;
}

}  // namespace praktik::app
