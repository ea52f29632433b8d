#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>
#include <string>

#include "app/accounts.hpp"
#include "net/exchange.hpp"
#include "net/route.hpp"

/// The steps of signing in that several routes share.
namespace praktik::net {

/// Hashes on the password pool, as the turn of the client's network; `try_again` when that is not possible now.
boost::asio::awaitable<app::Result<std::string>> hashed(Exchange& exchange, std::string password);

/// Is this the password of the hash? Checked on the password pool.
boost::asio::awaitable<app::Result<bool>> matches(Exchange& exchange, std::string hash, std::string password);

/// The caller, who knows the own password. Otherwise 422 `wrong` on that field. Counts as an attempt when it fails:
/// `too_many` after limits::passwordChecksPerUser. What the server could not do (`try_again`) does not count.
boost::asio::awaitable<app::Result<store::User>> proveOwnPassword(Exchange& exchange, std::string password,
                                                                  std::string_view field);

struct Credentials {
  std::string email;
  std::string password;
  std::optional<std::string> otp;
};

/// Begins a sign-in for whoever knows the password of the account: `too_many`, `invalid_credentials`, in like time
/// whether there is such an account or not; then, where the account has a second factor, `otp_required` or `otp_wrong`. What the
/// server could not do (`try_again`) does not count as an attempt.
boost::asio::awaitable<app::Result<app::SignedIn>> signInWithPassword(Exchange& exchange, Credentials credentials);

/// `{user}` with the browser's two cookies, and where attempts are counted the mark by which its device is known again.
Response answerWithCookies(Exchange& exchange, const app::SignedIn& signedIn, int status);
/// Gives a browser whose person has changed password or second factor a new mark, since that voided all that there were.
boost::asio::awaitable<void> knowDeviceAnew(Exchange& exchange, Response& response);
/// `{user, accessToken, refreshToken, expiresAt}`
Response answerWithTokens(Exchange& exchange, const app::SignedIn& signedIn);
/// Gives the browser new cookies.
void giveCookies(Exchange& exchange, const app::SignedIn& signedIn, Response& response);

}  // namespace praktik::net
