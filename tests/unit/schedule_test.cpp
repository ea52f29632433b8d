#include "domain/schedule.hpp"

#include <gtest/gtest.h>

#include "support/domain.hpp"
#include "support/table.hpp"

namespace praktik::domain {
namespace {

using namespace test;
using enum ScheduleStatus;

// ---- every command in every state ----

constexpr std::array<std::string_view, 4> states = {"UPCOMING", "ONLINE", "COMPLETED", "CANCELLED"};
constexpr std::array statuses = {UPCOMING, ONLINE, COMPLETED, CANCELLED};

using ScheduleRow = Row<ScheduleCommand, 4>;

const EditSchedule anEdit{now, now + hours(3), 12, "Bring your letters."};
const Practice quietPractice{scheduleIn(ONLINE), {}, std::nullopt};

/// "same" for a quiet repeat, otherwise the status it came to (the same word twice: something else changed).
std::string decideWords(const ScheduleCommand& command, std::size_t column) {
  const Practice before{scheduleIn(statuses.at(column)), {}, std::nullopt};
  const auto after = decide(before, command, now);
  if (!after) return std::string(word(after.error()));
  return *after == before ? "same" : std::string(word(after->schedule.status));
}

// clang-format off
const ScheduleRow table[] = {
  // command                                             UPCOMING           ONLINE            COMPLETED         CANCELLED
  {"edit",                     anEdit,                  {"UPCOMING",       "schedule_state", "schedule_state", "schedule_state"}},
  {"start",                    StartSchedule{false},    {"ONLINE",         "same",           "schedule_state", "schedule_state"}},
  {"start, another is online", StartSchedule{true},     {"already_online", "same",           "schedule_state", "schedule_state"}},
  {"complete",                 CompleteSchedule{},      {"schedule_state", "COMPLETED",      "same",           "schedule_state"}},
  {"reopen",                   ReopenSchedule{false},   {"schedule_state", "same",           "ONLINE",         "schedule_state"}},
  {"reopen, another is online",ReopenSchedule{true},    {"schedule_state", "same",           "already_online", "schedule_state"}},
  {"cancel",                   CancelSchedule{},        {"CANCELLED",      "schedule_state", "schedule_state", "same"}},
  {"put a notice",             SetNotice{"Late."},      {"UPCOMING",       "ONLINE",         "schedule_closed","schedule_closed"}},
  {"clear no notice",          SetNotice{std::nullopt}, {"same",           "same",           "same",           "same"}},
  {"doctor's page opened",     DoctorPageOpened{},      {"same",           "same",           "same",           "same"}},
  {"doctor's pages closed",    DoctorPagesClosed{},     {"same",           "ONLINE",         "same",           "same"}},
  {"clock",                    ScheduleClock{},         {"same",           "same",           "same",           "same"}},
};
// clang-format on

TEST(Schedule, every_command_in_every_state) {
  static_assert(enumerators<ScheduleStatus> == statuses.size());
  expectTable(table, states, decideWords);
}

// ---- editing ----

TEST(Schedule, edit_changes_times_capacity_and_note_and_nothing_else) {
  const Schedule before = scheduleIn(UPCOMING);
  const Practice after = accepted(decide(Practice{before, {}, {}}, anEdit, now));
  Schedule expected = before;
  expected.startsAt = anEdit.startsAt;
  expected.endsAt = anEdit.endsAt;
  expected.capacity = 12;
  expected.note = "Bring your letters.";
  EXPECT_EQ(after.schedule, expected);
}

TEST(Schedule, the_same_edit_again_is_quiet) {
  const Practice once = accepted(decide(Practice{scheduleIn(UPCOMING), {}, {}}, anEdit, now));
  EXPECT_EQ(accepted(decide(once, anEdit, now + oneMs)), once);
}

// ---- start ----

TEST(Schedule, start_notes_the_instant_and_a_repeat_keeps_the_first) {
  const Practice once = accepted(decide(Practice{scheduleIn(UPCOMING), {}, {}}, StartSchedule{}, now));
  EXPECT_EQ(once.schedule.startedAt, now);
  EXPECT_EQ(accepted(decide(once, StartSchedule{}, now + minutes(1))), once);
}

TEST(Schedule, start_long_before_its_time_and_long_after) {
  for (const auto offset : {-hours(48), hours(48)}) {
    const auto after = decide(Practice{scheduleIn(UPCOMING), {}, {}}, StartSchedule{}, now + offset);
    EXPECT_EQ(accepted(after).schedule.status, ONLINE);
  }
}

// ---- complete ----

/// A practice with one patient in every state; the two live calls are tried one at a time.
Practice fullHouse(std::optional<CallStatus> live) {
  using enum EntryStatus;
  Practice practice{scheduleIn(ONLINE), {}, {}};
  std::int64_t number = 0;
  for (const EntryStatus status : {NOT_READY, READY, DONE, LEFT, NOT_SEEN}) {
    practice.entries.push_back(entryIn(status, ++number));
  }
  if (!live) return practice;
  practice.entries.push_back(entryIn(*live == CallStatus::RINGING ? RINGING : IN_CALL, ++number));
  Call call;
  call.id = nth<CallId>(1);
  call.entry = practice.entries.back().id;
  call.schedule = practice.schedule.id;
  call.doctor = practice.schedule.doctor;
  call.patient = practice.entries.back().patient;
  call.status = *live;
  call.invitedAt = now - seconds(10);
  call.expiresAt = call.invitedAt + seconds(30);
  practice.call = call;
  return practice;
}

TEST(Schedule, completing_turns_every_open_place_into_not_seen) {
  const Practice before = fullHouse(std::nullopt);
  const Practice after = accepted(decide(before, CompleteSchedule{}, now));
  EXPECT_EQ(after.schedule.status, COMPLETED);
  EXPECT_EQ(after.schedule.completedAt, now);
  for (const std::size_t open : {0U, 1U}) {
    EXPECT_EQ(after.entries.at(open).status, EntryStatus::NOT_SEEN);
    EXPECT_EQ(after.entries.at(open).closedAt, now);
    EXPECT_EQ(after.entries.at(open).readyAt, std::nullopt) << "nobody waits READY in a practice that is over";
  }
  for (const std::size_t closed : {2U, 3U, 4U}) EXPECT_EQ(after.entries.at(closed), before.entries.at(closed));
}

TEST(Schedule, completing_while_ringing_cancels_the_call_and_the_place_is_not_seen) {
  const Practice after = accepted(decide(fullHouse(CallStatus::RINGING), CompleteSchedule{}, now));
  EXPECT_EQ(after.call->status, CallStatus::CANCELLED);
  EXPECT_EQ(after.call->endedAt, now);
  EXPECT_EQ(after.entries.back().status, EntryStatus::NOT_SEEN);
  EXPECT_EQ(after.entries.back().lastOutcome, Outcome::CANCELLED);
}

TEST(Schedule, completing_during_a_consultation_ends_it_and_the_place_is_done) {
  const Practice after = accepted(decide(fullHouse(CallStatus::ACTIVE), CompleteSchedule{}, now));
  EXPECT_EQ(after.call->status, CallStatus::ENDED);
  EXPECT_EQ(after.call->endReason, EndReason::PRACTICE_COMPLETED);
  EXPECT_EQ(after.call->endedBy, std::nullopt);
  EXPECT_EQ(after.entries.back().status, EntryStatus::DONE);
  EXPECT_EQ(after.entries.back().lastOutcome, Outcome::ENDED);
  EXPECT_EQ(after.entries.back().closedAt, std::nullopt);
}

TEST(Schedule, completing_twice_keeps_the_first_instant) {
  const Practice once = accepted(decide(fullHouse(CallStatus::ACTIVE), CompleteSchedule{}, now));
  EXPECT_EQ(accepted(decide(once, CompleteSchedule{}, now + minutes(1))), once);
}

// ---- reopen ----

Practice completedNow() { return accepted(decide(fullHouse(std::nullopt), CompleteSchedule{}, now)); }

TEST(Schedule, reopen_is_possible_for_fifteen_minutes_and_not_a_millisecond_longer) {
  const Practice closed = completedNow();
  EXPECT_EQ(code(decide(closed, ReopenSchedule{}, now + minutes(15) - oneMs)), "accepted");
  EXPECT_EQ(code(decide(closed, ReopenSchedule{}, now + minutes(15))), "accepted");
  EXPECT_EQ(code(decide(closed, ReopenSchedule{}, now + minutes(15) + oneMs)), "schedule_state");
}

TEST(Schedule, reopen_too_late_with_another_practice_online_names_the_state_first) {
  EXPECT_EQ(code(decide(completedNow(), ReopenSchedule{true}, now + minutes(16))), "schedule_state");
}

TEST(Schedule, reopen_gives_back_only_the_places_that_the_completion_closed) {
  const Practice before = fullHouse(std::nullopt);
  const Practice after = accepted(decide(completedNow(), ReopenSchedule{}, now + minutes(1)));
  EXPECT_EQ(after.schedule.status, ONLINE);
  EXPECT_EQ(after.schedule.completedAt, std::nullopt);
  EXPECT_EQ(after.schedule.startedAt, before.schedule.startedAt);
  for (const std::size_t sentHome : {0U, 1U}) {
    Entry expected = before.entries.at(sentHome);
    expected.status = EntryStatus::NOT_READY;
    expected.readyAt.reset();
    EXPECT_EQ(after.entries.at(sentHome), expected) << "the place comes back, readiness has to be said again";
  }
  for (const std::size_t other : {2U, 3U, 4U}) {
    EXPECT_EQ(after.entries.at(other), before.entries.at(other)) << "DONE, LEFT and removed by the doctor stay";
  }
}

TEST(Schedule, whoever_was_removed_in_the_very_millisecond_of_the_completion_is_not_given_back) {
  Practice before{scheduleIn(ONLINE), {entryIn(EntryStatus::READY, 1), entryIn(EntryStatus::READY, 2)}, {}};
  before.entries.front() = accepted(decide(before.entries.front(), RemoveEntry{}, now));
  const Practice closed = accepted(decide(before, CompleteSchedule{}, now));
  const Practice reopened = accepted(decide(closed, ReopenSchedule{}, now));
  EXPECT_EQ(reopened.entries.at(0), before.entries.at(0));
  EXPECT_EQ(reopened.entries.at(1).status, EntryStatus::NOT_READY);
}

TEST(Schedule, a_second_completion_and_reopening_gives_the_places_back_again) {
  const Practice reopened = accepted(decide(completedNow(), ReopenSchedule{}, now + minutes(1)));
  const Practice closedAgain = accepted(decide(reopened, CompleteSchedule{}, now + minutes(2)));
  const Practice reopenedAgain = accepted(decide(closedAgain, ReopenSchedule{}, now + minutes(3)));
  EXPECT_EQ(reopenedAgain, reopened);
}

// ---- cancel ----

TEST(Schedule, cancelling_turns_its_places_into_not_seen) {
  Practice before{scheduleIn(UPCOMING), {entryIn(EntryStatus::NOT_READY, 1), entryIn(EntryStatus::READY, 2)}, {}};
  before.entries.push_back(entryIn(EntryStatus::LEFT, 3));
  const Practice after = accepted(decide(before, CancelSchedule{}, now));
  EXPECT_EQ(after.schedule.status, CANCELLED);
  EXPECT_EQ(after.entries.at(0).status, EntryStatus::NOT_SEEN);
  EXPECT_EQ(after.entries.at(1).status, EntryStatus::NOT_SEEN);
  EXPECT_EQ(after.entries.at(2), before.entries.at(2));
}

// ---- the line for everybody who waits ----

TEST(Schedule, notice_is_put_replaced_and_cleared) {
  Practice practice{scheduleIn(ONLINE), {}, {}};
  for (const std::optional<std::string> text : {"15 minutes late", "30 minutes late"}) {
    practice = accepted(decide(practice, SetNotice{text}, now));
    EXPECT_EQ(practice.schedule.notice, text);
    EXPECT_EQ(accepted(decide(practice, SetNotice{text}, now + oneMs)), practice) << "the same notice again";
  }
  EXPECT_EQ(accepted(decide(practice, SetNotice{}, now)).schedule.notice, std::nullopt);
}

// ---- what the clock does ----

TEST(Schedule, upcoming_is_cancelled_an_hour_after_its_end_and_not_before) {
  Practice before{scheduleIn(UPCOMING), {entryIn(EntryStatus::READY)}, {}};
  const Instant due = before.schedule.endsAt + hours(1);
  EXPECT_EQ(deadline(before.schedule), due);
  EXPECT_EQ(accepted(decide(before, ScheduleClock{}, due - oneMs)), before);
  for (const Instant at : {due, due + hours(5)}) {
    const Practice after = accepted(decide(before, ScheduleClock{}, at));
    EXPECT_EQ(after.schedule.status, CANCELLED);
    EXPECT_EQ(after.schedule.completedAt, at);
    EXPECT_EQ(after.entries.at(0).status, EntryStatus::NOT_SEEN);
  }
}

TEST(Schedule, online_without_a_doctors_page_is_completed_after_twelve_hours_and_not_before) {
  const Practice left = accepted(decide(fullHouse(CallStatus::ACTIVE), DoctorPagesClosed{}, now));
  const Instant due = now + hours(12);
  EXPECT_EQ(deadline(left.schedule), due);
  EXPECT_EQ(accepted(decide(left, ScheduleClock{}, due - oneMs)), left);
  const Practice after = accepted(decide(left, ScheduleClock{}, due));
  EXPECT_EQ(after.schedule.status, COMPLETED);
  EXPECT_EQ(after.schedule.completedAt, due);
  EXPECT_EQ(after.schedule.abandonAt, std::nullopt);
  EXPECT_EQ(after.call->status, CallStatus::ENDED);
  EXPECT_EQ(after.entries.at(0).status, EntryStatus::NOT_SEEN);
}

TEST(Schedule, a_doctors_page_that_comes_back_stops_the_twelve_hours) {
  const Practice left = accepted(decide(quietPractice, DoctorPagesClosed{}, now));
  const Practice back = accepted(decide(left, DoctorPageOpened{}, now + hours(11)));
  EXPECT_EQ(deadline(back.schedule), std::nullopt);
  EXPECT_EQ(accepted(decide(back, ScheduleClock{}, now + hours(13))), back);
}

TEST(Schedule, the_twelve_hours_count_from_the_first_time_that_no_page_was_left) {
  const Practice left = accepted(decide(quietPractice, DoctorPagesClosed{}, now));
  EXPECT_EQ(accepted(decide(left, DoctorPagesClosed{}, now + hours(1))), left);
}

TEST(Schedule, a_practice_that_was_left_completed_and_reopened_is_not_abandoned_at_once) {
  const Practice left = accepted(decide(quietPractice, DoctorPagesClosed{}, now));
  const Practice closed = accepted(decide(left, CompleteSchedule{}, now + hours(1)));
  const Practice reopened = accepted(decide(closed, ReopenSchedule{}, now + hours(1)));
  EXPECT_EQ(accepted(decide(reopened, ScheduleClock{}, now + hours(12))), reopened);
}

TEST(Schedule, a_practice_begun_without_a_doctors_page_has_twelve_hours_from_then) {
  const Practice upcoming{scheduleIn(UPCOMING), {}, {}};
  const Practice started = accepted(decide(upcoming, StartSchedule{false, false}, now));
  EXPECT_EQ(deadline(started.schedule), now + hours(12));
  EXPECT_EQ(accepted(decide(started, StartSchedule{false, false}, now + hours(1))), started) << "a repeat";
  EXPECT_EQ(deadline(accepted(decide(started, DoctorPageOpened{}, now + hours(1))).schedule), std::nullopt);
  EXPECT_EQ(deadline(accepted(decide(upcoming, StartSchedule{false, true}, now)).schedule), std::nullopt);

  const Practice closed = accepted(decide(started, CompleteSchedule{}, now + hours(2)));
  const Practice reopened = accepted(decide(closed, ReopenSchedule{false, false}, now + hours(2)));
  EXPECT_EQ(deadline(reopened.schedule), now + hours(14));
}

TEST(Schedule, only_upcoming_and_left_practices_wait_for_the_clock) {
  EXPECT_EQ(deadline(scheduleIn(ONLINE)), std::nullopt);
  EXPECT_EQ(deadline(scheduleIn(COMPLETED)), std::nullopt);
  EXPECT_EQ(deadline(scheduleIn(CANCELLED)), std::nullopt);
}

}  // namespace
}  // namespace praktik::domain
