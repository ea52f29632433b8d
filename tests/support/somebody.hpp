#pragma once

#include <set>
#include <vector>

#include "app/presence.hpp"

namespace praktik::app {

/// A clinic in which those have a page open of whom the test says so.
class Somebody final : public Presence {
 public:
  bool hasPage(const UserId& user) const override { return here.contains(user); }
  bool hasPage(const SignInId&) const override { return false; }
  std::vector<SignInId> signInsWithPage() const override { return {}; }
  Instant lastSeen(const UserId&) const override { return Instant{}; }

  std::set<UserId> here;
};

}  // namespace praktik::app
