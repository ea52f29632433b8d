#include <gtest/gtest.h>

#include "domain/call.hpp"
#include "support/consultation.hpp"
#include "support/table.hpp"

/// Every command about a call in every state of the call.
namespace praktik::domain {
namespace {

using namespace test;

/// The refusal, "same" for a quiet repeat, or the states of call and place that it came to (the same two words: something
/// else changed, such as who is attached).
std::string words(const Consultation& before, const CallCommand& command) {
  const auto after = decide(before, command, now);
  if (!after) return std::string(word(after.error()));
  if (*after == before) return "same";
  return fmt::format("{} {}", word(after->call->status), word(after->entry.status));
}

Invite invite() {
  Invite command;
  command.id = nth<CallId>(2);
  command.doctor = doctor;
  command.ringFor = seconds(30);
  return command;
}

// The places that the commands below are tried on, one a column.
constexpr std::array<std::string_view, 5> liveStates = {"no call", "RINGING", "RINGING, its time just up", "ACTIVE",
                                                        "ACTIVE, the doctor away until just now"};
const std::array liveConsultations = {neverCalled(), ringing(), ringingUntil(now), active(),
                                      activeWithoutDoctorUntil(now)};

constexpr std::array<std::string_view, 7> finalStates = {
    "ENDED by doctor", "ENDED by patient", "ENDED, connection lost", "ENDED with the practice", "DECLINED",
    "MISSED",          "CANCELLED"};
const std::array finalConsultations = {endedBy(Role::DOCTOR),
                                       endedBy(Role::PATIENT),
                                       connectionLost(),
                                       practiceCompleted(),
                                       declined(),
                                       missed(),
                                       cancelled()};

// clang-format off
const Row<CallCommand, 5> liveTable[] = {
  // command                                       no call            RINGING                time just up       ACTIVE                doctor away until now
  {"invite",           invite(),                 {"RINGING RINGING", "same",               "same",             "same",               "same"}},
  {"accept",           Accept{phone, {}},        {"not_found",       "ACTIVE IN_CALL",     "call_over",        "same",               "same"}},
  {"accept elsewhere", Accept{tablet, {}},       {"not_found",       "ACTIVE IN_CALL",     "call_over",        "answered_elsewhere", "answered_elsewhere"}},
  {"decline",          Decline{},                {"not_found",       "DECLINED NOT_READY", "call_over",        "already_answered",   "already_answered"}},
  {"cancel",           CancelCall{},             {"not_found",       "CANCELLED READY",    "call_over",        "already_answered",   "already_answered"}},
  {"doctor ends",      End{Role::DOCTOR},        {"not_found",       "not_active",         "not_active",       "ENDED DONE",         "ENDED DONE"}},
  {"patient ends",     End{Role::PATIENT},       {"not_found",       "not_active",         "not_active",       "ENDED DONE",         "ENDED DONE"}},
  {"doctor attaches",  Attach{Role::DOCTOR},     {"not_found",       "not_active",         "not_active",       "same",               "ACTIVE IN_CALL"}},
  {"patient attaches", Attach{Role::PATIENT},    {"not_found",       "not_active",         "not_active",       "same",               "same"}},
  {"doctor's page goes", Detach{Role::DOCTOR, {}},   {"not_found",   "same",               "same",             "ACTIVE IN_CALL",     "same"}},
  {"patient's page goes", Detach{Role::PATIENT, {}}, {"not_found",   "same",               "same",             "ACTIVE IN_CALL",     "ACTIVE IN_CALL"}},
  {"server started",   ServerStarted{seconds(60)}, {"not_found",     "same",               "same",             "ACTIVE IN_CALL",     "ACTIVE IN_CALL"}},
  {"ring shown",       RingShown{false},         {"not_found",       "RINGING RINGING",    "RINGING RINGING",  "same",               "same"}},
  {"push taken",       PushArrived{PushStep::accepted},  {"not_found", "RINGING RINGING",  "RINGING RINGING",  "same",               "same"}},
  {"push shown",       PushArrived{PushStep::shown},     {"not_found", "RINGING RINGING",  "RINGING RINGING",  "same",               "same"}},
  {"practice completed", CompletePractice{},     {"not_found",       "CANCELLED READY",    "CANCELLED READY",  "ENDED DONE",         "ENDED DONE"}},
  {"clock",            CallClock{},              {"not_found",       "same",               "MISSED NOT_READY", "same",               "ENDED DONE"}},
};

const Row<CallCommand, 7> finalTable[] = {
  // command                                      by doctor    by patient   lost         with practice DECLINED     MISSED       CANCELLED
  {"invite",           invite(),                {"not_ready", "not_ready", "not_ready", "not_ready",  "not_ready", "not_ready", "RINGING RINGING"}},
  {"accept",           Accept{phone, {}},       {"call_over", "call_over", "call_over", "call_over",  "call_over", "call_over", "call_over"}},
  {"accept elsewhere", Accept{tablet, {}},      {"call_over", "call_over", "call_over", "call_over",  "call_over", "call_over", "call_over"}},
  {"decline",          Decline{},               {"call_over", "call_over", "call_over", "call_over",  "same",      "call_over", "call_over"}},
  {"cancel",           CancelCall{},            {"call_over", "call_over", "call_over", "call_over",  "call_over", "call_over", "same"}},
  {"doctor ends",      End{Role::DOCTOR},       {"same",      "call_over", "call_over", "call_over",  "call_over", "call_over", "call_over"}},
  {"patient ends",     End{Role::PATIENT},      {"call_over", "same",      "call_over", "call_over",  "call_over", "call_over", "call_over"}},
  {"attach",           Attach{Role::PATIENT},   {"call_over", "call_over", "call_over", "call_over",  "call_over", "call_over", "call_over"}},
  {"page goes",        Detach{Role::DOCTOR, {}},{"same",      "same",      "same",      "same",       "same",      "same",      "same"}},
  {"server started",   ServerStarted{},         {"same",      "same",      "same",      "same",       "same",      "same",      "same"}},
  {"ring shown",       RingShown{true},         {"same",      "same",      "same",      "same",       "same",      "same",      "same"}},
  {"push shown",       PushArrived{PushStep::shown}, {"same", "same",      "same",      "same",       "same",      "same",      "same"}},
  {"practice completed", CompletePractice{},    {"same",      "same",      "same",      "same",       "same",      "same",      "same"}},
  {"clock",            CallClock{},             {"same",      "same",      "same",      "same",       "same",      "same",      "same"}},
};
// clang-format on

TEST(CallTable, every_command_before_and_during_a_call) {
  expectTable(liveTable, liveStates, [](const CallCommand& command, std::size_t column) {
    return words(liveConsultations.at(column), command);
  });
}

TEST(CallTable, every_command_after_a_call) {
  expectTable(finalTable, finalStates, [](const CallCommand& command, std::size_t column) {
    return words(finalConsultations.at(column), command);
  });
}

TEST(CallTable, the_columns_are_every_state_of_a_call) {
  std::set<CallStatus> statuses;
  for (const Consultation& consultation : liveConsultations) {
    if (consultation.call) statuses.insert(consultation.call->status);
  }
  for (const Consultation& consultation : finalConsultations) {
    EXPECT_FALSE(isLive(consultation.call->status));
    statuses.insert(consultation.call->status);
  }
  EXPECT_EQ(statuses.size(), enumerators<CallStatus>);
}

// ---- Call: the same patient, everything that may stand against it, one thing at a time and all at once ----

struct Obstacles {
  bool offline = false;
  bool doctorBusy = false;
  bool patientBusy = false;
  bool notReady = false;
};

std::string inviteAgainst(const Obstacles& obstacles) {
  Consultation before = neverCalled();
  if (obstacles.offline) before.schedule = ScheduleStatus::UPCOMING;
  if (obstacles.notReady) before.entry = entryIn(EntryStatus::NOT_READY);
  Invite command = invite();
  command.doctorBusy = obstacles.doctorBusy;
  command.patientBusy = obstacles.patientBusy;
  return words(before, command);
}

TEST(CallTable, obstacles_to_an_invitation_are_named_in_this_order) {
  EXPECT_EQ(inviteAgainst({}), "RINGING RINGING");
  EXPECT_EQ(inviteAgainst({.notReady = true}), "not_ready");
  EXPECT_EQ(inviteAgainst({.patientBusy = true, .notReady = true}), "patient_busy");
  EXPECT_EQ(inviteAgainst({.doctorBusy = true, .patientBusy = true, .notReady = true}), "doctor_busy");
  EXPECT_EQ(inviteAgainst({.offline = true, .doctorBusy = true, .patientBusy = true, .notReady = true}),
            "practice_not_online");
  EXPECT_EQ(inviteAgainst({.doctorBusy = true}), "doctor_busy");
  EXPECT_EQ(inviteAgainst({.patientBusy = true}), "patient_busy");
  EXPECT_EQ(inviteAgainst({.offline = true}), "practice_not_online");
}

TEST(CallTable, only_a_ready_place_in_an_online_practice_is_called) {
  using enum EntryStatus;
  for (const EntryStatus status : {NOT_READY, RINGING, IN_CALL, DONE, LEFT, NOT_SEEN}) {
    Consultation before = neverCalled();
    before.entry = entryIn(status);
    EXPECT_EQ(words(before, invite()), "not_ready") << word(status);
  }
  using enum ScheduleStatus;
  for (const ScheduleStatus status : {UPCOMING, COMPLETED, CANCELLED}) {
    Consultation before = neverCalled();
    before.schedule = status;
    EXPECT_EQ(words(before, invite()), "practice_not_online") << word(status);
  }
}

}  // namespace
}  // namespace praktik::domain
