#pragma once

#include "domain/call.hpp"
#include "support/domain.hpp"

/// A consultation in each of its states, as it stands at test::now. Each was made by the commands that lead there, so
/// that no test starts from a state that cannot be.
namespace praktik::test {

inline const UserId doctor = nth<UserId>(1);
inline constexpr seconds ringFor{30};
inline constexpr seconds joinWithin{120};
inline constexpr seconds grace{60};

/// Two devices of the patient: the same person, each signed in for itself.
inline const domain::Device phone{nth<SignInId>(1), nth<ConnectionId>(11)};
inline const domain::Device tablet{nth<SignInId>(2), nth<ConnectionId>(21)};

inline domain::Consultation then(const domain::Consultation& before, const domain::CallCommand& command, Instant at) {
  return accepted(decide(before, command, at));
}

inline domain::Consultation neverCalled() {
  return {domain::ScheduleStatus::ONLINE, entryIn(domain::EntryStatus::READY), std::nullopt};
}

inline domain::Consultation ringingUntil(Instant expiresAt) {
  domain::Invite invite;
  invite.id = nth<CallId>(1);
  invite.doctor = doctor;
  invite.ringFor = ringFor;
  return then(neverCalled(), invite, expiresAt - ringFor);
}

inline domain::Consultation ringing() { return ringingUntil(now + seconds(20)); }

/// Answered on the phone, nobody has attached yet.
inline domain::Consultation answeredAt(Instant at) {
  return then(ringingUntil(at + seconds(20)), domain::Accept{phone, joinWithin}, at);
}

/// Answered, and both have attached.
inline domain::Consultation activeSince(Instant at) {
  return then(then(answeredAt(at), domain::Attach{domain::Role::DOCTOR}, at), domain::Attach{domain::Role::PATIENT},
              at);
}

inline domain::Consultation active() { return activeSince(now - seconds(10)); }

inline domain::Consultation activeWithoutDoctorUntil(Instant due) {
  return then(activeSince(due - grace - minutes(5)), domain::Detach{domain::Role::DOCTOR, grace}, due - grace);
}

inline domain::Consultation endedBy(domain::Role by) { return then(active(), domain::End{by}, now - seconds(1)); }
inline domain::Consultation connectionLost() {
  return then(activeWithoutDoctorUntil(now - seconds(1)), domain::CallClock{}, now - seconds(1));
}
inline domain::Consultation practiceCompleted() { return then(active(), domain::CompletePractice{}, now - seconds(1)); }
inline domain::Consultation declined() { return then(ringing(), domain::Decline{}, now - seconds(1)); }
inline domain::Consultation cancelled() { return then(ringing(), domain::CancelCall{}, now - seconds(1)); }
inline domain::Consultation missed() {
  return then(ringingUntil(now - seconds(1)), domain::CallClock{}, now - seconds(1));
}

}  // namespace praktik::test
