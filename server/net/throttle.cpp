#include "net/throttle.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <fmt/format.h>

#include "app/accounts.hpp"
#include "base/limits.hpp"

namespace praktik::net {
namespace {

namespace ip = boost::asio::ip;

constexpr std::ptrdiff_t networkBytes = 8;
constexpr std::ptrdiff_t siteBytes = 6;

/// An IPv4 address itself, of an IPv6 address its first bytes.
std::string prefixOf(const std::string& address, std::ptrdiff_t bytesOfIpv6) {
  boost::system::error_code error;
  const auto parsed = ip::make_address(address, error);
  if (error || parsed.is_v4()) return address;
  const auto whole = parsed.to_v6();
  if (whole.is_v4_mapped()) return ip::make_address_v4(ip::v4_mapped, whole).to_string();
  auto bytes = whole.to_bytes();
  std::fill(bytes.begin() + bytesOfIpv6, bytes.end(), std::uint8_t{0});
  return fmt::format("{}/{}", ip::address_v6(bytes).to_string(), 8 * bytesOfIpv6);
}

/// As `Retry-After` says it: whole seconds, at least one.
std::optional<seconds> rounded(const std::optional<milliseconds>& wait) {
  if (!wait) return std::nullopt;
  return std::max(std::chrono::ceil<seconds>(*wait), seconds{1});
}

}  // namespace

Buckets::Buckets(int most, milliseconds window, std::size_t keys)
    : window_(window),
      perToken_(window / most),
      keys_(keys) {}

void Buckets::forgetFull(Instant now) {
  while (!byFullAt_.empty() && byFullAt_.begin()->first <= now) {
    const auto full = byFullAt_.extract(byFullAt_.begin());
    buckets_.erase(std::string(full.value().second));
  }
}

void Buckets::set(FullAt::iterator bucket, Instant fullAt) {
  byFullAt_.erase({bucket->second, bucket->first});
  bucket->second = fullAt;
  byFullAt_.emplace(fullAt, bucket->first);
}

std::optional<milliseconds> Buckets::take(const std::string& key, Instant now) {
  const std::lock_guard lock(mutex_);
  forgetFull(now);
  auto found = buckets_.find(key);
  if (found == buckets_.end() && buckets_.size() < keys_) found = buckets_.emplace(key, now).first;
  const bool isShared = found == buckets_.end();
  // A clock that went back makes no bucket emptier than empty.
  Instant fullAt = std::clamp(isShared ? sharedFullAt_ : found->second, now, now + window_);
  const milliseconds wait = fullAt + perToken_ - (now + window_);
  const bool isEmpty = wait > milliseconds{0};
  if (!isEmpty) fullAt += perToken_;
  if (isShared) {
    sharedFullAt_ = fullAt;
  } else {
    set(found, fullAt);
  }
  return isEmpty ? std::optional(wait) : std::nullopt;
}

void Buckets::giveBack(const std::string& key) {
  const std::lock_guard lock(mutex_);
  const auto found = buckets_.find(key);
  if (found != buckets_.end()) {
    set(found, found->second - perToken_);
  } else {
    sharedFullAt_ -= perToken_;
  }
}

UserThrottle::UserThrottle(bool enabled, int most, milliseconds window)
    : enabled_(enabled),
      users_(most, window, limits::throttleKeys) {}

std::optional<seconds> UserThrottle::take(const UserId& user, Instant now) {
  if (!enabled_) return std::nullopt;
  return rounded(users_.take(user.text(), now));
}

void UserThrottle::giveBack(const UserId& user) {
  if (enabled_) users_.giveBack(user.text());
}

std::string networkOf(const std::string& address) { return prefixOf(address, networkBytes); }

std::string siteOf(const std::string& address) { return prefixOf(address, siteBytes); }

SignInThrottle::SignInThrottle(bool enabled)
    : enabled_(enabled),
      devices_(limits::signInAttemptsPerDevice, limits::signInWindow, limits::throttleKeys),
      knownNetworks_(limits::signInAttemptsPerAccount, limits::signInWindow, limits::throttleKeys),
      networksOfAccount_(limits::signInAttemptsPerAccount, limits::signInWindow, limits::throttleKeys),
      networks_(limits::signInAttemptsPerAddress, limits::signInWindow, limits::throttleKeys),
      strangers_(limits::signInAttemptsOfStrangers, limits::signInStrangersWindow, limits::throttleKeys),
      codes_(limits::codeAttemptsOfStrangers, limits::codeWindow, limits::throttleKeys),
      registrations_(limits::registrationsPerAddress, limits::signInWindow, limits::throttleKeys) {}

std::expected<SignInThrottle::Taken, seconds> SignInThrottle::begin(const Attempt& attempt, Instant now) {
  if (!enabled_) return Taken();
  const std::string network = networkOf(attempt.address);
  const std::string account = app::normalEmail(attempt.email);
  const std::string both = network + ' ' + account;
  Taken wanted;
  if (attempt.mark) {
    wanted = {{&devices_, *attempt.mark}};
  } else if (attempt.isFromKnownNetwork) {
    wanted = {{&knownNetworks_, both}};
  } else {
    wanted = {{&networks_, network}, {&networksOfAccount_, both}, {&strangers_, account}};
  }
  Taken taken;
  for (auto& [buckets, key] : wanted) {
    if (const auto wait = rounded(buckets->take(key, now))) {
      giveBack(taken);
      return std::unexpected(*wait);
    }
    taken.emplace_back(buckets, std::move(key));
  }
  return taken;
}

std::optional<seconds> SignInThrottle::takeCode(const Attempt& attempt, Taken& taken, Instant now) {
  // A known device has its own allowance, of which the attempt took already.
  if (!enabled_ || attempt.mark) return std::nullopt;
  const std::string account = app::normalEmail(attempt.email);
  if (const auto wait = rounded(codes_.take(account, now))) return wait;
  taken.emplace_back(&codes_, account);
  return std::nullopt;
}

void SignInThrottle::giveBack(const Taken& taken) {
  for (const auto& [buckets, key] : taken) buckets->giveBack(key);
}

std::optional<seconds> SignInThrottle::takeRegistration(const std::string& address, Instant now) {
  if (!enabled_) return std::nullopt;
  return rounded(registrations_.take(networkOf(address), now));
}

void SignInThrottle::giveBackRegistration(const std::string& address) {
  if (enabled_) registrations_.giveBack(networkOf(address));
}

}  // namespace praktik::net
