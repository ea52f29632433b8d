#include "store/call_quality.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "store/error.hpp"
#include "store/migrations.hpp"
#include "support/database.hpp"
#include "support/rows.hpp"

namespace praktik::store {
namespace {

using namespace test;
using domain::QualityReport;
using domain::Role;

class CallQualityRows : public testing::Test {
 protected:
  CallQualityRows() {
    migrate(db);
    insertPractice(db);
    insertConsultation(db, endedBy(Role::DOCTOR));
  }

  TemporaryFolder folder;
  std::unique_ptr<Connection> connection = Connection::openSqlite(folder.file());
  Connection& db = *connection;
  const CallId call = ringing().call->id;
};

/// Every number another one, so that no two columns can be mistaken for each other.
QualityReport fullReport(const CallId& call, Role from) {
  return {call, from, now, {seconds(61), 2, milliseconds(1503), 14, 25, milliseconds(86), true, 7}};
}

TEST_F(CallQualityRows, come_back_with_every_optional_number_empty_and_set) {
  const QualityReport bare{call, Role::PATIENT, now, {}};
  saveQualityReport(db, bare);
  saveQualityReport(db, fullReport(call, Role::DOCTOR));
  EXPECT_EQ(findQualityReport(db, call, Role::PATIENT), bare);
  EXPECT_EQ(findQualityReport(db, call, Role::DOCTOR), fullReport(call, Role::DOCTOR));
  EXPECT_EQ(listQualityReports(db, call), (std::vector{fullReport(call, Role::DOCTOR), bare})) << "the doctor's first";
}

TEST_F(CallQualityRows, hold_the_largest_numbers_that_are_taken) {
  const QualityReport most{call,
                           Role::DOCTOR,
                           now,
                           {limits::qualityLengthMost, limits::qualityFreezesMost, limits::qualityFrozenMost,
                            limits::qualityLossMostPermille, limits::qualityLossMostPermille,
                            limits::qualityRoundTripMost, false, limits::qualityReconnectsMost}};
  saveQualityReport(db, most);
  EXPECT_EQ(findQualityReport(db, call, Role::DOCTOR), most);
}

TEST_F(CallQualityRows, are_one_for_each_side_and_the_newer_takes_the_place_of_the_older) {
  saveQualityReport(db, fullReport(call, Role::DOCTOR));
  saveQualityReport(db, fullReport(call, Role::PATIENT));
  const QualityReport again{call, Role::PATIENT, now + minutes(1), {}};
  saveQualityReport(db, again);
  EXPECT_EQ(listQualityReports(db, call), (std::vector{fullReport(call, Role::DOCTOR), again}));
}

TEST_F(CallQualityRows, belong_to_a_call_that_there_is) {
  EXPECT_THROW(saveQualityReport(db, fullReport(nth<CallId>(9), Role::DOCTOR)), ConstraintError);
  EXPECT_TRUE(listQualityReports(db, nth<CallId>(9)).empty());
  EXPECT_EQ(findQualityReport(db, call, Role::DOCTOR), std::nullopt);
}

}  // namespace
}  // namespace praktik::store
