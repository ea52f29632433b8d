#pragma once

#include "app/queue.hpp"
#include "app/save.hpp"
#include "app/work.hpp"

/// Commands about calls: the invitation, its answers, its end, and what pages report of it.
namespace praktik::app {

Result<Made> invite(Work& work, const Caller& caller, const EntryId& id);
Result<boost::json::object> acceptCall(Work& work, const Caller& caller, const CallId& id,
                                       const std::optional<ConnectionId>& connection);
Result<boost::json::object> declineCall(Work& work, const Caller& caller, const CallId& id);
Result<boost::json::object> cancelCall(Work& work, const Caller& caller, const CallId& id);
Result<boost::json::object> endCall(Work& work, const Caller& caller, const CallId& id);
Result<boost::json::object> readCall(const Reading& reading, const Caller& caller, const CallId& id);

// What an open connection asks for goes through guardAnew() each time.

/// A page of a participant binds itself to the media of an ACTIVE call, or is gone again.
Result<void> attachToCall(Work& work, const Caller& caller, const CallId& id);
/// On record: this page took the place of another one of the same side. Nothing when the call is over meanwhile.
void recordTakeOver(Work& work, const Caller& caller, const CallId& id);
void detachFromCall(Work& work, const Caller& caller, const CallId& id);
/// May a page of this person speak to the other side's? `not_found` for a call of others.
Result<void> maySignal(const Reading& reading, const Caller& caller, const CallId& id);

/// A page of the patient shows the ring; `audible` when its ringtone is really playing. Refused as `forbidden` to
/// anybody else and when the call does not ring.
Result<void> reportRinging(Work& work, const Caller& caller, const CallId& id, bool audible);

/// A push of this ring came so far. Nothing for a call that does not ring.
void notePush(Work& work, const Cause& cause, const CallId& id, domain::PushStep step);

/// `{iceServers, expiresAt}` while the call is ACTIVE, good for limits::iceCredentials.
Result<boost::json::object> readIceServers(const Reading& reading, const Caller& caller, const CallId& id);
/// The same for somebody who tries their connection without a call, good for limits::iceTest.
boost::json::object testIceServers(const Settings& settings, const UserId& user, Instant now);

}  // namespace praktik::app
