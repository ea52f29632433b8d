#pragma once

#include "domain/words.hpp"

/// Who may do what: one table for HTTP, WebSocket and command line.
namespace praktik::domain {

/// What somebody wants to do with something.
enum class Action {
  createSchedule,
  readSchedule,
  changeSchedule,
  readQueue,
  joinQueue,
  setReadiness,
  leaveQueue,
  removeEntry,
  invite,
  requeue,
  readCall,
  answerCall,
  cancelCall,
  endCall,
  joinMedia,
  reportRing,
  reportQuality,
  readQuality,
  watchPractice,
  useOwnAccount,
};

/// How the person stands to the object of the action.
enum class Relation {
  none,     ///< a stranger
  owner,    ///< the object's doctor, or the account's own person
  patient,  ///< the patient of the entry or of the call
};

/// May anybody of this role do this at all? Otherwise the answer is `role`.
bool mayEver(Role role, Action action);

/// May somebody of this role who stands so to the object do this? Otherwise the object is `not_found` to them.
bool may(Role role, Action action, Relation relation);

}  // namespace praktik::domain
