#pragma once

#include <algorithm>
#include <array>
#include <boost/describe/enum.hpp>
#include <boost/describe/enumerators.hpp>
#include <boost/mp11/algorithm.hpp>

#include "domain/words.hpp"

/// Who may do what: one table for HTTP, WebSocket and command line. A route, an op of the socket, a topic and an operator's
/// command each name an action, or they do not compile; and so does no action that the table grants to nobody.
namespace praktik::domain {

// clang-format off
/// What somebody wants to do with something.
BOOST_DEFINE_ENUM_CLASS(Action,
  // Without a sign-in
  signIn, readPublic, reportPush,
  // One's own account, the connection that it is told of changes by, and all that is on record about oneself
  useOwnAccount, connect, readOwnData,
  // Schedules and their queues
  createSchedule, readSchedule, changeSchedule, readQueue, watchPractice,
  joinQueue, setReadiness, leaveQueue, removeEntry, invite, requeue,
  // Calls
  readCall, answerCall, cancelCall, endCall, joinMedia, reportRing, reportQuality, readQuality,
  // On the server's own machine
  manageAccounts, readRecord, keepData)
// clang-format on

/// Who somebody is, as far as the table cares. The operator is whoever may run the program on its data directory: the
/// machine sees to that, and no route leads there.
BOOST_DEFINE_ENUM_CLASS(Party, ANYBODY, DOCTOR, PATIENT, OPERATOR)

/// How the person stands to the object of the action.
BOOST_DEFINE_ENUM_CLASS(Relation,
                        none,     // a stranger
                        owner,    // the object's doctor, or the account's own person
                        patient)  // the patient of the entry or of the call

/// A row of the table. A grant to `none` is a grant to everybody of the party, one to ANYBODY needs no sign-in.
struct Grant {
  Action action;
  Party party;
  Relation relation;
};

inline constexpr std::array grants = {
    Grant{Action::signIn, Party::ANYBODY, Relation::none},
    Grant{Action::readPublic, Party::ANYBODY, Relation::none},
    // A service worker has no sign-in: the token that it shows says whose report it is.
    Grant{Action::reportPush, Party::ANYBODY, Relation::none},
    Grant{Action::useOwnAccount, Party::DOCTOR, Relation::owner},
    Grant{Action::useOwnAccount, Party::PATIENT, Relation::owner},
    Grant{Action::readOwnData, Party::DOCTOR, Relation::owner},
    Grant{Action::readOwnData, Party::PATIENT, Relation::owner},
    Grant{Action::connect, Party::DOCTOR, Relation::none},
    Grant{Action::connect, Party::PATIENT, Relation::none},
    Grant{Action::createSchedule, Party::DOCTOR, Relation::none},
    Grant{Action::readSchedule, Party::DOCTOR, Relation::none},
    Grant{Action::readSchedule, Party::PATIENT, Relation::none},
    Grant{Action::changeSchedule, Party::DOCTOR, Relation::owner},
    Grant{Action::readQueue, Party::DOCTOR, Relation::owner},
    Grant{Action::watchPractice, Party::DOCTOR, Relation::owner},
    Grant{Action::joinQueue, Party::PATIENT, Relation::none},
    Grant{Action::setReadiness, Party::PATIENT, Relation::patient},
    Grant{Action::leaveQueue, Party::PATIENT, Relation::patient},
    Grant{Action::removeEntry, Party::DOCTOR, Relation::owner},
    Grant{Action::invite, Party::DOCTOR, Relation::owner},
    Grant{Action::requeue, Party::DOCTOR, Relation::owner},
    Grant{Action::readCall, Party::DOCTOR, Relation::owner},
    Grant{Action::readCall, Party::PATIENT, Relation::patient},
    Grant{Action::answerCall, Party::PATIENT, Relation::patient},
    Grant{Action::cancelCall, Party::DOCTOR, Relation::owner},
    Grant{Action::endCall, Party::DOCTOR, Relation::owner},
    Grant{Action::endCall, Party::PATIENT, Relation::patient},
    Grant{Action::joinMedia, Party::DOCTOR, Relation::owner},
    Grant{Action::joinMedia, Party::PATIENT, Relation::patient},
    Grant{Action::reportRing, Party::PATIENT, Relation::patient},
    Grant{Action::reportQuality, Party::DOCTOR, Relation::owner},
    Grant{Action::reportQuality, Party::PATIENT, Relation::patient},
    Grant{Action::readQuality, Party::DOCTOR, Relation::owner},
    Grant{Action::manageAccounts, Party::OPERATOR, Relation::none},
    Grant{Action::readRecord, Party::OPERATOR, Relation::none},
    Grant{Action::keepData, Party::OPERATOR, Relation::none},
};

constexpr Party partyOf(Role role) { return role == Role::DOCTOR ? Party::DOCTOR : Party::PATIENT; }

/// May anybody of this party do this at all? Otherwise the answer is `role`.
constexpr bool mayEver(Party party, Action action) {
  return std::ranges::any_of(grants, [&](const Grant& grant) {
    return grant.action == action && (grant.party == party || grant.party == Party::ANYBODY);
  });
}
constexpr bool mayEver(Role role, Action action) { return mayEver(partyOf(role), action); }

/// May somebody of this role who stands so to the object do this? Otherwise the object is `not_found` to them.
constexpr bool may(Role role, Action action, Relation relation) {
  return std::ranges::any_of(grants, [&](const Grant& grant) {
    return grant.action == action && (grant.party == partyOf(role) || grant.party == Party::ANYBODY) &&
           (grant.relation == Relation::none || grant.relation == relation);
  });
}

/// Needs no sign-in.
constexpr bool isOpen(Action action) { return mayEver(Party::ANYBODY, action); }

namespace detail {

consteval bool isEveryActionGranted() {
  bool all = true;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Action>>([&](auto action) {
    all = all && std::ranges::any_of(grants, [&](const Grant& grant) { return grant.action == action.value; });
  });
  return all;
}
static_assert(isEveryActionGranted(), "an action that nobody may do needs a row in the table, or to go");

}  // namespace detail

}  // namespace praktik::domain
