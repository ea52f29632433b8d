#pragma once

#include <boost/describe/enum.hpp>

#include "base/words.hpp"

/// The states and outcomes of the domain. The enumerators are the words of the wire and of the database.
namespace praktik::domain {

BOOST_DEFINE_ENUM_CLASS(Role, DOCTOR, PATIENT)
BOOST_DEFINE_ENUM_CLASS(ScheduleStatus, UPCOMING, ONLINE, COMPLETED, CANCELLED)
BOOST_DEFINE_ENUM_CLASS(EntryStatus, NOT_READY, READY, RINGING, IN_CALL, DONE, LEFT, NOT_SEEN)
BOOST_DEFINE_ENUM_CLASS(Outcome, DECLINED, MISSED, CANCELLED, ENDED, CONNECTION_LOST)
BOOST_DEFINE_ENUM_CLASS(CallStatus, RINGING, ACTIVE, ENDED, DECLINED, MISSED, CANCELLED)
BOOST_DEFINE_ENUM_CLASS(EndReason, HUNG_UP, CONNECTION_LOST, PRACTICE_COMPLETED)

/// How a ring ended; whatever became of the call, once answered it stays answered.
BOOST_DEFINE_ENUM_CLASS(RingOutcome, ANSWERED, DECLINED, MISSED, CANCELLED)
/// What a service worker reports of a push.
BOOST_DEFINE_ENUM_CLASS(PushEvent, delivered, shown, clicked, declined)

/// COMPLETED or CANCELLED: nobody joins or is called any more.
constexpr bool isClosed(ScheduleStatus status) {
  return status == ScheduleStatus::COMPLETED || status == ScheduleStatus::CANCELLED;
}

}  // namespace praktik::domain
