#include <gtest/gtest.h>

#include "store/audit.hpp"
#include "store/error.hpp"
#include "store/migrations.hpp"
#include "store/second_factors.hpp"
#include "store/secrets.hpp"
#include "support/database.hpp"
#include "support/rows.hpp"

/// Everything that is stored comes back as it was, with every optional field empty and set.
namespace praktik::store {
namespace {

using namespace test;

class Repository : public testing::Test {
 protected:
  Repository() { migrate(db); }

  TemporaryFolder folder;
  std::unique_ptr<Connection> connection = Connection::openSqlite(folder.file());
  Connection& db = *connection;
};

/// Each enumerator, and none.
template <class Enum>
std::vector<std::optional<Enum>> eachOrNone() {
  std::vector<std::optional<Enum>> values = {std::nullopt};
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>(
      [&](auto enumerator) { values.push_back(enumerator.value); });
  return values;
}

template <class Enum>
std::vector<Enum> each() {
  std::vector<Enum> values;
  for (const auto& value : eachOrNone<Enum>()) {
    if (value) values.push_back(*value);
  }
  return values;
}

// ---- users ----

User fullUser() {
  User user = userOf(nth<UserId>(5), domain::Role::DOCTOR);
  user.name = anyText;
  user.locale = "id";
  user.specialty = anyText;
  user.phone = "+62 812 0000";
  user.birthDate = "1980-02-29";
  user.passwordHash = "$argon2id$…";
  user.credentialsAt = now - hours(1);
  user.consentVersion = "2026-11";
  user.consentAt = now;
  user.disabledAt = now + hours(1);
  return user;
}

TEST_F(Repository, user_with_every_optional_field_empty_and_set) {
  const User bare = userOf(nth<UserId>(4), domain::Role::PATIENT);
  insertUser(db, bare);
  insertUser(db, fullUser());
  EXPECT_EQ(findUser(db, bare.id), bare);
  EXPECT_EQ(findUser(db, fullUser().id), fullUser());
  EXPECT_EQ(findUserByEmail(db, bare.email), bare);
  EXPECT_EQ(listUsers(db), (std::vector<User>{bare, fullUser()}));
  EXPECT_EQ(findUser(db, nth<UserId>(99)), std::nullopt);
  EXPECT_EQ(findUserByEmail(db, "nobody@example.org"), std::nullopt);
}

TEST_F(Repository, updating_a_user_saves_everything_that_may_change_and_clears_it_again) {
  const User bare = userOf(nth<UserId>(5), domain::Role::DOCTOR);
  insertUser(db, bare);
  updateUser(db, fullUser());
  EXPECT_EQ(findUser(db, bare.id), fullUser());
  updateUser(db, bare);
  EXPECT_EQ(findUser(db, bare.id), bare);
}

TEST_F(Repository, an_e_mail_address_belongs_to_one_person) {
  User first = userOf(nth<UserId>(1), domain::Role::PATIENT);
  User second = userOf(nth<UserId>(2), domain::Role::PATIENT);
  second.email = first.email;
  insertUser(db, first);
  EXPECT_THROW(insertUser(db, second), ConstraintError);
}

// ---- sign-ins ----

SignIn signInOf(std::uint64_t n) { return {nth<SignInId>(n), doctor, now, now, now + hours(n), {}, {}, {}, {}}; }

TEST_F(Repository, sign_in_with_every_optional_field_empty_and_set) {
  insertUser(db, userOf(doctor, domain::Role::DOCTOR));
  const SignIn bare = signInOf(1);
  SignIn full = signInOf(2);
  full.endedAt = now;
  full.endCause = "revoked";
  full.address = "2001:db8::1";
  full.userAgent = anyText;
  insertSignIn(db, bare);
  insertSignIn(db, full);
  EXPECT_EQ(findSignIn(db, bare.id), bare);
  EXPECT_EQ(findSignIn(db, full.id), full);
  EXPECT_EQ(findSignIn(db, nth<SignInId>(9)), std::nullopt);
}

TEST_F(Repository, living_sign_ins_are_those_neither_ended_nor_expired_newest_first) {
  insertUser(db, userOf(doctor, domain::Role::DOCTOR));
  for (const std::uint64_t n : {1U, 2U, 3U, 4U}) insertSignIn(db, signInOf(n));
  endSignIn(db, nth<SignInId>(3), now, "sign-out");
  const auto ids = [&](Instant at) {
    std::vector<SignInId> living;
    for (const SignIn& signIn : listLivingSignIns(db, doctor, at)) living.push_back(signIn.id);
    return living;
  };
  EXPECT_EQ(ids(now), (std::vector{nth<SignInId>(4), nth<SignInId>(2), nth<SignInId>(1)}));
  EXPECT_EQ(ids(now + hours(1) - oneMs), (std::vector{nth<SignInId>(4), nth<SignInId>(2), nth<SignInId>(1)}));
  EXPECT_EQ(ids(now + hours(1)), (std::vector{nth<SignInId>(4), nth<SignInId>(2)})) << "expired at its instant";
  std::vector<SignInId> open;
  for (const SignIn& signIn : listOpenSignIns(db, doctor)) open.push_back(signIn.id);
  EXPECT_EQ(open, ids(now)) << "whatever the time";
}

/// What keeps a sign-in, each alone, and what does not.
TEST_F(Repository, unseen_sign_ins_are_those_of_the_role_that_nothing_keeps_the_longest_unseen_first) {
  insertPractice(db, 3, domain::ScheduleStatus::UPCOMING);
  const auto patient = [](std::uint64_t n) { return nth<UserId>(100 + n); };
  const auto insert = [&](std::uint64_t n, const UserId& user, domain::Role role, Instant seenAt) {
    SignIn signIn = test::signInOf(nth<SignInId>(n), user);
    signIn.role = role;
    signIn.lastSeenAt = seenAt;
    insertSignIn(db, signIn);
  };
  insert(1, patient(1), domain::Role::PATIENT, now - minutes(10));
  insert(2, patient(2), domain::Role::PATIENT, now - minutes(20));
  insert(3, patient(3), domain::Role::PATIENT, now);
  insert(4, doctor, domain::Role::DOCTOR, now - minutes(30));
  const auto unseen = [&](domain::Role role, Instant seenAt) {
    std::vector<SignInId> ids;
    for (const SignIn& signIn : listUnseenSignIns(db, role, seenAt)) ids.push_back(signIn.id);
    return ids;
  };
  using Ids = std::vector<SignInId>;
  EXPECT_EQ(unseen(domain::Role::PATIENT, now - minutes(10)), (Ids{nth<SignInId>(2), nth<SignInId>(1)}));
  EXPECT_EQ(unseen(domain::Role::PATIENT, now - minutes(10) - oneMs), Ids{nth<SignInId>(2)});
  EXPECT_EQ(longestUnseen(db, domain::Role::PATIENT), now - minutes(20));
  EXPECT_EQ(unseen(domain::Role::DOCTOR, now), Ids{nth<SignInId>(4)});

  updateSchedule(db, scheduleIn(domain::ScheduleStatus::ONLINE));
  EXPECT_TRUE(isKeptSignedIn(db, doctor)) << "an ONLINE practice";
  EXPECT_EQ(unseen(domain::Role::DOCTOR, now), Ids{});
  EXPECT_EQ(longestUnseen(db, domain::Role::DOCTOR), std::nullopt);
  updateSchedule(db, scheduleIn(domain::ScheduleStatus::COMPLETED));
  EXPECT_FALSE(isKeptSignedIn(db, doctor));

  auto consultation = ringing();
  insertConsultation(db, consultation);
  EXPECT_TRUE(isKeptSignedIn(db, doctor)) << "a live call";
  EXPECT_TRUE(isKeptSignedIn(db, consultation.entry.patient));
  consultation.call->status = domain::CallStatus::ENDED;
  updateCall(db, *consultation.call);
  EXPECT_FALSE(isKeptSignedIn(db, doctor));
  for (const auto status : {domain::EntryStatus::NOT_READY, domain::EntryStatus::READY, domain::EntryStatus::RINGING,
                            domain::EntryStatus::IN_CALL}) {
    consultation.entry.status = status;
    updateEntry(db, consultation.entry);
    EXPECT_TRUE(isKeptSignedIn(db, consultation.entry.patient)) << word(status);
  }
  for (const auto status : {domain::EntryStatus::DONE, domain::EntryStatus::LEFT, domain::EntryStatus::NOT_SEEN}) {
    consultation.entry.status = status;
    updateEntry(db, consultation.entry);
    EXPECT_FALSE(isKeptSignedIn(db, consultation.entry.patient)) << word(status);
  }
}

TEST_F(Repository, what_was_seen_of_a_sign_in_never_goes_back_and_nothing_is_seen_of_an_ended_one) {
  insertUser(db, userOf(doctor, domain::Role::DOCTOR));
  insertSignIn(db, signInOf(1));
  touchSignIn(db, nth<SignInId>(1), now + minutes(5));
  touchSignIn(db, nth<SignInId>(1), now + minutes(4));
  EXPECT_EQ(findSignIn(db, nth<SignInId>(1))->lastSeenAt, now + minutes(5));
  endSignIn(db, nth<SignInId>(1), now + minutes(6), "revoked");
  touchSignIn(db, nth<SignInId>(1), now + minutes(7));
  EXPECT_EQ(findSignIn(db, nth<SignInId>(1))->lastSeenAt, now + minutes(5));
}

TEST_F(Repository, expired_sign_ins_are_those_that_nobody_has_ended_yet) {
  insertUser(db, userOf(doctor, domain::Role::DOCTOR));
  for (const std::uint64_t n : {1U, 2U, 3U}) insertSignIn(db, signInOf(n));
  EXPECT_EQ(nextExpiry(db), now + hours(1));
  EXPECT_TRUE(listExpiredSignIns(db, now + hours(1) - oneMs).empty());
  EXPECT_EQ(listExpiredSignIns(db, now + hours(2)).size(), 2);
  endSignIn(db, nth<SignInId>(1), now + hours(1), "expired");
  EXPECT_EQ(listExpiredSignIns(db, now + hours(2)).size(), 1);
  EXPECT_EQ(nextExpiry(db), now + hours(2));
}

TEST_F(Repository, a_sign_in_ends_once_and_keeps_its_first_cause) {
  insertUser(db, userOf(doctor, domain::Role::DOCTOR));
  insertSignIn(db, signInOf(1));
  touchSignIn(db, nth<SignInId>(1), now + minutes(5));
  endSignIn(db, nth<SignInId>(1), now + minutes(6), "revoked");
  endSignIn(db, nth<SignInId>(1), now + minutes(7), "signed out");
  SignIn expected = signInOf(1);
  expected.lastSeenAt = now + minutes(5);
  expected.endedAt = now + minutes(6);
  expected.endCause = "revoked";
  EXPECT_EQ(findSignIn(db, nth<SignInId>(1)), expected);
}

TEST_F(Repository, of_refresh_tokens_the_unused_that_are_too_many_go_and_used_ones_and_another_sign_ins_stay) {
  insertUser(db, userOf(doctor, domain::Role::DOCTOR));
  insertSignIn(db, signInOf(1));
  insertSignIn(db, signInOf(2));
  const auto insert = [&](std::string digest, std::uint64_t signIn, Instant issuedAt, std::optional<Instant> usedAt) {
    insertRefreshToken(db, {std::move(digest), nth<SignInId>(signIn), issuedAt, usedAt});
  };
  insert("used long ago", 1, now, now + hours(1));
  for (int i = 0; i < 5; ++i) insert("unused " + std::to_string(i), 1, now + minutes(i), std::nullopt);
  insert("another's", 2, now, now);
  pruneRefreshTokens(db, nth<SignInId>(1), 3);
  const auto left = [&] {
    std::vector<std::string> digests;
    for (const auto& [digest] : db.all<std::tuple<std::string>>("SELECT digest FROM refresh_tokens ORDER BY digest")) {
      digests.push_back(digest);
    }
    return digests;
  };
  EXPECT_EQ(left(), (std::vector<std::string>{"another's", "unused 2", "unused 3", "unused 4", "used long ago"}));
  deleteRefreshTokens(db, nth<SignInId>(1));
  EXPECT_EQ(left(), std::vector<std::string>{"another's"});
}

TEST_F(Repository, a_second_factor_and_its_recovery_codes_are_one_persons) {
  insertPractice(db, 1);
  const UserId patient = nth<UserId>(101);
  EXPECT_FALSE(hasSecondFactors(db));
  SecondFactor factor{patient, "sealed", now, std::nullopt, std::nullopt};
  saveSecondFactor(db, factor);
  EXPECT_TRUE(hasSecondFactors(db));
  EXPECT_EQ(findSecondFactor(db, patient), factor);
  factor.confirmedAt = now + seconds(1);
  factor.lastStep = 58'000'000;
  saveSecondFactor(db, factor);
  EXPECT_EQ(findSecondFactor(db, patient), factor);
  EXPECT_EQ(findSecondFactor(db, doctor), std::nullopt);
  replaceRecoveryCodes(db, patient, {"a", "b"});
  replaceRecoveryCodes(db, doctor, {"a"});
  EXPECT_TRUE(useRecoveryCode(db, patient, "a", now));
  EXPECT_FALSE(useRecoveryCode(db, patient, "a", now)) << "once";
  EXPECT_FALSE(useRecoveryCode(db, patient, "c", now));
  EXPECT_EQ(countRecoveryCodes(db, patient), 1);
  EXPECT_EQ(countRecoveryCodes(db, doctor), 1);
  deleteSecondFactor(db, patient);
  EXPECT_EQ(findSecondFactor(db, patient), std::nullopt);
  EXPECT_FALSE(useRecoveryCode(db, patient, "b", now));
  EXPECT_EQ(countRecoveryCodes(db, doctor), 1);
}

TEST_F(Repository, a_refresh_token_is_used_once_and_keeps_the_first_use) {
  insertUser(db, userOf(doctor, domain::Role::DOCTOR));
  insertSignIn(db, signInOf(1));
  RefreshToken token{"0123abcd", nth<SignInId>(1), now, std::nullopt};
  insertRefreshToken(db, token);
  EXPECT_EQ(findRefreshToken(db, token.digest), token);
  useRefreshToken(db, token.digest, now + seconds(1));
  useRefreshToken(db, token.digest, now + seconds(2));
  token.usedAt = now + seconds(1);
  EXPECT_EQ(findRefreshToken(db, token.digest), token);
  EXPECT_EQ(findRefreshToken(db, "nothing"), std::nullopt);
}

// ---- schedules, places, calls ----

domain::Schedule fullSchedule() {
  domain::Schedule schedule = scheduleIn(domain::ScheduleStatus::COMPLETED);
  schedule.capacity = 1000;
  schedule.note = anyText;
  schedule.notice = anyText;
  schedule.startedAt = now;
  schedule.completedAt = now + hours(1);
  schedule.abandonAt = now + hours(2);
  return schedule;
}

TEST_F(Repository, schedule_with_every_optional_field_empty_and_set) {
  insertUser(db, userOf(doctor, domain::Role::DOCTOR));
  domain::Schedule bare = scheduleIn(domain::ScheduleStatus::UPCOMING);
  insertSchedule(db, bare);
  EXPECT_EQ(findSchedule(db, bare.id), bare);
  updateSchedule(db, fullSchedule());
  EXPECT_EQ(findSchedule(db, bare.id), fullSchedule());
  for (const domain::ScheduleStatus status : each<domain::ScheduleStatus>()) {
    bare.status = status;
    updateSchedule(db, bare);
    EXPECT_EQ(findSchedule(db, bare.id), bare);
  }
  domain::Schedule another = fullSchedule();
  another.id = nth<ScheduleId>(2);
  insertSchedule(db, another);
  EXPECT_EQ(findSchedule(db, another.id), another);
  EXPECT_EQ(findSchedule(db, nth<ScheduleId>(9)), std::nullopt);
}

TEST_F(Repository, entry_in_every_state_with_every_optional_field_empty_and_set) {
  insertPractice(db);
  domain::Entry entry = entryIn(domain::EntryStatus::NOT_READY);
  insertEntry(db, entry);
  EXPECT_EQ(findEntry(db, entry.id), entry);
  for (const domain::EntryStatus status : each<domain::EntryStatus>()) {
    for (const auto& outcome : eachOrNone<domain::Outcome>()) {
      entry = entryIn(status);
      entry.lastOutcome = outcome;
      entry.reason = outcome ? std::optional(anyText) : std::nullopt;
      entry.missedCalls = outcome ? 3 : 0;
      updateEntry(db, entry);
      EXPECT_EQ(findEntry(db, entry.id), entry);
    }
  }
  domain::Entry another = entryIn(domain::EntryStatus::NOT_SEEN, 2);
  another.reason = anyText;
  another.readyAt = another.closedAt = now;
  another.lastOutcome = domain::Outcome::MISSED;
  insertEntry(db, another);
  EXPECT_EQ(findEntry(db, another.id), another);
  EXPECT_EQ(findEntry(db, nth<EntryId>(9)), std::nullopt);
}

TEST_F(Repository, call_in_every_state_that_the_domain_brings_about) {
  insertPractice(db);
  insertEntry(db, entryIn(domain::EntryStatus::READY));
  const domain::Consultation stages[] = {ringing(),
                                         answeredAt(now),
                                         active(),
                                         activeWithoutDoctorUntil(now),
                                         endedBy(domain::Role::DOCTOR),
                                         endedBy(domain::Role::PATIENT),
                                         connectionLost(),
                                         practiceCompleted(),
                                         declined(),
                                         missed(),
                                         cancelled()};
  std::uint64_t id = 10;
  for (const domain::Consultation& stage : stages) {
    domain::Call call = *stage.call;
    call.id = nth<CallId>(++id);
    insertCall(db, call);
    EXPECT_EQ(findCall(db, call.id), call);
    call.status = domain::CallStatus::ENDED;  // so that the next one may live
    updateCall(db, call);
    EXPECT_EQ(findCall(db, call.id), call);
  }
  EXPECT_EQ(findCall(db, nth<CallId>(9)), std::nullopt);
}

TEST_F(Repository, call_with_every_optional_field_empty_and_set) {
  insertPractice(db);
  insertEntry(db, entryIn(domain::EntryStatus::READY));
  const domain::Call bare = *ringing().call;
  domain::Call full = bare;
  full.answeredAt = now;
  full.endedAt = now + seconds(1);
  full.answeredOn = phone;
  full.doctorDue = now + seconds(2);
  full.patientDue = now + seconds(3);
  full.receipts = {true, true, true, true};
  insertCall(db, bare);
  for (const auto& reason : eachOrNone<domain::EndReason>()) {
    for (const auto& by : eachOrNone<domain::Role>()) {
      full.endReason = reason;
      full.endedBy = by;
      updateCall(db, full);
      EXPECT_EQ(findCall(db, bare.id), full);
    }
  }
  full.answeredOn->connection.reset();
  updateCall(db, full);
  EXPECT_EQ(findCall(db, bare.id), full) << "answered by a sign-in without a page";
  updateCall(db, bare);
  EXPECT_EQ(findCall(db, bare.id), bare);
}

TEST_F(Repository, receipts_are_kept_one_by_one) {
  insertPractice(db);
  insertEntry(db, entryIn(domain::EntryStatus::READY));
  domain::Call call = *ringing().call;
  insertCall(db, call);
  const domain::Receipts stages[] = {{true, false, false, false},
                                     {false, true, false, false},
                                     {false, false, true, false},
                                     {false, false, false, true}};
  for (const domain::Receipts& receipts : stages) {
    call.receipts = receipts;
    updateCall(db, call);
    EXPECT_EQ(findCall(db, call.id), call);
  }
}

// ---- audit and secrets ----

TEST_F(Repository, audit_entry_with_every_optional_field_empty_and_set) {
  AuditEntry bare;
  bare.id = nth<AuditId>(1);
  bare.at = now;
  bare.action = "call.missed";
  bare.subject = "call";
  bare.subjectId = nth<CallId>(1).text();
  AuditEntry full = bare;
  full.id = nth<AuditId>(2);
  full.actor = nth<UserId>(1);
  full.doctor = nth<UserId>(2);
  full.patient = nth<UserId>(3);
  full.fromState = "RINGING";
  full.toState = "ACTIVE";
  full.cause = "accepted";
  full.requestId = "r-1";
  full.originDigest = "0a1b";
  insertAudit(db, full, {"127.0.0.1", anyText, "salt"});
  insertAudit(db, bare, {});
  EXPECT_EQ(listAuditOf(db, bare.subjectId), (std::vector<AuditEntry>{bare, full})) << "oldest first";
  EXPECT_TRUE(listAuditOf(db, "something else").empty());
  using Origin = std::tuple<std::string, std::string, std::string, std::string>;
  EXPECT_EQ(db.all<Origin>("SELECT audit_id, address, user_agent, salt FROM audit_origins"),
            (std::vector<Origin>{{full.id.text(), "127.0.0.1", anyText, "salt"}}));
}

TEST_F(Repository, a_secret_is_made_once_and_kept) {
  EXPECT_EQ(secret(db, "jwt", [] { return std::string("first"); }), "first");
  EXPECT_EQ(secret(db, "jwt", [] { return std::string("second"); }), "first");
  EXPECT_EQ(secret(db, "vapid", [] { return std::string("other"); }), "other");
}

}  // namespace
}  // namespace praktik::store
