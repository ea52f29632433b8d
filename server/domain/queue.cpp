#include "domain/queue.hpp"

#include "base/limits.hpp"

namespace praktik::domain {
namespace {

using Decided = std::expected<Entry, Refusal>;

struct Decision {
  const Entry& before;
  Instant now;

  Decided operator()(const SetReadiness& readiness) const {
    if (isBusy(before.status)) return std::unexpected(Refusal::entry_busy);
    if (!isOpen(before.status)) return std::unexpected(Refusal::entry_closed);
    const EntryStatus wanted = readiness.ready ? EntryStatus::READY : EntryStatus::NOT_READY;
    if (before.status == wanted) return before;
    Entry after = before;
    after.status = wanted;
    after.readyAt = readiness.ready ? std::optional(now) : std::nullopt;
    return after;
  }

  Decided operator()(const Leave&) const { return closed(EntryStatus::LEFT); }

  Decided operator()(const RemoveEntry&) const { return closed(EntryStatus::NOT_SEEN); }

  Decided operator()(const Requeue& requeue) const {
    if (wasPutBack()) return before;
    if (before.status != EntryStatus::DONE) return std::unexpected(Refusal::not_done);
    if (isClosed(requeue.schedule)) return std::unexpected(Refusal::schedule_closed);
    Entry after = before;
    after.status = EntryStatus::READY;
    after.readyAt = now;
    return after;
  }

 private:
  /// READY after a consultation can only have come from an earlier Requeue.
  bool wasPutBack() const {
    return before.status == EntryStatus::READY &&
           (before.lastOutcome == Outcome::ENDED || before.lastOutcome == Outcome::CONNECTION_LOST);
  }

  Decided closed(EntryStatus status) const {
    if (before.status == status) return before;
    if (isBusy(before.status)) return std::unexpected(Refusal::entry_busy);
    if (!isOpen(before.status)) return std::unexpected(Refusal::entry_closed);
    Entry after = before;
    after.status = status;
    after.readyAt.reset();
    after.closedAt = now;
    return after;
  }
};

}  // namespace

std::expected<Entry, Refusal> decide(const Room& room, const Join& join, Instant now) {
  if (room.own) return *room.own;
  if (isClosed(room.status)) return std::unexpected(Refusal::schedule_closed);
  // Each leaves a row behind in the doctor's room.
  if (room.leftLately >= limits::placesLeft) return std::unexpected(Refusal::too_many);
  if (room.capacity && room.taken >= *room.capacity) return std::unexpected(Refusal::queue_full);
  Entry entry;
  entry.id = join.id;
  entry.schedule = join.schedule;
  entry.patient = join.patient;
  entry.number = room.lastNumber + 1;
  entry.joinedAt = now;
  entry.reason = join.reason;
  return entry;
}

std::expected<Entry, Refusal> decide(const Entry& entry, const EntryCommand& command, Instant now) {
  return std::visit(Decision{entry, now}, command);
}

}  // namespace praktik::domain
