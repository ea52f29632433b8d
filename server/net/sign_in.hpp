#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>
#include <string>

#include "app/accounts.hpp"
#include "net/exchange.hpp"
#include "net/route.hpp"

/// The steps of signing in that several routes share.
namespace praktik::net {

/// Hashes on the password pool; `try_again` when that is not possible now.
boost::asio::awaitable<app::Result<std::string>> hashed(Exchange& exchange, std::string password);

/// Is this the password of the hash? Checked on the password pool.
boost::asio::awaitable<app::Result<bool>> matches(Exchange& exchange, std::string hash, std::string password);

/// Begins a sign-in for whoever knows the password of the account: `too_many`, `invalid_credentials`, in like time
/// whether there is such an account or not.
boost::asio::awaitable<app::Result<app::SignedIn>> signInWithPassword(Exchange& exchange, std::string email,
                                                                      std::string password);

/// `{user}` with the browser's two cookies.
Response answerWithCookies(Exchange& exchange, const app::SignedIn& signedIn, int status);
/// `{user, accessToken, refreshToken, expiresAt}`
Response answerWithTokens(Exchange& exchange, const app::SignedIn& signedIn);
/// Gives the browser new cookies.
void giveCookies(Exchange& exchange, const app::SignedIn& signedIn, Response& response);

}  // namespace praktik::net
