#pragma once

#include <mutex>
#include <unordered_map>

#include "app/presence.hpp"
#include "base/limits.hpp"

namespace praktik::live {

/// Counts each person's open connections. Thread safe.
class PresenceBoard final : public app::Presence {
 public:
  explicit PresenceBoard(Instant serverStartedAt) : serverStartedAt_(serverStartedAt) {}

  bool hasPage(const UserId& user) const override;
  bool hasPage(const SignInId& signIn) const override;
  std::vector<SignInId> signInsWithPage() const override;
  Instant lastSeen(const UserId& user) const override;

  enum class Arrival { first, further, refused };
  /// Takes one of the person's limits::connectionsPerUser places.
  Arrival arrive(const UserId& user, const SignInId& signIn);
  /// Gives it back; true when it was the last.
  bool leave(const UserId& user, const SignInId& signIn, Instant now);

 private:
  struct Person {
    std::size_t pages = 0;
    Instant lastSeen;
  };

  void forgetTheAbsent(Instant now);

  mutable std::mutex mutex_;
  Instant serverStartedAt_;
  std::unordered_map<UserId, Person> people_;
  std::unordered_map<SignInId, std::size_t> pagesOfSignIn_;
  std::size_t forgetAbove_ = limits::absentKept;
};

}  // namespace praktik::live
