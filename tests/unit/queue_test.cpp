#include "domain/queue.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "support/domain.hpp"
#include "support/table.hpp"

namespace praktik::domain {
namespace {

using namespace test;
using enum EntryStatus;

// ---- every command in every state ----

constexpr std::array<std::string_view, 7> states = {"NOT_READY", "READY", "RINGING", "IN_CALL",
                                                    "DONE",      "LEFT",  "NOT_SEEN"};
constexpr std::array statuses = {NOT_READY, READY, RINGING, IN_CALL, DONE, LEFT, NOT_SEEN};

using EntryRow = Row<EntryCommand, 7>;

/// "same" for a quiet repeat, otherwise the status it came to.
std::string decideWords(const EntryCommand& command, std::size_t column) {
  const Entry before = entryIn(statuses.at(column));
  const auto after = decide(before, command, now);
  if (!after) return std::string(word(after.error()));
  return *after == before ? "same" : std::string(word(after->status));
}

constexpr ScheduleStatus online = ScheduleStatus::ONLINE;
constexpr ScheduleStatus completed = ScheduleStatus::COMPLETED;

// clang-format off
const EntryRow table[] = {
  // command                                    NOT_READY   READY        RINGING       IN_CALL       DONE               LEFT            NOT_SEEN
  {"ready",             SetReadiness{true},    {"READY",    "same",      "entry_busy", "entry_busy", "entry_closed",    "entry_closed", "entry_closed"}},
  {"not ready",         SetReadiness{false},   {"same",     "NOT_READY", "entry_busy", "entry_busy", "entry_closed",    "entry_closed", "entry_closed"}},
  {"leave",             Leave{},               {"LEFT",     "LEFT",      "entry_busy", "entry_busy", "entry_closed",    "same",         "entry_closed"}},
  {"removed by doctor", RemoveEntry{},         {"NOT_SEEN", "NOT_SEEN",  "entry_busy", "entry_busy", "entry_closed",    "entry_closed", "same"}},
  {"put back",          Requeue{online},       {"not_done", "not_done",  "not_done",   "not_done",   "READY",           "not_done",     "not_done"}},
  {"put back, closed",  Requeue{completed},    {"not_done", "not_done",  "not_done",   "not_done",   "schedule_closed", "not_done",     "not_done"}},
};
// clang-format on

TEST(Queue, every_command_in_every_state) {
  static_assert(enumerators<EntryStatus> == statuses.size());
  expectTable(table, states, decideWords);
}

TEST(Queue, open_waiting_and_busy_are_what_they_say) {
  const auto namesOf = [](auto belongs) {
    std::string names;
    for (const EntryStatus status : statuses) {
      if (belongs(status)) names += fmt::format("{} ", word(status));
    }
    return names;
  };
  EXPECT_EQ(namesOf(isOpen), "NOT_READY READY RINGING IN_CALL ");
  EXPECT_EQ(namesOf(isWaiting), "NOT_READY READY RINGING ");
  EXPECT_EQ(namesOf(isBusy), "RINGING IN_CALL ");
}

// ---- joining ----

const Join join{nth<EntryId>(9), nth<ScheduleId>(1), nth<UserId>(109), "Cough since Monday."};

Room roomIn(ScheduleStatus status) {
  Room room;
  room.status = status;
  return room;
}

TEST(Queue, the_first_to_join_gets_number_one_and_is_not_ready) {
  for (const ScheduleStatus status : {ScheduleStatus::UPCOMING, ScheduleStatus::ONLINE}) {
    Entry expected;
    expected.id = join.id;
    expected.schedule = join.schedule;
    expected.patient = join.patient;
    expected.number = 1;
    expected.status = NOT_READY;
    expected.joinedAt = now;
    expected.reason = join.reason;
    EXPECT_EQ(accepted(decide(roomIn(status), join, now)), expected);
  }
}

TEST(Queue, the_next_number_follows_the_highest_ever_given_even_when_everybody_left) {
  Room room = roomIn(ScheduleStatus::ONLINE);
  room.lastNumber = 41;
  room.taken = 0;
  EXPECT_EQ(accepted(decide(room, join, now)).number, 42);
}

TEST(Queue, joining_again_returns_the_same_place_whatever_its_state) {
  for (const EntryStatus status : {NOT_READY, READY, RINGING, IN_CALL, DONE, NOT_SEEN}) {
    Room room = roomIn(ScheduleStatus::ONLINE);
    room.own = entryIn(status);
    room.lastNumber = 7;
    EXPECT_EQ(accepted(decide(room, join, now)), *room.own);
  }
}

TEST(Queue, joining_again_is_quiet_also_when_the_queue_is_full_or_closed_meanwhile) {
  Room room = roomIn(ScheduleStatus::COMPLETED);
  room.own = entryIn(NOT_SEEN);
  room.capacity = 1;
  room.taken = 1;
  EXPECT_EQ(accepted(decide(room, join, now)), *room.own);
}

TEST(Queue, nobody_joins_what_is_over) {
  for (const ScheduleStatus status : {ScheduleStatus::COMPLETED, ScheduleStatus::CANCELLED}) {
    EXPECT_EQ(code(decide(roomIn(status), join, now)), "schedule_closed");
  }
}

TEST(Queue, the_last_place_is_given_and_the_one_after_it_is_not) {
  Room room = roomIn(ScheduleStatus::ONLINE);
  room.capacity = 3;
  room.taken = 2;
  EXPECT_EQ(code(decide(room, join, now)), "accepted");
  room.taken = 3;
  EXPECT_EQ(code(decide(room, join, now)), "queue_full");
  room.taken = 4;  // the doctor lowered the capacity
  EXPECT_EQ(code(decide(room, join, now)), "queue_full");
}

TEST(Queue, full_and_closed_says_closed) {
  Room room = roomIn(ScheduleStatus::CANCELLED);
  room.capacity = 1;
  room.taken = 1;
  EXPECT_EQ(code(decide(room, join, now)), "schedule_closed");
}

TEST(Queue, without_a_capacity_there_is_no_limit) {
  Room room = roomIn(ScheduleStatus::ONLINE);
  room.taken = room.lastNumber = 100'000;
  EXPECT_EQ(accepted(decide(room, join, now)).number, 100'001);
}

TEST(Queue, whoever_left_too_often_lately_takes_no_further_place_but_keeps_the_one_there_is) {
  Room room = roomIn(ScheduleStatus::ONLINE);
  room.leftLately = limits::placesLeft - 1;
  EXPECT_EQ(code(decide(room, join, now)), "accepted");
  room.leftLately = limits::placesLeft;
  EXPECT_EQ(code(decide(room, join, now)), "too_many");
  room.own = entryIn(READY);
  EXPECT_EQ(accepted(decide(room, join, now)), *room.own);
}

// ---- readiness ----

TEST(Queue, ready_notes_since_when_and_a_repeat_keeps_the_first_instant) {
  const Entry ready = accepted(decide(entryIn(NOT_READY), SetReadiness{true}, now));
  EXPECT_EQ(ready.readyAt, now);
  EXPECT_EQ(accepted(decide(ready, SetReadiness{true}, now + minutes(3))), ready);
}

TEST(Queue, not_ready_forgets_since_when) {
  EXPECT_EQ(accepted(decide(entryIn(READY), SetReadiness{false}, now)).readyAt, std::nullopt);
}

TEST(Queue, readiness_changes_neither_number_nor_anything_else) {
  Entry before = entryIn(NOT_READY, 5);
  before.lastOutcome = Outcome::MISSED;
  before.missedCalls = 2;
  const Entry ready = accepted(decide(before, SetReadiness{true}, now));
  EXPECT_EQ(accepted(decide(ready, SetReadiness{false}, now)), before);
}

// ---- leaving and being removed ----

TEST(Queue, leaving_and_being_removed_note_the_instant_and_end_the_wait) {
  const std::pair<EntryCommand, EntryStatus> ways[] = {{Leave{}, LEFT}, {RemoveEntry{}, NOT_SEEN}};
  for (const auto& [command, status] : ways) {
    Entry expected = entryIn(READY);
    expected.status = status;
    expected.readyAt.reset();
    expected.closedAt = now;
    EXPECT_EQ(accepted(decide(entryIn(READY), command, now)), expected);
    EXPECT_EQ(accepted(decide(expected, command, now + oneMs)), expected) << "a repeat keeps the first instant";
  }
}

// ---- call again ----

Entry putBack(Outcome outcome) {
  Entry done = entryIn(DONE);
  done.lastOutcome = outcome;
  return accepted(decide(done, Requeue{online}, now));
}

TEST(Queue, putting_back_makes_ready_and_keeps_number_and_outcome) {
  Entry expected = entryIn(DONE);
  expected.status = READY;
  expected.readyAt = now;
  EXPECT_EQ(putBack(Outcome::ENDED), expected);
}

TEST(Queue, putting_back_twice_is_quiet) {
  for (const Outcome outcome : {Outcome::ENDED, Outcome::CONNECTION_LOST}) {
    const Entry back = putBack(outcome);
    EXPECT_EQ(accepted(decide(back, Requeue{online}, now + oneMs)), back);
  }
}

TEST(Queue, a_ready_place_whose_last_call_brought_nobody_cannot_be_put_back) {
  for (const Outcome outcome : {Outcome::DECLINED, Outcome::MISSED, Outcome::CANCELLED}) {
    Entry ready = entryIn(READY);
    ready.lastOutcome = outcome;
    EXPECT_EQ(code(decide(ready, Requeue{online}, now)), "not_done");
  }
}

TEST(Queue, a_place_put_back_and_switched_to_not_ready_by_its_patient_is_the_patients_to_switch_again) {
  const Entry away = accepted(decide(putBack(Outcome::ENDED), SetReadiness{false}, now));
  EXPECT_EQ(code(decide(away, Requeue{online}, now)), "not_done");
  EXPECT_EQ(accepted(decide(away, SetReadiness{true}, now)).status, READY);
}

}  // namespace
}  // namespace praktik::domain
