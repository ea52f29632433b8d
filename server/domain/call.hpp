#pragma once

#include <expected>
#include <optional>
#include <variant>

#include "base/id.hpp"
#include "base/instant.hpp"
#include "base/refusal.hpp"
#include "domain/queue.hpp"
#include "domain/words.hpp"

namespace praktik::domain {

/// The device that answered: its sign-in and, where it said so, its connection (one page).
struct Device {
  SignInId signIn;
  std::optional<ConnectionId> connection;

  bool operator==(const Device&) const = default;
};

/// What the doctor is told about a ring on its way to the patient's devices. Each only ever becomes true.
struct Receipts {
  bool sent = false;
  bool delivered = false;
  bool ringing = false;
  bool audible = false;

  bool operator==(const Receipts&) const = default;
};

/// One invitation and the consultation that may follow.
struct Call {
  CallId id;
  EntryId entry;
  ScheduleId schedule;
  UserId doctor;
  UserId patient;
  CallStatus status = CallStatus::RINGING;
  Instant invitedAt;
  Instant expiresAt;
  std::optional<Instant> answeredAt;
  std::optional<Instant> endedAt;
  std::optional<EndReason> endReason;
  std::optional<Role> endedBy;
  std::optional<Device> answeredOn;
  /// While ACTIVE: the instant at which this side's absence ends the call; empty while its page is attached.
  std::optional<Instant> doctorDue;
  std::optional<Instant> patientDue;
  Receipts receipts;

  bool operator==(const Call&) const = default;
};

/// RINGING or ACTIVE.
constexpr bool isLive(CallStatus status) { return status == CallStatus::RINGING || status == CallStatus::ACTIVE; }

/// Empty while it rings.
std::optional<RingOutcome> outcomeOfRing(CallStatus status);

/// What a command about a call is decided on. `call` is the entry's live or newest call, empty when it had none.
struct Consultation {
  ScheduleStatus schedule = ScheduleStatus::ONLINE;
  Entry entry;
  std::optional<Call> call;

  bool operator==(const Consultation&) const = default;
};

struct Invite {
  CallId id;
  UserId doctor;
  seconds ringFor{};
  bool doctorBusy = false;   ///< the doctor has another live call
  bool patientBusy = false;  ///< the patient has another live call
  bool sent = false;         ///< a device of the patient is within reach
};
struct Accept {
  Device device;
  seconds joinWithin{};
};
struct Decline {};
struct CancelCall {};
struct End {
  Role by = Role::DOCTOR;
};
/// A page of this side bound itself to the media.
struct Attach {
  Role side = Role::DOCTOR;
};
/// The attached page of this side is gone.
struct Detach {
  Role side = Role::DOCTOR;
  seconds grace{};
};
/// The server has just started: whoever was attached is not any more, and everybody gets the grace from now on.
struct ServerStarted {
  seconds grace{};
};
/// A page of the patient shows the ring.
struct RingShown {
  bool audible = false;
};
/// How far a push of the ring came: the push service took it, the device got it, its notification shows.
enum class PushStep { accepted, delivered, shown };
struct PushArrived {
  PushStep step = PushStep::accepted;
};
struct CompletePractice {};
/// The clock moved on: a ring whose time is up is MISSED, an absence that lasted too long ends the call.
struct CallClock {};

using CallCommand = std::variant<Invite, Accept, Decline, CancelCall, End, Attach, Detach, ServerStarted, RingShown,
                                 PushArrived, CompletePractice, CallClock>;

/// The consultation after the command, equal to the given one when the command is a quiet repeat; or the rule against it.
/// Every command but Invite needs a call.
std::expected<Consultation, Refusal> decide(const Consultation& consultation, const CallCommand& command, Instant now);

/// When CallClock would change this call; empty for a final one and while both sides are attached.
std::optional<Instant> deadline(const Call& call);

}  // namespace praktik::domain
