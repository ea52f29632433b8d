#include <gtest/gtest.h>
#include <map>
#include <rapidcheck/gtest.h>

#include "support/clinic.hpp"
#include "support/clinic_rules.hpp"
#include "support/table.hpp"

/// Random days at a clinic of two doctors and three patients. Whatever commands come, in whatever order and however late
/// the clocks are, the rules of support/clinic_rules.hpp hold after each of them.
///
/// A failure prints the shortest day that fails and a line `RC_PARAMS="reproduce=…"` that replays it when it stands in the
/// environment. More and other days: RC_PARAMS="max_success=10000 seed=42".
namespace praktik::domain {
namespace {

using namespace test;

RC_GTEST_PROP(Clinic, the_rules_hold_after_every_command_of_any_day, ()) {
  const Day day = *anyDay();
  Clinic clinic;
  for (const Step& step : day) {
    clinic.wait(step);
    const ClinicState before = clinic.state();
    const Played played = clinic.play(step);
    RC_LOG() << step << " -> " << played.text() << '\n';
    expectRules(before, clinic.state(), step, clinic.clock());
    if (played.kind != Played::Kind::changed) RC_ASSERT(clinic.state() == before);
  }
}

RC_GTEST_PROP(Clinic, a_command_repeated_at_once_has_no_second_effect, ()) {
  const Day day = *anyDay();
  Clinic clinic;
  for (const Step& step : day) {
    clinic.wait(step);
    clinic.play(step);
    const ClinicState once = clinic.state();
    const Played again = clinic.play(step);
    RC_LOG() << step << " again -> " << again.text() << '\n';
    RC_ASSERT(again.kind != Played::Kind::changed);
    RC_ASSERT(clinic.state() == once);
  }
}

/// What the random days came to, all together.
struct Reached {
  std::map<std::string, int> states;
  std::map<std::string, int> effects;
  std::map<std::string, int> refusals;
};

void note(Reached& reached, const Clinic& clinic, const Step& step, const Played& played) {
  if (played.kind == Played::Kind::changed) ++reached.effects[std::string(word(step.verb))];
  if (played.kind == Played::Kind::refused) ++reached.refusals[played.text()];
  for (const Schedule& schedule : clinic.state().schedules)
    ++reached.states[fmt::format("schedule {}", word(schedule.status))];
  for (const Entry& entry : clinic.state().entries) ++reached.states[fmt::format("entry {}", word(entry.status))];
  for (const Call& call : clinic.state().calls) {
    ++reached.states[fmt::format("call {} {}", word(call.status), orDash(call.endReason))];
  }
}

// A property that never meets a consultation proves nothing: two hundred fixed days must meet everything there is.
TEST(Clinic, the_random_days_reach_every_state_every_effect_and_every_refusal) {
  Reached reached;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Clinic clinic;
    const Day day = anyDay()(rc::Random(seed), 100).value();
    for (const Step& step : day) {
      clinic.wait(step);
      note(reached, clinic, step, clinic.play(step));
    }
  }
  EXPECT_EQ(reached.effects.size(), enumerators<Verb>) << rc::toString(reached.effects);
  EXPECT_EQ(reached.states.size(), enumerators<ScheduleStatus> + enumerators<EntryStatus> + enumerators<CallStatus> + 2)
      << rc::toString(reached.states);
  for (const Refusal refusal :
       {Refusal::schedule_state, Refusal::already_online, Refusal::schedule_closed, Refusal::queue_full,
        Refusal::entry_busy, Refusal::entry_closed, Refusal::not_done, Refusal::practice_not_online,
        Refusal::doctor_busy, Refusal::patient_busy, Refusal::not_ready, Refusal::already_answered,
        Refusal::answered_elsewhere, Refusal::not_active, Refusal::call_over}) {
    EXPECT_GT(reached.refusals[std::string(word(refusal))], 0) << word(refusal);
  }
}

}  // namespace
}  // namespace praktik::domain
