#pragma once

#include <expected>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/id.hpp"
#include "base/instant.hpp"

namespace praktik::net {

/// Token buckets by name: each holds `most` tokens and fills up within `window`. Only those that are not full are kept, at most
/// `keys`, and none of them ever makes room for another: whoever could push one out had all its tokens anew. The names for which
/// there is no room share one bucket. Thread safe.
class Buckets {
 public:
  Buckets(int most, milliseconds window, std::size_t keys);

  /// Takes a token. When there is none: how long until there is one.
  std::optional<milliseconds> take(const std::string& key, Instant now);
  /// Gives a taken token back.
  void giveBack(const std::string& key);

 private:
  /// When each bucket that is not full will be: with each token that is taken a little later.
  using FullAt = std::unordered_map<std::string, Instant>;

  void forgetFull(Instant now);
  void set(FullAt::iterator bucket, Instant fullAt);

  const milliseconds window_;
  const milliseconds perToken_;
  const std::size_t keys_;
  std::mutex mutex_;
  FullAt buckets_;
  std::set<std::pair<Instant, std::string_view>> byFullAt_;  ///< the same; the names are those in `buckets_`
  Instant sharedFullAt_;                                     ///< of the one for all names without room
};

/// The network that an address counts for: itself, or of an IPv6 address the first 64 bits, which one household or host
/// commonly has to itself. What is no address counts for itself.
std::string networkOf(const std::string& address);
/// The same with the first 48 bits of an IPv6 address, which is the most that one customer commonly gets: for what whoever has
/// many networks shall not have many of.
std::string siteOf(const std::string& address);

/// How often one person may do one thing. Thread safe.
class UserThrottle {
 public:
  UserThrottle(bool enabled, int most, milliseconds window);

  /// Empty: go on. Otherwise how long to wait, at least a second.
  std::optional<seconds> take(const UserId& user, Instant now);
  /// It shall not have counted after all.
  void giveBack(const UserId& user);

 private:
  const bool enabled_;
  Buckets users_;
};

/// How often somebody may try a password. Whoever is known to the account has an allowance of their own: a browser that
/// signed in to it before, by its mark (DeviceCookies), and a network that did lately (app::knownAddresses). All others together have one for each account, beside one for each network: so strangers, from however many
/// addresses, use up their own allowance and can neither guess on nor keep the account's person out of a device that is known;
/// nor can they take the room of the known ones' buckets, which have room of their own.
///
/// Whoever knew the password and has no mark may try few one-time passwords, from wherever. Those who do not know the password
/// never come so far, so that they cannot use these up.
///
/// An attempt that succeeds costs nothing. Thread safe.
class SignInThrottle {
 public:
  explicit SignInThrottle(bool enabled);

  struct Attempt {
    std::string address;
    std::string email;
    std::optional<std::string> mark;  ///< of a browser that is known to this account
    bool isFromKnownNetwork = false;  ///< of one that is
  };
  /// What an attempt took, to be given back when it should not have counted.
  using Taken = std::vector<std::pair<Buckets*, std::string>>;

  bool isOn() const { return enabled_; }

  /// What was taken, or how long to wait, at least a second.
  std::expected<Taken, seconds> begin(const Attempt& attempt, Instant now);
  /// The password was right, and now a one-time password is tried: takes for that as well. Otherwise how long to wait.
  std::optional<seconds> takeCode(const Attempt& attempt, Taken& taken, Instant now);
  /// The attempt succeeded, or failed for a reason that is no guess.
  static void giveBack(const Taken& taken);

  /// How often a network may register. Empty: go on. Otherwise how long to wait, at least a second.
  std::optional<seconds> takeRegistration(const std::string& address, Instant now);
  /// It shall not have counted after all.
  void giveBackRegistration(const std::string& address);

 private:
  const bool enabled_;
  Buckets devices_;
  Buckets knownNetworks_;
  Buckets networksOfAccount_;
  Buckets networks_;
  Buckets strangers_;
  Buckets codes_;
  Buckets registrations_;
};

}  // namespace praktik::net
