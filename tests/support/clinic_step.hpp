#pragma once

#include <array>
#include <boost/describe/enum.hpp>
#include <ostream>
#include <rapidcheck.h>
#include <stdexcept>
#include <utility>
#include <variant>

#include "support/domain.hpp"

/// One step of a random day at the clinic: somebody waits a while, then gives one command. Every part is a small number, so
/// that rapidcheck shrinks a failing day to few steps about doctor 0 and patient 0, and prints them in words.
namespace praktik::test {

inline constexpr std::size_t schedulesInClinic = 4;
inline constexpr std::size_t patientsInClinic = 3;
inline constexpr seconds clinicRing{30};
inline constexpr seconds clinicJoin{120};
inline constexpr seconds clinicGrace{60};

// clang-format off
BOOST_DEFINE_ENUM_CLASS(Verb,
  EDIT, START, COMPLETE, REOPEN, CANCEL_SCHEDULE, NOTICE, PAGE_OPENED, PAGES_CLOSED, SCHEDULE_CLOCK,
  JOIN,
  READY, NOT_READY, LEAVE, REMOVE, PUT_BACK,
  INVITE, ACCEPT, DECLINE, CANCEL_CALL, END, ATTACH, DETACH, SERVER_STARTED, RING_SHOWN, PUSH_ARRIVED, CALL_CLOCK)
// clang-format on

constexpr bool isAboutSchedule(Verb verb) { return verb <= Verb::SCHEDULE_CLOCK; }

/// When the command is given: some time later, or by the deadline of the call or schedule that it is about.
BOOST_DEFINE_ENUM_CLASS(Moment, LATER, JUST_BEFORE_DUE, AT_DUE)

struct Step {
  Verb verb = Verb::JOIN;
  Moment moment = Moment::LATER;
  milliseconds delay{};
  std::size_t schedule = 0;
  std::size_t patient = 0;
  std::size_t device = 0;  ///< of the patient; where a side is meant, odd is the patient
  std::size_t older = 0;   ///< how many calls back
};

inline UserId patientOf(const Step& step) { return nth<UserId>(100 + step.patient); }
inline domain::Role sideOf(const Step& step) {
  return step.device % 2 == 0 ? domain::Role::DOCTOR : domain::Role::PATIENT;
}

/// Two tabs of one browser, the same sign-in without a page, another sign-in.
inline domain::Device deviceOf(const Step& step) {
  const std::uint64_t base = 10 * step.patient;
  switch (step.device) {
    case 0: return {nth<SignInId>(base), nth<ConnectionId>(base)};
    case 1: return {nth<SignInId>(base), nth<ConnectionId>(base + 1)};
    case 2: return {nth<SignInId>(base), std::nullopt};
    default: return {nth<SignInId>(base + 1), nth<ConnectionId>(base + 2)};
  }
}
inline domain::PushStep pushStepOf(const Step& step) {
  constexpr std::array steps = {domain::PushStep::accepted, domain::PushStep::delivered, domain::PushStep::shown};
  return steps.at(step.device % steps.size());
}

using AnyCommand = std::variant<domain::ScheduleCommand, domain::Join, domain::EntryCommand, domain::CallCommand>;

/// The command of a step as far as the step knows it; the clinic fills in what depends on its state.
inline AnyCommand commandOf(const Step& step, std::uint64_t newId) {
  using namespace domain;
  switch (step.verb) {
    case Verb::EDIT: return ScheduleCommand(EditSchedule{now, now + hours(1), 2, "Edited."});
    case Verb::START: return ScheduleCommand(StartSchedule{});
    case Verb::COMPLETE: return ScheduleCommand(CompleteSchedule{});
    case Verb::REOPEN: return ScheduleCommand(ReopenSchedule{});
    case Verb::CANCEL_SCHEDULE: return ScheduleCommand(CancelSchedule{});
    case Verb::NOTICE: return ScheduleCommand(SetNotice{"Late."});
    case Verb::PAGE_OPENED: return ScheduleCommand(DoctorPageOpened{});
    case Verb::PAGES_CLOSED: return ScheduleCommand(DoctorPagesClosed{});
    case Verb::SCHEDULE_CLOCK: return ScheduleCommand(ScheduleClock{});
    case Verb::JOIN: return Join{nth<EntryId>(newId), {}, patientOf(step), "Cough."};
    case Verb::READY: return EntryCommand(SetReadiness{true});
    case Verb::NOT_READY: return EntryCommand(SetReadiness{false});
    case Verb::LEAVE: return EntryCommand(Leave{});
    case Verb::REMOVE: return EntryCommand(RemoveEntry{});
    case Verb::PUT_BACK: return EntryCommand(Requeue{});
    case Verb::INVITE: return CallCommand(Invite{nth<CallId>(newId), {}, clinicRing, false, false, step.device == 0});
    case Verb::ACCEPT: return CallCommand(Accept{deviceOf(step), clinicJoin});
    case Verb::DECLINE: return CallCommand(Decline{});
    case Verb::CANCEL_CALL: return CallCommand(CancelCall{});
    case Verb::END: return CallCommand(End{sideOf(step)});
    case Verb::ATTACH: return CallCommand(Attach{sideOf(step)});
    case Verb::DETACH: return CallCommand(Detach{sideOf(step), clinicGrace});
    case Verb::SERVER_STARTED: return CallCommand(ServerStarted{clinicGrace});
    case Verb::RING_SHOWN: return CallCommand(RingShown{step.device == 0});
    case Verb::PUSH_ARRIVED: return CallCommand(PushArrived{pushStepOf(step)});
    case Verb::CALL_CLOCK: return CallCommand(CallClock{});
  }
  throw std::logic_error("a verb without a command");
}

inline std::ostream& operator<<(std::ostream& out, const Step& step) {
  if (step.moment == Moment::LATER)
    out << fmt::format("{} ms later", step.delay.count());
  else
    out << word(step.moment);
  out << fmt::format(": {} schedule {}", word(step.verb), step.schedule);
  if (isAboutSchedule(step.verb)) return out;
  return out << fmt::format(" patient {} device {} older {}", step.patient, step.device, step.older);
}

using Day = std::vector<Step>;

/// 0 half of the time, so that the steps of a day meet.
inline rc::Gen<std::size_t> anyIndex(std::size_t count) {
  return rc::gen::map(rc::gen::inRange<std::size_t>(0, 2 * count),
                      [count](std::size_t n) { return n < count ? n : 0; });
}

/// Any verb; those about a whole schedule more seldom, because most of them end what the others are about.
inline rc::Gen<Verb> anyVerb() {
  std::vector<Verb> verbs;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Verb>>([&](auto enumerator) {
    const std::size_t weight = isAboutSchedule(enumerator.value) ? 1 : 4;
    verbs.insert(verbs.end(), weight, enumerator.value);
  });
  return rc::gen::elementOf(verbs);
}

inline rc::Gen<Step> anyStep() {
  const auto moment =
      rc::gen::weightedElement<Moment>({{10, Moment::LATER}, {1, Moment::JUST_BEFORE_DUE}, {1, Moment::AT_DUE}});
  const auto delay = rc::gen::weightedElement<milliseconds>(
      {{20, milliseconds(0)}, {20, oneMs}, {10, seconds(2)}, {2, seconds(20)}, {1, minutes(1)}, {1, minutes(14)}});
  return rc::gen::build<Step>(rc::gen::set(&Step::verb, anyVerb()), rc::gen::set(&Step::moment, moment),
                              rc::gen::set(&Step::delay, delay),
                              rc::gen::set(&Step::schedule, anyIndex(schedulesInClinic)),
                              rc::gen::set(&Step::patient, anyIndex(patientsInClinic)),
                              rc::gen::set(&Step::device, anyIndex(4)), rc::gen::set(&Step::older, anyIndex(3)));
}

/// Commands about one patient in one practice on each other's heels, broken off somewhere; the last one at any moment.
inline rc::Gen<Day> scene(const std::vector<Verb>& verbs) {
  const auto length = rc::gen::inRange<std::size_t>(1, verbs.size() + 1);
  const auto delay = rc::gen::element(milliseconds(0), oneMs);
  return rc::gen::apply(
      [verbs](std::size_t schedule, std::size_t patient, milliseconds between, Moment last, std::size_t steps) {
        Day day;
        for (std::size_t i = 0; i < steps; ++i) {
          day.push_back({verbs[i], Moment::LATER, between, schedule, patient, i % 2, 0});
        }
        day.back().moment = last;
        return day;
      },
      anyIndex(schedulesInClinic), anyIndex(patientsInClinic), delay,
      rc::gen::element(Moment::LATER, Moment::JUST_BEFORE_DUE, Moment::AT_DUE), length);
}

/// Single steps, and between them what people usually do in a row: chance alone seldom gets as far as a call.
inline rc::Gen<Day> anyDay() {
  using enum Verb;
  const auto oneStep = rc::gen::map(anyStep(), [](const Step& step) { return Day{step}; });
  const auto consultation = scene(
      {START, JOIN, READY, INVITE, PUSH_ARRIVED, RING_SHOWN, ACCEPT, ATTACH, ATTACH, DETACH, ATTACH, END, PUT_BACK});
  const auto ringingOut = scene({START, JOIN, READY, INVITE, CALL_CLOCK});
  const auto closing = scene({REMOVE, COMPLETE, REOPEN});
  const auto part = rc::gen::weightedOneOf<Day>({{12, oneStep}, {2, consultation}, {1, ringingOut}, {1, closing}});
  return rc::gen::map(rc::gen::scale(2.0, rc::gen::container<std::vector<Day>>(part)),
                      [](const std::vector<Day>& parts) {
                        Day day;
                        for (const Day& steps : parts) day.insert(day.end(), steps.begin(), steps.end());
                        return day;
                      });
}

}  // namespace praktik::test
