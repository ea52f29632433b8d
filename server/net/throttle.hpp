#pragma once

#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/id.hpp"
#include "base/instant.hpp"

namespace praktik::net {

/// Token buckets by name: each holds `most` tokens and fills up within `window`. At most `keys` buckets are kept; the one
/// longest unused goes first. Thread safe.
class Buckets {
 public:
  Buckets(int most, milliseconds window, std::size_t keys);

  /// Takes a token. When there is none: how long until there is one.
  std::optional<milliseconds> take(const std::string& key, Instant now);
  /// Gives a taken token back.
  void giveBack(const std::string& key);

 private:
  struct Bucket {
    std::string key;
    double tokens;
    Instant filledAt;
  };
  using Place = std::list<Bucket>::iterator;

  Bucket& bucket(const std::string& key, Instant now);

  const double most_;
  const double perMilli_;
  const std::size_t keys_;
  std::mutex mutex_;
  std::list<Bucket> buckets_;  ///< the newest used first
  std::unordered_map<std::string, Place> places_;
};

/// How often one person may do one thing. Thread safe.
class UserThrottle {
 public:
  UserThrottle(bool enabled, int most, milliseconds window);

  /// Empty: go on. Otherwise how long to wait, at least a second.
  std::optional<seconds> take(const UserId& user, Instant now);

 private:
  const bool enabled_;
  Buckets users_;
};

/// How often somebody may try a password: per account and address together, so that a stranger elsewhere cannot lock
/// anybody out, and per address. An attempt that succeeds costs nothing. Thread safe.
class SignInThrottle {
 public:
  explicit SignInThrottle(bool enabled);

  /// Empty: go on. Otherwise how long to wait, at least a second.
  std::optional<seconds> attempt(const std::string& address, std::string_view email, Instant now);
  void succeeded(const std::string& address, std::string_view email);

 private:
  const bool enabled_;
  Buckets accounts_;
  Buckets addresses_;
};

}  // namespace praktik::net
