#pragma once

#include <boost/describe/enum.hpp>
#include <compare>
#include <string>

#include "base/id.hpp"
#include "base/words.hpp"

namespace praktik::app {

BOOST_DEFINE_ENUM_CLASS(TopicKind, me, directory, schedule, practice, call)

/// What a state is pushed about. One topic has one state, whoever watches it: `me` and a doctor's `directory` carry their
/// person's id, the directory of all patients carries none (all zeros).
struct Topic {
  TopicKind kind = TopicKind::me;
  UuidBytes id{};

  auto operator<=>(const Topic&) const = default;

  static Topic me(const UserId& user) { return {TopicKind::me, user.bytes()}; }
  static Topic directoryOfPatients() { return {TopicKind::directory, {}}; }
  static Topic directoryOfDoctor(const UserId& doctor) { return {TopicKind::directory, doctor.bytes()}; }
  static Topic schedule(const ScheduleId& schedule) { return {TopicKind::schedule, schedule.bytes()}; }
  static Topic practice(const ScheduleId& schedule) { return {TopicKind::practice, schedule.bytes()}; }
  static Topic call(const CallId& call) { return {TopicKind::call, call.bytes()}; }

  /// The topic's name on the wire: "me", "directory", "schedule:<id>", …
  std::string name() const {
    std::string text(word(kind));
    const bool isNamedByKind = kind == TopicKind::me || kind == TopicKind::directory;
    return isNamedByKind ? text : text + ":" + formatUuid(id);
  }
};

}  // namespace praktik::app
