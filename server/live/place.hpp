#pragma once

#include <memory>

#include "app/engine.hpp"
#include "live/hub.hpp"
#include "live/presence_board.hpp"

namespace praktik::live {

/// One of a person's limits::connectionsPerUser places, from PresenceBoard::arrive until a session takes it over. Where
/// none does it is given back, as when a page goes. Any thread.
class Place {
 public:
  /// The hub may be gone before: at their very end the loops drop what still waits on them.
  Place(PresenceBoard& presence, const app::Engine& engine, std::weak_ptr<Hub> hub, app::Caller caller);
  ~Place();
  Place(const Place&) = delete;
  Place& operator=(const Place&) = delete;

  void takeOver() { isTaken_ = true; }

 private:
  PresenceBoard& presence_;
  const app::Engine& engine_;
  std::weak_ptr<Hub> hub_;
  app::Caller caller_;
  bool isTaken_ = false;
};

}  // namespace praktik::live
