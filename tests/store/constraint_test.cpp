#include <gtest/gtest.h>

#include "store/error.hpp"
#include "store/migrations.hpp"
#include "support/database.hpp"
#include "support/rows.hpp"

/// The rules that the database itself keeps, should a decision above ever be made on stale rows.
namespace praktik::store {
namespace {

using namespace test;

class Constraint : public testing::Test {
 protected:
  Constraint() {
    migrate(db);
    insertPractice(db);
    for (std::int64_t number = 1; number <= 3; ++number) {
      insertEntry(db, entryIn(domain::EntryStatus::READY, number));
    }
  }

  domain::Call call(std::uint64_t id, std::uint64_t ofDoctor, std::uint64_t place) {
    domain::Call call = *ringing().call;
    call.id = nth<CallId>(id);
    call.entry = nth<EntryId>(place);
    call.doctor = nth<UserId>(ofDoctor);
    call.patient = nth<UserId>(100 + place);
    return call;
  }

  TemporaryFolder folder;
  std::unique_ptr<Connection> connection = Connection::openSqlite(folder.file());
  Connection& db = *connection;
};

TEST_F(Constraint, one_live_call_per_doctor) {
  for (const auto status : {domain::CallStatus::RINGING, domain::CallStatus::ACTIVE}) {
    domain::Call first = call(1, 1, 1);
    first.status = status;
    insertCall(db, first);
    EXPECT_THROW(insertCall(db, call(2, 1, 2)), ConstraintError) << word(status);
    db.run("DELETE FROM calls");
  }
}

TEST_F(Constraint, one_live_call_per_patient) {
  insertUser(db, userOf(nth<UserId>(2), domain::Role::DOCTOR));
  for (const auto status : {domain::CallStatus::RINGING, domain::CallStatus::ACTIVE}) {
    domain::Call first = call(1, 1, 1);
    first.status = status;
    insertCall(db, first);
    EXPECT_THROW(insertCall(db, call(2, 2, 1)), ConstraintError) << word(status);
    db.run("DELETE FROM calls");
  }
}

TEST_F(Constraint, any_number_of_finished_calls_beside_a_live_one) {
  using enum domain::CallStatus;
  std::uint64_t id = 0;
  for (const auto status : {ENDED, DECLINED, MISSED, CANCELLED, ENDED}) {
    domain::Call finished = call(++id, 1, 1);
    finished.status = status;
    insertCall(db, finished);
  }
  insertCall(db, call(++id, 1, 1));
  domain::Call revived = call(1, 1, 1);
  revived.status = ACTIVE;
  EXPECT_THROW(updateCall(db, revived), ConstraintError) << "by an update neither";
}

TEST_F(Constraint, one_online_schedule_per_doctor) {
  domain::Schedule second = scheduleIn(domain::ScheduleStatus::UPCOMING);
  second.id = nth<ScheduleId>(2);
  insertSchedule(db, second);
  second.status = domain::ScheduleStatus::ONLINE;
  EXPECT_THROW(updateSchedule(db, second), ConstraintError);
  insertUser(db, userOf(nth<UserId>(2), domain::Role::DOCTOR));
  second.id = nth<ScheduleId>(3);
  second.doctor = nth<UserId>(2);
  EXPECT_NO_THROW(insertSchedule(db, second)) << "another doctor may";
}

TEST_F(Constraint, a_number_is_given_once_per_schedule_even_after_leaving) {
  domain::Entry left = entryIn(domain::EntryStatus::LEFT, 3);
  updateEntry(db, left);
  domain::Entry again = entryIn(domain::EntryStatus::NOT_READY, 3);
  again.id = nth<EntryId>(30);
  EXPECT_THROW(insertEntry(db, again), ConstraintError);
  again.number = 4;
  EXPECT_NO_THROW(insertEntry(db, again)) << "whoever left comes back with a new number";
}

TEST_F(Constraint, a_patient_has_one_place_in_a_schedule) {
  domain::Entry second = entryIn(domain::EntryStatus::NOT_READY, 3);
  second.id = nth<EntryId>(30);
  second.number = 4;
  EXPECT_THROW(insertEntry(db, second), ConstraintError);
}

TEST_F(Constraint, nothing_refers_to_what_does_not_exist) {
  EXPECT_THROW(insertCall(db, call(1, 1, 9)), ConstraintError);
  domain::Schedule orphan = scheduleIn(domain::ScheduleStatus::UPCOMING);
  orphan.id = nth<ScheduleId>(2);
  orphan.doctor = nth<UserId>(77);
  EXPECT_THROW(insertSchedule(db, orphan), ConstraintError);
  EXPECT_THROW(insertRefreshToken(db, {"digest", nth<SignInId>(1), now, std::nullopt}), ConstraintError);
}

}  // namespace
}  // namespace praktik::store
