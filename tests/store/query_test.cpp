#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "store/migrations.hpp"
#include "store/transaction.hpp"
#include "support/database.hpp"
#include "support/rows.hpp"

/// What the lists and counts give and what they leave out, at their bounds.
namespace praktik::store {
namespace {

using namespace test;
using std::chrono::days;

class Query : public testing::Test {
 protected:
  Query() { migrate(db); }

  domain::Schedule schedule(std::uint64_t id, domain::ScheduleStatus status, Instant startsAt, std::uint64_t of = 1) {
    domain::Schedule one = scheduleIn(status);
    one.id = nth<ScheduleId>(id);
    one.doctor = nth<UserId>(of);
    one.startsAt = startsAt;
    one.endsAt = startsAt + hours(1);
    return one;
  }

  domain::Call finished(std::uint64_t id, Instant endedAt) {
    domain::Call call = *missed().call;
    call.id = nth<CallId>(id);
    call.endedAt = endedAt;
    return call;
  }

  TemporaryFolder folder;
  std::unique_ptr<Connection> connection = Connection::openSqlite(folder.file());
  Connection& db = *connection;
};

std::vector<std::uint8_t> ids(const std::vector<domain::Schedule>& schedules) {
  std::vector<std::uint8_t> found;
  for (const auto& one : schedules) found.push_back(one.id.bytes().back());
  return found;
}

using Ids = std::vector<std::uint8_t>;

// ---- schedules ----

TEST_F(Query, a_doctor_sees_every_own_schedule_that_overlaps_the_range_nearest_first) {
  using enum domain::ScheduleStatus;
  insertUser(db, userOf(nth<UserId>(1), domain::Role::DOCTOR));
  insertUser(db, userOf(nth<UserId>(2), domain::Role::DOCTOR));
  insertSchedule(db, schedule(1, COMPLETED, now - hours(30)));
  insertSchedule(db, schedule(2, CANCELLED, now - hours(3)));
  insertSchedule(db, schedule(3, UPCOMING, now + hours(1)));
  insertSchedule(db, schedule(4, UPCOMING, now + days(20)));
  insertSchedule(db, schedule(5, ONLINE, now, 2));
  EXPECT_EQ(ids(listSchedulesOfDoctor(db, doctor, now - days(1), now + days(14), now)), (Ids{3, 2}));
  EXPECT_EQ(ids(listSchedulesOfDoctor(db, doctor, now - days(2), now + days(30), now)), (Ids{3, 2, 1, 4}));
}

TEST_F(Query, the_edges_of_a_range_take_what_ends_at_its_start_and_leave_what_starts_at_its_end) {
  using enum domain::ScheduleStatus;
  insertUser(db, userOf(doctor, domain::Role::DOCTOR));
  insertSchedule(db, schedule(1, COMPLETED, now - hours(1)));  // ends at now
  insertSchedule(db, schedule(2, COMPLETED, now - hours(1) - oneMs));
  insertSchedule(db, schedule(3, UPCOMING, now + hours(5) - oneMs));
  insertSchedule(db, schedule(4, UPCOMING, now + hours(5)));
  EXPECT_EQ(ids(listSchedulesOfDoctor(db, doctor, now, now + hours(5), now)), (Ids{1, 3}));
}

TEST_F(Query, patients_see_upcoming_online_and_lately_finished_schedules_of_every_doctor) {
  using enum domain::ScheduleStatus;
  insertUser(db, userOf(nth<UserId>(1), domain::Role::DOCTOR));
  insertUser(db, userOf(nth<UserId>(2), domain::Role::DOCTOR));
  const auto closed = [&](std::uint64_t id, domain::ScheduleStatus status, Instant at) {
    domain::Schedule one = schedule(id, status, now - hours(2));
    one.completedAt = at;
    return one;
  };
  const Instant finishedAfter = now - hours(24);
  insertSchedule(db, schedule(1, UPCOMING, now + hours(1)));
  insertSchedule(db, schedule(2, ONLINE, now, 2));
  insertSchedule(db, closed(3, COMPLETED, finishedAfter + oneMs));
  insertSchedule(db, closed(4, COMPLETED, finishedAfter));
  insertSchedule(db, closed(5, CANCELLED, now));
  EXPECT_EQ(ids(listSchedulesForPatients(db, now - days(1), now + days(14), now, finishedAfter)), (Ids{2, 1, 3, 5}));
}

TEST_F(Query, a_list_of_schedules_is_bounded_and_keeps_the_nearest) {
  using enum domain::ScheduleStatus;
  insertUser(db, userOf(doctor, domain::Role::DOCTOR));
  Transaction transaction(db);
  for (std::int64_t i = 0; i <= limits::listRows; ++i) {
    insertSchedule(db, schedule(static_cast<std::uint64_t>(1000 + i), UPCOMING, now + minutes(i)));
  }
  transaction.commit();
  const auto own = listSchedulesOfDoctor(db, doctor, now - days(1), now + days(14), now);
  EXPECT_EQ(std::ssize(own), limits::listRows);
  EXPECT_EQ(own.back().startsAt, now + minutes(limits::listRows - 1)) << "the farthest is left out";
  EXPECT_EQ(std::ssize(listSchedulesForPatients(db, now - days(1), now + days(14), now, now)), limits::listRows);
}

TEST_F(Query, the_online_schedule_of_a_doctor) {
  insertPractice(db, 0);
  EXPECT_EQ(findOnlineSchedule(db, doctor), scheduleIn(domain::ScheduleStatus::ONLINE));
  EXPECT_EQ(ids(listOnlineSchedules(db)), Ids{1});
  updateSchedule(db, scheduleIn(domain::ScheduleStatus::COMPLETED));
  EXPECT_EQ(findOnlineSchedule(db, doctor), std::nullopt);
  EXPECT_TRUE(listOnlineSchedules(db).empty());
}

// ---- places ----

TEST_F(Query, entries_come_by_number_whatever_their_state) {
  insertPractice(db, 7);
  using enum domain::EntryStatus;
  std::int64_t number = 7;
  for (const auto status : {NOT_READY, READY, RINGING, IN_CALL, DONE, LEFT, NOT_SEEN}) {
    insertEntry(db, entryIn(status, number--));
  }
  std::vector<std::int64_t> numbers;
  for (const auto& entry : listEntries(db, nth<ScheduleId>(1))) numbers.push_back(entry.number);
  EXPECT_EQ(numbers, (std::vector<std::int64_t>{1, 2, 3, 4, 5, 6, 7}));
  EXPECT_TRUE(listEntries(db, nth<ScheduleId>(9)).empty());
}

TEST_F(Query, those_who_wait_are_counted_as_the_domain_says) {
  insertPractice(db, 7);
  using enum domain::EntryStatus;
  std::int64_t number = 0;
  std::int64_t waiting = 0;
  for (const auto status : {NOT_READY, READY, RINGING, IN_CALL, DONE, LEFT, NOT_SEEN}) {
    insertEntry(db, entryIn(status, ++number));
    waiting += isWaiting(status) ? 1 : 0;
    EXPECT_EQ(countWaiting(db, nth<ScheduleId>(1)), waiting) << word(status);
    EXPECT_EQ(countWaitingEverywhere(db).at(nth<ScheduleId>(1)), waiting) << word(status);
  }
}

TEST_F(Query, nobody_waits_in_what_is_over_or_empty) {
  insertPractice(db, 1, domain::ScheduleStatus::COMPLETED);
  EXPECT_TRUE(countWaitingEverywhere(db).empty());
  insertEntry(db, entryIn(domain::EntryStatus::NOT_SEEN));
  EXPECT_TRUE(countWaitingEverywhere(db).empty());
  EXPECT_EQ(countWaiting(db, nth<ScheduleId>(1)), 0);
}

TEST_F(Query, the_room_of_an_empty_schedule_is_empty) {
  insertPractice(db);
  const domain::Room room = roomFor(db, nth<ScheduleId>(1), nth<UserId>(101), now);
  EXPECT_EQ(room.lastNumber, 0);
  EXPECT_EQ(room.taken, 0);
  EXPECT_EQ(room.own, std::nullopt);
}

TEST_F(Query, a_room_remembers_the_last_number_and_counts_only_places_that_are_taken) {
  insertPractice(db, 7);
  using enum domain::EntryStatus;
  std::int64_t number = 0;
  for (const auto status : {NOT_READY, READY, RINGING, IN_CALL, DONE, NOT_SEEN, LEFT}) {
    insertEntry(db, entryIn(status, ++number));
  }
  const domain::Room room = roomFor(db, nth<ScheduleId>(1), nth<UserId>(101), now);
  EXPECT_EQ(room.lastNumber, 7) << "the highest, although it has left";
  EXPECT_EQ(room.taken, 5) << "without LEFT and NOT_SEEN";
  EXPECT_EQ(room.own, entryIn(NOT_READY, 1));
  EXPECT_EQ(roomFor(db, nth<ScheduleId>(1), nth<UserId>(106), now).own, entryIn(NOT_SEEN, 6));
  EXPECT_EQ(roomFor(db, nth<ScheduleId>(1), nth<UserId>(107), now).own, std::nullopt) << "whoever left has no place";
}

TEST_F(Query, the_room_counts_what_its_patient_left_lately) {
  insertPractice(db);
  const auto left = [&](std::int64_t number, const UserId& patient, Instant at) {
    domain::Entry entry = entryIn(domain::EntryStatus::LEFT, number);
    entry.patient = patient;
    entry.joinedAt = at;
    insertEntry(db, entry);
  };
  left(1, nth<UserId>(101), now - limits::placesLeftWindow);
  left(2, nth<UserId>(101), now - limits::placesLeftWindow + milliseconds(1));
  left(3, nth<UserId>(101), now);
  left(4, nth<UserId>(102), now);
  EXPECT_EQ(roomFor(db, nth<ScheduleId>(1), nth<UserId>(101), now).leftLately, 2);
}

TEST_F(Query, the_room_finds_the_new_place_of_somebody_who_left_and_came_back) {
  insertPractice(db);
  insertEntry(db, entryIn(domain::EntryStatus::LEFT, 1));
  domain::Entry back = entryIn(domain::EntryStatus::READY, 2);
  back.patient = nth<UserId>(101);
  insertEntry(db, back);
  EXPECT_EQ(roomFor(db, nth<ScheduleId>(1), nth<UserId>(101), now).own, back);
}

TEST_F(Query, a_patients_entries_go_with_their_schedule_after_it_was_finished_long_enough) {
  insertPractice(db);
  insertEntry(db, entryIn(domain::EntryStatus::READY, 1));
  insertEntry(db, entryIn(domain::EntryStatus::READY, 2));
  const auto own = [&](Instant finishedAfter) {
    return listEntriesOfPatient(db, nth<UserId>(101), finishedAfter).size();
  };
  using enum domain::ScheduleStatus;
  EXPECT_EQ(own(now), 1U) << "only the own";
  updateSchedule(db, scheduleIn(UPCOMING));
  EXPECT_EQ(own(now), 1U);
  for (const auto status : {COMPLETED, CANCELLED}) {
    domain::Schedule closed = scheduleIn(status);
    closed.completedAt = now;
    updateSchedule(db, closed);
    EXPECT_EQ(own(now - oneMs), 1U);
    EXPECT_EQ(own(now), 0U);
  }
}

// ---- calls ----

TEST_F(Query, the_live_call_is_found_by_doctor_patient_and_schedule_and_only_while_it_lives) {
  insertPractice(db);
  insertConsultation(db, ringing());
  const auto found = [&] {
    return std::array{findLiveCallOfDoctor(db, doctor), findLiveCallOfPatient(db, nth<UserId>(101)),
                      findLiveCallOfSchedule(db, nth<ScheduleId>(1))};
  };
  for (const auto& call : found()) EXPECT_EQ(call, ringing().call);
  updateCall(db, *active().call);
  for (const auto& call : found()) EXPECT_EQ(call->status, domain::CallStatus::ACTIVE);
  for (const auto& over : {endedBy(domain::Role::DOCTOR), declined(), missed(), cancelled()}) {
    updateCall(db, *over.call);
    for (const auto& call : found()) EXPECT_EQ(call, std::nullopt);
  }
}

TEST_F(Query, the_last_call_is_the_newest_finished_one) {
  insertPractice(db);
  insertEntry(db, entryIn(domain::EntryStatus::READY));
  EXPECT_EQ(findLastCallOfDoctor(db, doctor), std::nullopt);
  insertCall(db, finished(2, now + minutes(2)));
  insertCall(db, finished(1, now + minutes(1)));
  domain::Call live = *ringing().call;
  live.id = nth<CallId>(3);
  insertCall(db, live);
  EXPECT_EQ(findLastCallOfDoctor(db, doctor)->id, nth<CallId>(2));
  EXPECT_EQ(findLastCallOfPatient(db, nth<UserId>(101))->id, nth<CallId>(2));
  EXPECT_EQ(findLastCallOfPatient(db, nth<UserId>(102)), std::nullopt);
  EXPECT_EQ(listCallsOfSchedule(db, nth<ScheduleId>(1)).size(), 3U);
  EXPECT_TRUE(listActiveCalls(db).empty());
}

// ---- what is due ----

TEST_F(Query, a_ring_is_due_at_its_time_and_not_a_millisecond_before) {
  insertPractice(db);
  insertConsultation(db, ringing());
  const Instant due = ringing().call->expiresAt;
  EXPECT_EQ(nextDue(db), due);
  EXPECT_TRUE(listDueCalls(db, due - oneMs).empty());
  EXPECT_EQ(listDueCalls(db, due), std::vector{*ringing().call});
}

TEST_F(Query, an_absence_is_due_with_the_first_side_and_a_finished_call_never) {
  insertPractice(db);
  insertConsultation(db, activeWithoutDoctorUntil(now + seconds(7)));
  EXPECT_EQ(nextDue(db), now + seconds(7));
  EXPECT_EQ(listDueCalls(db, now + seconds(7)).size(), 1U);
  EXPECT_EQ(listActiveCalls(db).size(), 1U);
  updateCall(db, *active().call);
  EXPECT_EQ(nextDue(db), std::nullopt) << "both are attached";
  updateCall(db, *endedBy(domain::Role::DOCTOR).call);
  EXPECT_EQ(nextDue(db), std::nullopt);
  EXPECT_TRUE(listDueCalls(db, now + hours(1000)).empty());
}

TEST_F(Query, a_schedule_is_due_as_the_domain_says) {
  insertPractice(db, 0, domain::ScheduleStatus::UPCOMING);
  const domain::Schedule upcoming = scheduleIn(domain::ScheduleStatus::UPCOMING);
  const Instant lapse = domain::deadline(upcoming).value();
  EXPECT_EQ(nextDue(db), lapse);
  EXPECT_TRUE(listDueSchedules(db, lapse - oneMs).empty());
  EXPECT_EQ(listDueSchedules(db, lapse), std::vector{upcoming});
  domain::Schedule left = scheduleIn(domain::ScheduleStatus::ONLINE);
  left.abandonAt = now + hours(12);
  updateSchedule(db, left);
  EXPECT_EQ(nextDue(db), left.abandonAt);
  EXPECT_EQ(listDueSchedules(db, *left.abandonAt), std::vector{left});
  updateSchedule(db, scheduleIn(domain::ScheduleStatus::COMPLETED));
  EXPECT_EQ(nextDue(db), std::nullopt);
}

TEST_F(Query, the_next_due_is_the_earlier_of_call_and_schedule) {
  insertPractice(db);
  EXPECT_EQ(nextDue(db), std::nullopt);
  domain::Schedule left = scheduleIn(domain::ScheduleStatus::ONLINE);
  left.abandonAt = now + hours(12);
  updateSchedule(db, left);
  insertConsultation(db, ringing());
  EXPECT_EQ(nextDue(db), ringing().call->expiresAt);
  left.abandonAt = ringing().call->expiresAt - oneMs;
  updateSchedule(db, left);
  EXPECT_EQ(nextDue(db), left.abandonAt);
}

TEST_F(Query, what_is_due_comes_in_bounded_batches_earliest_first) {
  insertUser(db, userOf(doctor, domain::Role::DOCTOR));
  Transaction transaction(db);
  for (std::int64_t i = limits::dueBatch; i >= 0; --i) {
    insertSchedule(db,
                   schedule(static_cast<std::uint64_t>(1000 + i), domain::ScheduleStatus::UPCOMING, now + minutes(i)));
  }
  transaction.commit();
  const auto due = listDueSchedules(db, now + days(30));
  ASSERT_EQ(std::ssize(due), limits::dueBatch);
  EXPECT_EQ(due.front().startsAt, now);
  EXPECT_EQ(due.back().startsAt, now + minutes(limits::dueBatch - 1));
}

// ---- sign-ins ----

TEST_F(Query, the_addresses_of_a_persons_newest_sign_ins_since_then_ended_or_not) {
  insertUser(db, userOf(doctor, domain::Role::DOCTOR));
  insertUser(db, userOf(nth<UserId>(2), domain::Role::DOCTOR));
  std::uint64_t number = 0;
  const auto insert = [&](const UserId& user, Instant at, std::optional<std::string> address) {
    SignIn signIn = signInOf(nth<SignInId>(++number), user);
    signIn.createdAt = at;
    signIn.address = std::move(address);
    insertSignIn(db, signIn);
    return signIn.id;
  };
  insert(doctor, now - oneMs, "before");
  insert(doctor, now, "first");
  endSignIn(db, insert(doctor, now + oneMs, "ended"), now + hours(1), "signed_out");
  insert(doctor, now + oneMs, std::nullopt);
  insert(nth<UserId>(2), now + oneMs, "another's");
  const auto addresses = [&] {
    auto found = listAddressesSince(db, doctor, now);
    std::ranges::sort(found);
    return found;
  };
  EXPECT_EQ(addresses(), (std::vector<std::string>{"ended", "first"}));
  Transaction transaction(db);
  for (std::int64_t i = 0; i < limits::signInsRemembered; ++i) insert(doctor, now + hours(1), "again and again");
  transaction.commit();
  EXPECT_EQ(addresses(), std::vector<std::string>{"again and again"});
}

}  // namespace
}  // namespace praktik::store
