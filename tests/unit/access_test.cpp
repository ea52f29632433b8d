#include "domain/access.hpp"

#include <array>
#include <gtest/gtest.h>
#include <string>

namespace praktik::domain {
namespace {

using enum Action;

constexpr std::array roles = {Role::DOCTOR, Role::PATIENT};
constexpr std::array relations = {Relation::none, Relation::owner, Relation::patient};

/// Who may do it, in words. A switch without default: a new action without a line here does not compile.
std::string_view allowed(Action action) {
  // NOLINTBEGIN(bugprone-branch-clone): a table has a line for each action
  switch (action) {
    case signIn: return "everybody";
    case readPublic: return "everybody";
    case reportPush: return "everybody";
    case useOwnAccount:
    case readOwnData: return "the doctor themself, the patient themself";
    case connect: return "any doctor, any patient";
    case createSchedule: return "any doctor";
    case readSchedule: return "any doctor, any patient";
    case changeSchedule: return "its doctor";
    case readQueue: return "its doctor";
    case joinQueue: return "any patient";
    case setReadiness: return "its patient";
    case leaveQueue: return "its patient";
    case removeEntry: return "its doctor";
    case invite: return "its doctor";
    case requeue: return "its doctor";
    case readCall: return "its doctor, its patient";
    case answerCall: return "its patient";
    case cancelCall: return "its doctor";
    case endCall: return "its doctor, its patient";
    case joinMedia: return "its doctor, its patient";
    case reportRing: return "its patient";
    case reportQuality: return "its doctor, its patient";
    case readQuality: return "its doctor";
    case watchPractice: return "its doctor";
    case manageAccounts: return "the operator";
    case readRecord: return "the operator";
    case keepData: return "the operator";
  }
  // NOLINTEND(bugprone-branch-clone)
  return "";
}

template <class Look>
void forEachAction(Look look) {
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Action>>([&](auto action) { look(action.value); });
}

bool isAllowed(Role role, Action action, Relation relation) {
  const std::string_view who = allowed(action);
  const auto says = [&](std::string_view words) { return who.find(words) != std::string_view::npos; };
  if (says("everybody")) return true;
  if (role == Role::DOCTOR) {
    if (says("any doctor")) return true;
    return relation == Relation::owner && (says("its doctor") || says("the doctor themself"));
  }
  if (says("any patient")) return true;
  if (relation == Relation::patient) return says("its patient");
  return relation == Relation::owner && says("the patient themself");
}

TEST(Access, every_role_every_action_every_relation) {
  forEachAction([](Action action) {
    for (const Role role : roles) {
      for (const Relation relation : relations) {
        EXPECT_EQ(may(role, action, relation), isAllowed(role, action, relation))
            << word(role) << ", " << word(action) << " (" << allowed(action) << "), " << word(relation);
      }
    }
  });
}

TEST(Access, a_role_that_may_never_is_told_so_and_everybody_else_only_sees_nothing) {
  forEachAction([](Action action) {
    for (const Role role : roles) {
      bool ever = false;
      for (const Relation relation : relations) ever = ever || isAllowed(role, action, relation);
      EXPECT_EQ(mayEver(role, action), ever) << word(role) << ", " << word(action);
    }
  });
}

TEST(Access, only_what_is_for_everybody_needs_no_sign_in) {
  forEachAction([](Action action) { EXPECT_EQ(isOpen(action), allowed(action) == "everybody") << word(action); });
}

TEST(Access, what_the_operator_does_is_nobody_elses) {
  forEachAction([](Action action) {
    const bool isOperators = allowed(action) == "the operator";
    EXPECT_EQ(mayEver(Party::OPERATOR, action), isOperators || isOpen(action)) << word(action);
  });
}

TEST(Access, nobody_but_the_two_participants_reaches_a_call) {
  for (const Action action :
       {readCall, answerCall, cancelCall, endCall, joinMedia, reportRing, reportQuality, readQuality}) {
    for (const Role role : roles) EXPECT_FALSE(may(role, action, Relation::none));
  }
}

}  // namespace
}  // namespace praktik::domain
