#include "domain/access.hpp"

#include <algorithm>
#include <array>

namespace praktik::domain {
namespace {

struct Grant {
  Action action;
  Role role;
  Relation relation;
};

// A grant to `none` is a grant to everybody of the role.
constexpr std::array grants = {
    Grant{Action::createSchedule, Role::DOCTOR, Relation::none},
    Grant{Action::readSchedule, Role::DOCTOR, Relation::none},
    Grant{Action::readSchedule, Role::PATIENT, Relation::none},
    Grant{Action::changeSchedule, Role::DOCTOR, Relation::owner},
    Grant{Action::readQueue, Role::DOCTOR, Relation::owner},
    Grant{Action::watchPractice, Role::DOCTOR, Relation::owner},
    Grant{Action::joinQueue, Role::PATIENT, Relation::none},
    Grant{Action::setReadiness, Role::PATIENT, Relation::patient},
    Grant{Action::leaveQueue, Role::PATIENT, Relation::patient},
    Grant{Action::removeEntry, Role::DOCTOR, Relation::owner},
    Grant{Action::invite, Role::DOCTOR, Relation::owner},
    Grant{Action::requeue, Role::DOCTOR, Relation::owner},
    Grant{Action::readCall, Role::DOCTOR, Relation::owner},
    Grant{Action::readCall, Role::PATIENT, Relation::patient},
    Grant{Action::answerCall, Role::PATIENT, Relation::patient},
    Grant{Action::cancelCall, Role::DOCTOR, Relation::owner},
    Grant{Action::endCall, Role::DOCTOR, Relation::owner},
    Grant{Action::endCall, Role::PATIENT, Relation::patient},
    Grant{Action::joinMedia, Role::DOCTOR, Relation::owner},
    Grant{Action::joinMedia, Role::PATIENT, Relation::patient},
    Grant{Action::reportRing, Role::PATIENT, Relation::patient},
    Grant{Action::reportQuality, Role::DOCTOR, Relation::owner},
    Grant{Action::reportQuality, Role::PATIENT, Relation::patient},
    Grant{Action::readQuality, Role::DOCTOR, Relation::owner},
    Grant{Action::useOwnAccount, Role::DOCTOR, Relation::owner},
    Grant{Action::useOwnAccount, Role::PATIENT, Relation::owner},
};

}  // namespace

bool mayEver(Role role, Action action) {
  return std::ranges::any_of(grants, [&](const Grant& grant) { return grant.role == role && grant.action == action; });
}

bool may(Role role, Action action, Relation relation) {
  return std::ranges::any_of(grants, [&](const Grant& grant) {
    return grant.role == role && grant.action == action &&
           (grant.relation == Relation::none || grant.relation == relation);
  });
}

}  // namespace praktik::domain
