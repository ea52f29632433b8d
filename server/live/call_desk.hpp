#pragma once

#include <memory>
#include <optional>
#include <unordered_map>

#include "domain/words.hpp"
#include "live/session.hpp"

namespace praktik::live {

/// Which page of which side carries the media of an ACTIVE call, and the signalling between the two. Whether somebody
/// may attach is decided by the use case before; here is only who is there now. Runs on the hub's strand.
class CallDesk {
 public:
  /// The newest page of a side takes its place: it hears `attached`, the one before `detached`, the other side `peer`. True
  /// when it took it from another page that is still open.
  bool attach(const std::shared_ptr<Session>& session, const CallId& call, const std::string& page);

  /// Relays to the other side's page. Nothing when nobody is there or another page than `to`; `not_attached` when the
  /// sender's page is not the attached one.
  std::optional<Refusal> relay(const std::shared_ptr<Session>& session, const Signal& signal);

  /// The connection is gone: its places are free and the other side hears it. Tells the calls that it was attached to.
  std::vector<CallId> leave(const std::shared_ptr<Session>& session);

  void callOver(const CallId& call);

  /// The session whose page is attached for that side, if any.
  std::shared_ptr<Session> attached(const CallId& call, domain::Role side) const;

 private:
  struct Seat {
    std::weak_ptr<Session> session;
    std::string page;
  };
  struct Desk {
    std::optional<Seat> doctor;
    std::optional<Seat> patient;

    std::optional<Seat>& of(domain::Role side) { return side == domain::Role::DOCTOR ? doctor : patient; }
    std::optional<Seat>& across(domain::Role side) { return side == domain::Role::DOCTOR ? patient : doctor; }
  };

  std::unordered_map<CallId, Desk> desks_;
};

}  // namespace praktik::live
