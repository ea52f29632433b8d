#pragma once

#include <cstdint>
#include <expected>
#include <fmt/format.h>
#include <initializer_list>
#include <ostream>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

#include "domain/call.hpp"
#include "domain/queue.hpp"
#include "domain/schedule.hpp"

/// People, places and calls for tests of the domain, and how they look in a failure message.
namespace praktik::test {

using std::chrono::hours;
using std::chrono::minutes;

/// The nth id of a kind; equal n, equal id.
template <class AnyId>
AnyId nth(std::uint64_t n) {
  UuidBytes bytes{};
  for (std::size_t i = 0; i < 8; ++i) bytes.at(15 - i) = static_cast<std::uint8_t>(n >> (8U * i));
  return AnyId(bytes);
}

/// The instant at which the commands of a test are given: 2026-11-23 09:00 UTC.
inline constexpr Instant now = fromMillis(1'795'424'400'000);
inline constexpr milliseconds oneMs{1};

/// What a command that must be accepted came to; a refusal fails the test by its name.
template <class State>
State accepted(std::expected<State, Refusal> decided) {
  if (!decided) throw std::runtime_error(fmt::format("refused: {}", word(decided.error())));
  return *std::move(decided);
}

/// The code of the refusal, or "accepted".
template <class State>
std::string code(const std::expected<State, Refusal>& decided) {
  return decided ? "accepted" : std::string(word(decided.error()));
}

inline domain::Schedule scheduleIn(domain::ScheduleStatus status) {
  using enum domain::ScheduleStatus;
  domain::Schedule schedule;
  schedule.id = nth<ScheduleId>(1);
  schedule.doctor = nth<UserId>(1);
  schedule.startsAt = now - hours(1);
  schedule.endsAt = now + hours(1);
  schedule.status = status;
  if (status == ONLINE || status == COMPLETED) schedule.startedAt = now - minutes(30);
  if (isClosed(status)) schedule.completedAt = now - minutes(1);
  return schedule;
}

/// The place of patient `number` in the queue of scheduleIn(…).
inline domain::Entry entryIn(domain::EntryStatus status, std::int64_t number = 1) {
  using enum domain::EntryStatus;
  domain::Entry entry;
  entry.id = nth<EntryId>(static_cast<std::uint64_t>(number));
  entry.schedule = nth<ScheduleId>(1);
  entry.patient = nth<UserId>(100 + static_cast<std::uint64_t>(number));
  entry.number = number;
  entry.status = status;
  entry.joinedAt = now - minutes(20);
  if (status == READY || isBusy(status)) entry.readyAt = now - minutes(5);
  if (status == DONE) entry.lastOutcome = domain::Outcome::ENDED;
  if (status == LEFT || status == NOT_SEEN) entry.closedAt = now - minutes(3);
  return entry;
}

inline std::set<std::string> receiptsOf(const domain::Call& call) {
  std::set<std::string> set;
  if (call.receipts.sent) set.insert("sent");
  if (call.receipts.delivered) set.insert("delivered");
  if (call.receipts.ringing) set.insert("ringing");
  if (call.receipts.audible) set.insert("audible");
  return set;
}

}  // namespace praktik::test

namespace praktik {

inline std::ostream& operator<<(std::ostream& out, Refusal refusal) { return out << word(refusal); }

namespace domain {

template <class Enum>
  requires boost::describe::has_describe_enumerators<Enum>::value
std::ostream& operator<<(std::ostream& out, Enum value) {
  return out << word(value);
}

inline std::string orDash(const std::optional<Instant>& at) { return at ? std::to_string(toMillis(*at)) : "-"; }

template <class Enum>
std::string_view orDash(const std::optional<Enum>& value) {
  return value ? word(*value) : "-";
}

inline std::ostream& operator<<(std::ostream& out, const Schedule& schedule) {
  return out << fmt::format("[schedule {} started {} completed {} abandon {}]", word(schedule.status),
                            orDash(schedule.startedAt), orDash(schedule.completedAt), orDash(schedule.abandonAt));
}

inline std::ostream& operator<<(std::ostream& out, const Entry& entry) {
  return out << fmt::format("[entry {} {} joined {} ready {} closed {} outcome {} missed {}]", entry.number,
                            word(entry.status), toMillis(entry.joinedAt), orDash(entry.readyAt), orDash(entry.closedAt),
                            orDash(entry.lastOutcome), entry.missedCalls);
}

inline std::ostream& operator<<(std::ostream& out, const Call& call) {
  return out << fmt::format("[call {} invited {} expires {} answered {} ended {} {} {} doctor due {} patient due {}]",
                            word(call.status), toMillis(call.invitedAt), toMillis(call.expiresAt),
                            orDash(call.answeredAt), orDash(call.endedAt), orDash(call.endReason), orDash(call.endedBy),
                            orDash(call.doctorDue), orDash(call.patientDue));
}

inline std::ostream& operator<<(std::ostream& out, const Consultation& consultation) {
  out << consultation.schedule << ' ' << consultation.entry;
  return consultation.call ? out << ' ' << *consultation.call : out;
}

inline std::ostream& operator<<(std::ostream& out, const Practice& practice) {
  out << practice.schedule;
  for (const Entry& entry : practice.entries) out << ' ' << entry;
  return practice.call ? out << ' ' << *practice.call : out;
}

}  // namespace domain
}  // namespace praktik
