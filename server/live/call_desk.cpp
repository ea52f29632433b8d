#include "live/call_desk.hpp"

namespace praktik::live {
namespace {

void sendTo(const std::weak_ptr<Session>& weak, const Frame& frame) {
  if (const auto session = weak.lock()) session->lane().post([session, frame] { session->send(frame); });
}

}  // namespace

bool CallDesk::attach(const std::shared_ptr<Session>& session, const CallId& call, const std::string& page) {
  const auto side = session->caller().role;
  Desk& desk = desks_[call];
  auto& seat = desk.of(side);
  const auto before = seat ? seat->session.lock() : nullptr;
  const bool isTakenOver = before && before != session;
  if (isTakenOver) sendTo(before, detachedFrame(call, "taken_over"));
  seat = Seat{session, page};
  const auto& peer = desk.across(side);
  sendTo(session,
         attachedFrame(call, side == domain::Role::PATIENT, page, peer ? std::optional(peer->page) : std::nullopt));
  if (peer) sendTo(peer->session, peerFrame(call, true, page));
  return isTakenOver;
}

std::optional<Refusal> CallDesk::relay(const std::shared_ptr<Session>& session, const Signal& signal) {
  const auto found = desks_.find(signal.call);
  if (found == desks_.end()) return Refusal::not_attached;
  const auto side = session->caller().role;
  const auto& own = found->second.of(side);
  if (!own || own->session.lock() != session) return Refusal::not_attached;
  const auto& peer = found->second.across(side);
  const bool isThere = peer && (!signal.to || *signal.to == peer->page);
  if (isThere) sendTo(peer->session, signalFrame(signal.call, signal.data));
  return std::nullopt;
}

std::vector<CallId> CallDesk::leave(const std::shared_ptr<Session>& session) {
  const auto side = session->caller().role;
  std::vector<CallId> left;
  for (auto& [call, desk] : desks_) {
    auto& seat = desk.of(side);
    if (!seat || seat->session.lock() != session) continue;
    if (const auto& peer = desk.across(side)) sendTo(peer->session, peerFrame(call, false, seat->page));
    seat.reset();
    left.push_back(call);
  }
  return left;
}

void CallDesk::callOver(const CallId& call) {
  const auto found = desks_.find(call);
  if (found == desks_.end()) return;
  for (const auto& seat : {found->second.doctor, found->second.patient}) {
    if (seat) sendTo(seat->session, detachedFrame(call, "call_over"));
  }
  desks_.erase(found);
}

std::shared_ptr<Session> CallDesk::attached(const CallId& call, domain::Role side) const {
  const auto found = desks_.find(call);
  if (found == desks_.end()) return nullptr;
  const auto& seat = side == domain::Role::DOCTOR ? found->second.doctor : found->second.patient;
  return seat ? seat->session.lock() : nullptr;
}

}  // namespace praktik::live
