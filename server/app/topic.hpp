#pragma once

#include <boost/describe/enum.hpp>
#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/id.hpp"
#include "base/words.hpp"
#include "domain/access.hpp"

namespace praktik::app {

BOOST_DEFINE_ENUM_CLASS(TopicKind, me, directory, schedule, practice, call)

/// What watching a topic is, in the words of the table of access.
constexpr domain::Action actionOf(TopicKind kind) {
  switch (kind) {
    case TopicKind::me: return domain::Action::useOwnAccount;
    case TopicKind::directory:
    case TopicKind::schedule: return domain::Action::readSchedule;
    case TopicKind::practice: return domain::Action::watchPractice;
    case TopicKind::call: return domain::Action::readCall;
  }
  std::unreachable();
}

/// Is there one of it for whoever asks? All others are named by an id behind a colon.
constexpr bool isNamedByKind(TopicKind kind) { return kind == TopicKind::me || kind == TopicKind::directory; }

/// A topic as a page names it.
struct TopicName {
  TopicKind kind = TopicKind::me;
  std::optional<UuidBytes> id;

  /// Empty for a name of no topic. A topic has one name, the one that Topic::name() writes: whoever watches keeps what is
  /// watched by it.
  static std::optional<TopicName> parse(std::string_view name) {
    const auto colon = name.find(':');
    const auto kind = fromWord<TopicKind>(name.substr(0, colon));
    if (!kind || isNamedByKind(*kind) != (colon == std::string_view::npos)) return std::nullopt;
    if (isNamedByKind(*kind)) return TopicName{*kind, std::nullopt};
    const auto text = name.substr(colon + 1);
    const auto id = parseUuid(text);
    if (!id || formatUuid(*id) != text) return std::nullopt;
    return TopicName{*kind, id};
  }
};

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
    return isNamedByKind(kind) ? text : text + ":" + formatUuid(id);
  }
};

}  // namespace praktik::app
