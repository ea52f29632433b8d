#include "live/presence_board.hpp"

#include <algorithm>

namespace praktik::live {

bool PresenceBoard::hasPage(const UserId& user) const {
  const std::lock_guard lock(mutex_);
  const auto found = people_.find(user);
  return found != people_.end() && found->second.pages > 0;
}

bool PresenceBoard::hasPage(const SignInId& signIn) const {
  const std::lock_guard lock(mutex_);
  return pagesOfSignIn_.contains(signIn);
}

std::vector<SignInId> PresenceBoard::signInsWithPage() const {
  const std::lock_guard lock(mutex_);
  std::vector<SignInId> signIns;
  signIns.reserve(pagesOfSignIn_.size());
  for (const auto& [signIn, pages] : pagesOfSignIn_) signIns.push_back(signIn);
  return signIns;
}

Instant PresenceBoard::lastSeen(const UserId& user) const {
  const std::lock_guard lock(mutex_);
  const auto found = people_.find(user);
  return found == people_.end() ? serverStartedAt_ : found->second.lastSeen;
}

PresenceBoard::Arrival PresenceBoard::arrive(const UserId& user, const SignInId& signIn) {
  const std::lock_guard lock(mutex_);
  Person& person = people_[user];
  if (person.pages >= limits::connectionsPerUser) return Arrival::refused;
  ++pagesOfSignIn_[signIn];
  return ++person.pages == 1 ? Arrival::first : Arrival::further;
}

bool PresenceBoard::leave(const UserId& user, const SignInId& signIn, Instant now) {
  const std::lock_guard lock(mutex_);
  Person& person = people_[user];
  person.lastSeen = now;
  if (person.pages > 0) --person.pages;
  const auto pages = pagesOfSignIn_.find(signIn);
  if (pages != pagesOfSignIn_.end() && --pages->second == 0) pagesOfSignIn_.erase(pages);
  const bool wasLast = person.pages == 0;
  if (people_.size() > forgetAbove_) forgetTheAbsent(now);
  return wasLast;
}

/// Whoever left longer ago than anybody asks about counts as not seen yet.
void PresenceBoard::forgetTheAbsent(Instant now) {
  std::erase_if(people_, [&](const auto& entry) {
    return entry.second.pages == 0 && entry.second.lastSeen + limits::doctorAbsentAfter < now;
  });
  forgetAbove_ = std::max(limits::absentKept, 2 * people_.size());
}

}  // namespace praktik::live
