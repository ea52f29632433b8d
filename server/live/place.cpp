#include "live/place.hpp"

namespace praktik::live {

Place::Place(PresenceBoard& presence, const app::Engine& engine, std::weak_ptr<Hub> hub, app::Caller caller)
    : presence_(presence),
      engine_(engine),
      hub_(std::move(hub)),
      caller_(std::move(caller)) {}

Place::~Place() {
  if (isTaken_ || !presence_.leave(caller_.user, caller_.signIn, engine_.now())) return;
  // It counted as a page for that long, and another may have gone since that was not the last because of it.
  if (const auto hub = hub_.lock()) hub->showPresence(caller_);
}

}  // namespace praktik::live
