#include "domain/schedule.hpp"

#include <algorithm>

#include "base/limits.hpp"

namespace praktik::domain {
namespace {

using Decided = std::expected<Practice, Refusal>;

/// Closes every open place as NOT_SEEN and the live call by the rules of the call.
void close(Practice& practice, Instant now) {
  for (Entry& entry : practice.entries) {
    if (practice.call && practice.call->entry == entry.id) {
      const auto after = decide(Consultation{practice.schedule.status, entry, practice.call}, CompletePractice{}, now);
      if (after) {
        entry = after->entry;
        practice.call = after->call;
      }
    }
    if (isOpen(entry.status)) {
      entry.status = EntryStatus::NOT_SEEN;
      entry.readyAt.reset();
      entry.closedAt = now;
    }
  }
}

struct Decision {
  const Practice& before;
  Instant now;

  Decided operator()(const EditSchedule& edit) const {
    if (before.schedule.status != ScheduleStatus::UPCOMING) return std::unexpected(Refusal::schedule_state);
    Practice after = before;
    after.schedule.startsAt = edit.startsAt;
    after.schedule.endsAt = edit.endsAt;
    after.schedule.capacity = edit.capacity;
    after.schedule.note = edit.note;
    return after;
  }

  Decided operator()(const StartSchedule& start) const {
    if (before.schedule.status == ScheduleStatus::ONLINE) return before;
    if (before.schedule.status != ScheduleStatus::UPCOMING) return std::unexpected(Refusal::schedule_state);
    if (start.anotherOnline) return std::unexpected(Refusal::already_online);
    Practice after = before;
    after.schedule.status = ScheduleStatus::ONLINE;
    after.schedule.startedAt = now;
    if (!start.doctorHasPage) after.schedule.abandonAt = now + limits::abandonAfter;
    return after;
  }

  Decided operator()(const CompleteSchedule&) const {
    if (before.schedule.status == ScheduleStatus::COMPLETED) return before;
    if (before.schedule.status != ScheduleStatus::ONLINE) return std::unexpected(Refusal::schedule_state);
    return completed();
  }

  Decided operator()(const ReopenSchedule& reopen) const {
    if (before.schedule.status == ScheduleStatus::ONLINE) return before;
    const bool inTime = before.schedule.status == ScheduleStatus::COMPLETED &&
                        now <= before.schedule.completedAt.value_or(Instant{}) + limits::reopenWithin;
    if (!inTime) return std::unexpected(Refusal::schedule_state);
    if (reopen.anotherOnline) return std::unexpected(Refusal::already_online);
    Practice after = before;
    // Whoever was sent home by the completion gets the place back; whoever the doctor removed earlier does not.
    for (Entry& entry : after.entries) {
      if (entry.status == EntryStatus::NOT_SEEN && entry.closedAt == before.schedule.completedAt) {
        entry.status = EntryStatus::NOT_READY;
        entry.readyAt.reset();
        entry.closedAt.reset();
      }
    }
    after.schedule.status = ScheduleStatus::ONLINE;
    after.schedule.completedAt.reset();
    if (!reopen.doctorHasPage) after.schedule.abandonAt = now + limits::abandonAfter;
    return after;
  }

  Decided operator()(const CancelSchedule&) const {
    if (before.schedule.status == ScheduleStatus::CANCELLED) return before;
    if (before.schedule.status != ScheduleStatus::UPCOMING) return std::unexpected(Refusal::schedule_state);
    return cancelled();
  }

  Decided operator()(const SetNotice& notice) const {
    if (before.schedule.notice == notice.text) return before;
    if (isClosed(before.schedule.status)) return std::unexpected(Refusal::schedule_closed);
    Practice after = before;
    after.schedule.notice = notice.text;
    return after;
  }

  Decided operator()(const DoctorPageOpened&) const {
    Practice after = before;
    after.schedule.abandonAt.reset();
    return after;
  }

  Decided operator()(const DoctorPagesClosed&) const {
    Practice after = before;
    if (before.schedule.status == ScheduleStatus::ONLINE && !before.schedule.abandonAt) {
      after.schedule.abandonAt = now + limits::abandonAfter;
    }
    return after;
  }

  Decided operator()(const ScheduleClock&) const {
    const auto due = deadline(before.schedule);
    if (!due || now < *due) return before;
    return before.schedule.status == ScheduleStatus::ONLINE ? completed() : cancelled();
  }

 private:
  /// Now, and later than every removal: by this instant reopening tells whom the completion sent home.
  Instant completionTime() const {
    Instant at = now;
    for (const Entry& entry : before.entries) {
      if (entry.status == EntryStatus::NOT_SEEN && entry.closedAt) at = std::max(at, *entry.closedAt + milliseconds(1));
    }
    return at;
  }

  Practice completed() const {
    const Instant at = completionTime();
    Practice after = before;
    close(after, at);
    after.schedule.status = ScheduleStatus::COMPLETED;
    after.schedule.completedAt = at;
    after.schedule.abandonAt.reset();
    return after;
  }

  Practice cancelled() const {
    Practice after = before;
    close(after, now);
    after.schedule.status = ScheduleStatus::CANCELLED;
    after.schedule.completedAt = now;
    return after;
  }
};

}  // namespace

std::expected<Practice, Refusal> decide(const Practice& practice, const ScheduleCommand& command, Instant now) {
  return std::visit(Decision{practice, now}, command);
}

std::optional<Instant> deadline(const Schedule& schedule) {
  if (schedule.status == ScheduleStatus::UPCOMING) return schedule.endsAt + limits::lapseAfter;
  if (schedule.status == ScheduleStatus::ONLINE) return schedule.abandonAt;
  return std::nullopt;
}

}  // namespace praktik::domain
