#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "base/instant.hpp"

namespace praktik::net {

/// Access tokens: JWTs (RFC 7519) signed with HMAC-SHA-256. The only user of libjwt. Thread safe.
///
/// A token only says which sign-in it was given to; whether that sign-in still lives is the database's to say.
class AccessTokens {
 public:
  struct Claims {
    UserId user;
    SignInId signIn;
  };

  /// `key`: at least 32 random bytes.
  explicit AccessTokens(std::string key);

  std::string issue(const Claims& claims, Instant now, Instant expiresAt) const;

  /// What a genuine token that has not expired says. Empty for any other text: another key, another algorithm (also
  /// `none`), a claim that is missing.
  std::optional<Claims> check(std::string_view token, Instant now) const;

  /// Was it made with this key, however long ago?
  bool isGenuine(std::string_view token) const;

 private:
  std::string key_;
};

}  // namespace praktik::net
