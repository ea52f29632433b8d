#pragma once

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "support/clinic_step.hpp"
#include "support/domain.hpp"

/// A clinic held in memory: two doctors with two schedules each and three patients with several devices. It plays the use
/// case around the pure decisions: it loads what a decision is made on, asks, and keeps what was decided.
namespace praktik::test {

struct ClinicState {
  std::vector<domain::Schedule> schedules;  ///< schedule i belongs to doctor i / 2
  std::vector<domain::Entry> entries;       ///< in the order of joining
  std::vector<domain::Call> calls;          ///< in the order of inviting
  std::set<EntryId> removedByDoctor;        ///< for the rules: these never come back
  bool operator==(const ClinicState&) const = default;
};

/// What became of a step.
struct Played {
  enum class Kind { noTarget, refused, quiet, changed } kind = Kind::noTarget;
  Refusal refusal{};

  std::string text() const {
    switch (kind) {
      case Kind::noTarget: return "nobody there";
      case Kind::refused: return std::string(word(refusal));
      case Kind::quiet: return "quiet";
      case Kind::changed: return "done";
    }
    return "";
  }
};

class Clinic {
 public:
  Clinic() {
    for (std::size_t i = 0; i < schedulesInClinic; ++i) {
      domain::Schedule schedule;
      schedule.id = nth<ScheduleId>(i);
      schedule.doctor = nth<UserId>(i / 2);
      schedule.startsAt = clock_;
      schedule.endsAt = clock_ + hours(2);
      if (i % 2 == 1) schedule.capacity = 2;
      state_.schedules.push_back(schedule);
    }
  }

  const ClinicState& state() const { return state_; }
  Instant clock() const { return clock_; }

  /// Moves the clock to the moment of the step; never back.
  void wait(const Step& step) {
    Instant at = clock_ + step.delay;
    if (const auto due = dueOf(step); due && step.moment != Moment::LATER) {
      at = step.moment == Moment::JUST_BEFORE_DUE ? *due - oneMs : *due;
    }
    clock_ = std::max(clock_, at);
  }

  /// Gives the command of the step at the clock's time.
  Played play(const Step& step) {
    return std::visit([&](const auto& command) { return give(step, command); }, commandOf(step, nextId()));
  }

 private:
  using Kind = Played::Kind;

  std::uint64_t nextId() { return ++ids_; }

  domain::Schedule& schedule(const Step& step) { return state_.schedules.at(step.schedule); }

  /// The newest place of the patient in the schedule.
  domain::Entry* entry(const Step& step) {
    for (auto it = state_.entries.rbegin(); it != state_.entries.rend(); ++it) {
      if (it->schedule == schedule(step).id && it->patient == patientOf(step)) return &*it;
    }
    return nullptr;
  }

  /// A call of that place, `older` calls back from the newest.
  domain::Call* call(const domain::Entry& place, std::size_t older) {
    for (auto it = state_.calls.rbegin(); it != state_.calls.rend(); ++it) {
      if (it->entry == place.id && older-- == 0) return &*it;
    }
    return nullptr;
  }

  std::optional<Instant> dueOf(const Step& step) {
    if (isAboutSchedule(step.verb)) return deadline(schedule(step));
    const domain::Entry* place = entry(step);
    const domain::Call* newest = place ? call(*place, 0) : nullptr;
    return newest ? deadline(*newest) : std::nullopt;
  }

  bool anotherOnline(const domain::Schedule& own) const {
    return std::ranges::any_of(state_.schedules, [&](const domain::Schedule& other) {
      return other.doctor == own.doctor && other.id != own.id && other.status == domain::ScheduleStatus::ONLINE;
    });
  }

  template <class State, class Keep>
  Played keep(const State& before, const std::expected<State, Refusal>& after, const Keep& keepIt) {
    if (!after) return {Kind::refused, after.error()};
    if (*after == before) return {Kind::quiet, {}};
    keepIt(*after);
    return {Kind::changed, {}};
  }

  // ---- one for each decide function ----

  Played give(const Step& step, domain::ScheduleCommand command) {
    domain::Practice before{schedule(step), {}, std::nullopt};
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < state_.entries.size(); ++i) {
      if (state_.entries[i].schedule != before.schedule.id) continue;
      before.entries.push_back(state_.entries[i]);
      places.push_back(i);
    }
    const auto live = std::ranges::find_if(state_.calls, [&](const domain::Call& other) {
      return isLive(other.status) && other.schedule == before.schedule.id;
    });
    if (live != state_.calls.end()) before.call = *live;
    const bool another = anotherOnline(before.schedule);
    if (auto* start = std::get_if<domain::StartSchedule>(&command)) start->anotherOnline = another;
    if (auto* reopen = std::get_if<domain::ReopenSchedule>(&command)) reopen->anotherOnline = another;
    return keep(before, decide(before, command, clock_), [&](const domain::Practice& after) {
      schedule(step) = after.schedule;
      for (std::size_t i = 0; i < places.size(); ++i) state_.entries[places[i]] = after.entries.at(i);
      if (after.call) *live = *after.call;
    });
  }

  Played give(const Step& step, domain::Join command) {
    command.schedule = schedule(step).id;
    domain::Room room;
    room.status = schedule(step).status;
    room.capacity = schedule(step).capacity;
    for (const domain::Entry& other : state_.entries) {
      if (other.schedule != command.schedule) continue;
      room.lastNumber = std::max(room.lastNumber, other.number);
      const bool isGone = other.status == domain::EntryStatus::LEFT || other.status == domain::EntryStatus::NOT_SEEN;
      if (!isGone) ++room.taken;
      if (other.patient == command.patient && other.status != domain::EntryStatus::LEFT) room.own = other;
    }
    const domain::Entry before = room.own.value_or(domain::Entry{});
    return keep(before, decide(room, command, clock_),
                [&](const domain::Entry& after) { state_.entries.push_back(after); });
  }

  Played give(const Step& step, domain::EntryCommand command) {
    domain::Entry* place = entry(step);
    if (!place) return {};
    if (auto* requeue = std::get_if<domain::Requeue>(&command)) requeue->schedule = schedule(step).status;
    return keep(*place, decide(*place, command, clock_), [&](const domain::Entry& after) {
      *place = after;
      if (step.verb == Verb::REMOVE) state_.removedByDoctor.insert(after.id);
    });
  }

  Played give(const Step& step, domain::CallCommand command) {
    domain::Entry* place = entry(step);
    if (!place) return {};
    auto* invite = std::get_if<domain::Invite>(&command);
    domain::Call* target = call(*place, invite ? 0 : step.older);
    if (!target && !invite) return {};
    domain::Consultation before{schedule(step).status, *place, std::nullopt};
    if (target) before.call = *target;
    if (invite) {
      invite->doctor = schedule(step).doctor;
      const auto isAnother = [&](const domain::Call& other) {
        return isLive(other.status) && other.entry != place->id;
      };
      for (const domain::Call& other : state_.calls) {
        if (!isAnother(other)) continue;
        invite->doctorBusy = invite->doctorBusy || other.doctor == invite->doctor;
        invite->patientBusy = invite->patientBusy || other.patient == place->patient;
      }
    }
    return keep(before, decide(before, command, clock_), [&](const domain::Consultation& after) {
      *place = after.entry;
      const bool isNew = !target || target->id != after.call->id;
      if (isNew) {
        state_.calls.push_back(*after.call);
      } else {
        *target = *after.call;
      }
    });
  }

  ClinicState state_;
  Instant clock_ = now;
  std::uint64_t ids_ = 1000;
};

}  // namespace praktik::test
