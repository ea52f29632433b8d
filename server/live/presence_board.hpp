#pragma once

#include <mutex>
#include <unordered_map>

#include "app/presence.hpp"

namespace praktik::live {

/// Counts each person's open connections. Thread safe.
class PresenceBoard final : public app::Presence {
 public:
  explicit PresenceBoard(Instant serverStartedAt) : serverStartedAt_(serverStartedAt) {}

  bool hasPage(const UserId& user) const override;
  Instant lastSeen(const UserId& user) const override;

  enum class Arrival { first, further, refused };
  /// Takes one of the person's limits::connectionsPerUser places.
  Arrival arrive(const UserId& user);
  /// Gives it back; true when it was the last.
  bool leave(const UserId& user, Instant now);

 private:
  struct Person {
    std::size_t pages = 0;
    Instant lastSeen;
  };

  mutable std::mutex mutex_;
  Instant serverStartedAt_;
  std::unordered_map<UserId, Person> people_;
};

}  // namespace praktik::live
