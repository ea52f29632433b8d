#pragma once

#include <vector>

#include "app/presence.hpp"

namespace praktik::app {

/// A clinic in which nobody has a page open.
class Nobody final : public Presence {
 public:
  bool hasPage(const UserId&) const override { return false; }
  bool hasPage(const SignInId&) const override { return false; }
  std::vector<SignInId> signInsWithPage() const override { return {}; }
  Instant lastSeen(const UserId&) const override { return Instant{}; }
};

}  // namespace praktik::app
