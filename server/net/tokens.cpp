#include "net/tokens.hpp"

#include <cstdlib>
#include <jwt.h>
#include <memory>
#include <new>
#include <stdexcept>

namespace praktik::net {
namespace {

struct Free {
  void operator()(jwt_t* token) const { jwt_free(token); }
  void operator()(char* text) const { std::free(text); }  // NOLINT(*-no-malloc): libjwt allocates with malloc
};
using Token = std::unique_ptr<jwt_t, Free>;

// RFC 7519 counts in seconds; rounding down lets no token live longer than it may.
long inSeconds(Instant instant) {
  return static_cast<long>(std::chrono::floor<seconds>(instant).time_since_epoch().count());
}

const unsigned char* bytes(const std::string& key) {
  return reinterpret_cast<const unsigned char*>(key.data());  // NOLINT(*-reinterpret-cast): what the C interface takes
}

void require(int result) {
  if (result != 0) throw std::runtime_error("libjwt could not make a token");
}

/// Empty for a token that was not signed with this key.
Token decode(std::string_view text, const std::string& key) {
  jwt_t* decoded = nullptr;
  const int result = jwt_decode(&decoded, std::string(text).c_str(), bytes(key), static_cast<int>(key.size()));
  Token token(decoded);
  // The algorithm stands in the token, so whoever forges one chooses it: only ours counts.
  const bool isOurs = result == 0 && token && jwt_get_alg(token.get()) == JWT_ALG_HS256;
  return isOurs ? std::move(token) : nullptr;
}

template <class SomeId>
std::optional<SomeId> idClaim(jwt_t* token, const char* name) {
  const char* text = jwt_get_grant(token, name);
  if (text == nullptr) return std::nullopt;
  return SomeId::parse(text);
}

}  // namespace

AccessTokens::AccessTokens(std::string key) : key_(std::move(key)) {
  if (key_.size() < 32) throw std::invalid_argument("the key for access tokens is shorter than 32 bytes");
}

std::string AccessTokens::issue(const Claims& claims, Instant now, Instant expiresAt) const {
  jwt_t* made = nullptr;
  require(jwt_new(&made));
  const Token token(made);
  require(jwt_add_grant(token.get(), "sub", claims.user.text().c_str()));
  require(jwt_add_grant(token.get(), "sid", claims.signIn.text().c_str()));
  require(jwt_add_grant_int(token.get(), "iat", inSeconds(now)));
  require(jwt_add_grant_int(token.get(), "exp", inSeconds(expiresAt)));
  require(jwt_set_alg(token.get(), JWT_ALG_HS256, bytes(key_), static_cast<int>(key_.size())));
  const std::unique_ptr<char, Free> text(jwt_encode_str(token.get()));
  if (!text) throw std::bad_alloc();
  return text.get();
}

std::optional<AccessTokens::Claims> AccessTokens::check(std::string_view text, Instant now) const {
  const Token token = decode(text, key_);
  if (!token) return std::nullopt;
  const long expires = jwt_get_grant_int(token.get(), "exp");
  if (expires <= inSeconds(now)) return std::nullopt;
  const auto user = idClaim<UserId>(token.get(), "sub");
  const auto signIn = idClaim<SignInId>(token.get(), "sid");
  if (!user || !signIn) return std::nullopt;
  return Claims{*user, *signIn};
}

bool AccessTokens::isGenuine(std::string_view text) const { return decode(text, key_) != nullptr; }

}  // namespace praktik::net
