#include "net/throttle.hpp"

#include <algorithm>
#include <cmath>

#include "base/limits.hpp"

namespace praktik::net {
namespace {

/// E-mail addresses compare without case, or case would multiply the attempts.
std::string accountKey(const std::string& address, std::string_view email) {
  std::string key = address + ' ';
  for (const char c : email) key += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return key;
}

/// As `Retry-After` says it: whole seconds, at least one.
std::optional<seconds> rounded(const std::optional<milliseconds>& wait) {
  if (!wait) return std::nullopt;
  return std::max(std::chrono::ceil<seconds>(*wait), seconds{1});
}

}  // namespace

Buckets::Buckets(int most, milliseconds window, std::size_t keys)
    : most_(most),
      perMilli_(most_ / static_cast<double>(window.count())),
      keys_(keys) {}

Buckets::Bucket& Buckets::bucket(const std::string& key, Instant now) {
  const auto found = places_.find(key);
  if (found != places_.end()) {
    buckets_.splice(buckets_.begin(), buckets_, found->second);
  } else {
    if (places_.size() >= keys_) {
      places_.erase(buckets_.back().key);
      buckets_.pop_back();
    }
    buckets_.push_front({key, most_, now});
    places_.emplace(key, buckets_.begin());
  }
  Bucket& bucket = buckets_.front();
  const auto passed = std::max(now - bucket.filledAt, milliseconds{0});
  bucket.tokens = std::min(most_, bucket.tokens + static_cast<double>(passed.count()) * perMilli_);
  bucket.filledAt = now;
  return bucket;
}

std::optional<milliseconds> Buckets::take(const std::string& key, Instant now) {
  const std::lock_guard lock(mutex_);
  Bucket& bucket = this->bucket(key, now);
  if (bucket.tokens < 1) return milliseconds(std::llround(std::ceil((1 - bucket.tokens) / perMilli_)));
  bucket.tokens -= 1;
  return std::nullopt;
}

void Buckets::giveBack(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = places_.find(key);
  if (found != places_.end()) found->second->tokens = std::min(most_, found->second->tokens + 1);
}

UserThrottle::UserThrottle(bool enabled, int most, milliseconds window)
    : enabled_(enabled),
      users_(most, window, limits::throttleKeys) {}

std::optional<seconds> UserThrottle::take(const UserId& user, Instant now) {
  if (!enabled_) return std::nullopt;
  return rounded(users_.take(user.text(), now));
}

SignInThrottle::SignInThrottle(bool enabled)
    : enabled_(enabled),
      accounts_(limits::signInAttemptsPerAccount, limits::signInWindow, limits::throttleKeys),
      addresses_(limits::signInAttemptsPerAddress, limits::signInWindow, limits::throttleKeys) {}

std::optional<seconds> SignInThrottle::attempt(const std::string& address, std::string_view email, Instant now) {
  if (!enabled_) return std::nullopt;
  auto wait = addresses_.take(address, now);
  if (!wait) {
    wait = accounts_.take(accountKey(address, email), now);
    if (wait) addresses_.giveBack(address);
  }
  return rounded(wait);
}

void SignInThrottle::succeeded(const std::string& address, std::string_view email) {
  if (!enabled_) return;
  addresses_.giveBack(address);
  accounts_.giveBack(accountKey(address, email));
}

}  // namespace praktik::net
