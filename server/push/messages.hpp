#pragma once

#include <string>
#include <string_view>

#include "base/id.hpp"
#include "base/instant.hpp"
#include "domain/call.hpp"

/// What the pushes of docs/PROTOCOL.md say, as JSON. Texts for people are in the language of whom they reach, and name
/// neither doctor nor reason: a lock screen shows them to everybody.
namespace praktik::push {

std::string ringMessage(const domain::Call& call, std::string_view receipt, std::string_view locale);
std::string ringOverMessage(const CallId& call, domain::RingOutcome outcome);
std::string testMessage(std::string_view receipt, std::string_view locale);
/// `ahead`: 3 (two or three), 1 or 0.
std::string placeMessage(const ScheduleId& schedule, std::int64_t ahead, std::string_view locale);
/// `line`: what the doctor wrote for everybody who waits.
std::string noticeMessage(const ScheduleId& schedule, std::string_view line, std::string_view locale);

/// The value of a `Topic` header (RFC 8030 §5.4): 32 letters at most, the same for what replaces one another.
std::string topicOf(std::string_view subject);

}  // namespace praktik::push
