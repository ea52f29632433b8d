#include "app/retention.hpp"

#include <array>
#include <fmt/format.h>
#include <future>

#include "app/save.hpp"
#include "base/limits.hpp"
#include "base/log.hpp"
#include "store/retention.hpp"

namespace praktik::app {
namespace {

struct Kind {
  const char* subject;  ///< of the line in the record
  std::chrono::days Retention::* kept;
  std::int64_t (*remove)(store::Connection&, Instant before);
  bool isShown;  ///< pages may stand open that show it
};

constexpr std::array kinds = {
    Kind{"sign_in", &Retention::signIns, store::deleteOldSignIns, false},
    Kind{"audit_origin", &Retention::origins, store::deleteOldOrigins, false},
    Kind{"push_receipt", &Retention::receipts, store::deleteOldReceipts, false},
    Kind{"reason", &Retention::reasons, store::clearOldReasons, true},
    Kind{"call_quality", &Retention::quality, store::deleteOldQualityReports, false},
    Kind{"schedule", &Retention::practices, store::deleteOldPractices, true},
};

}  // namespace

bool applyRetention(Work& work) {
  bool hasRemoved = false;
  for (const Kind& kind : kinds) {
    const auto kept = work.settings.keep.*kind.kept;
    const auto removed = kept.count() == 0 ? 0 : kind.remove(work.db, work.now - kept);
    if (removed == 0) continue;
    hasRemoved = true;
    work.changes.everything = work.changes.everything || kind.isShown;
    store::AuditEntry entry;
    entry.subject = kind.subject;
    entry.cause = fmt::format("{} rows", removed);
    record(work, {nullptr, "retention"}, std::move(entry));
  }
  return hasRemoved;
}

RetentionClock::RetentionClock(Engine& engine) : engine_(engine) {
  thread_ = std::thread([this] { loop(); });
}

RetentionClock::~RetentionClock() { stop(); }

void RetentionClock::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void RetentionClock::loop() {
  while (true) {
    const bool isMore = runOnce();
    std::unique_lock lock(mutex_);
    if (!isMore) changed_.wait_for(lock, limits::retentionEvery, [this] { return stopping_; });
    if (stopping_) return;
  }
}

bool RetentionClock::runOnce() {
  std::promise<bool> done;
  bool isMore = false;
  engine_.write([&isMore](Work& work) { isMore = applyRetention(work); },
                [&done](bool committed) { done.set_value(committed); });
  return done.get_future().get() && isMore;
}

}  // namespace praktik::app
