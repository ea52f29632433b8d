#pragma once

#include <vector>

#include "base/id.hpp"
#include "base/instant.hpp"

namespace praktik::app {

/// Who has a page open right now. Known to the sockets alone, read by projections from any thread.
class Presence {
 public:
  Presence() = default;
  virtual ~Presence() = default;
  Presence(const Presence&) = delete;
  Presence& operator=(const Presence&) = delete;

  virtual bool hasPage(const UserId& user) const = 0;
  /// Is a page open that belongs to this sign-in?
  virtual bool hasPage(const SignInId& signIn) const = 0;
  /// Every sign-in with an open page.
  virtual std::vector<SignInId> signInsWithPage() const = 0;
  /// When this person's last page went away; for somebody not seen yet, when the server started.
  virtual Instant lastSeen(const UserId& user) const = 0;
};

}  // namespace praktik::app
