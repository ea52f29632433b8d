#include "net/sign_in.hpp"

#include "app/views.hpp"
#include "base/limits.hpp"
#include "net/bridge.hpp"
#include "store/users.hpp"

namespace praktik::net {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

std::string accessTokenOf(Exchange& exchange, const app::SignedIn& signedIn, Instant now) {
  return exchange.services.tokens.issue({signedIn.user.id, signedIn.signIn}, now, now + limits::accessToken);
}

using FoundUser = app::Result<std::optional<store::User>>;

asio::awaitable<FoundUser> findUser(Exchange& exchange, const std::string& email) {
  std::optional<store::User> user;
  const bool asked = co_await onReader(exchange.services.engine, [&](const app::Reading& reading) {
    user = store::findUserByEmail(reading.db, app::normalEmail(email));
  });
  if (!asked) co_return std::unexpected(Refusal::try_again);
  co_return FoundUser(std::move(user));
}

asio::awaitable<app::Refused> recordFailure(Exchange& exchange, const std::optional<store::User>& user) {
  const auto id = user ? std::optional(user->id) : std::nullopt;
  const bool recorded = co_await onWriter(exchange.services.engine, [&](app::Work& work) {
    app::recordFailedSignIn(work, id, originOf(exchange.request));
  });
  co_return app::Refused(recorded ? Refusal::invalid_credentials : Refusal::try_again);
}

/// The account as it is inside the transaction: it may have been disabled, or its password changed, since it was read.
std::optional<store::User> unchanged(app::Work& work, const store::User& known) {
  auto user = store::findUser(work.db, known.id);
  if (!user || user->disabledAt || user->passwordHash != known.passwordHash) return std::nullopt;
  return user;
}

}  // namespace

asio::awaitable<app::Result<std::string>> hashed(Exchange& exchange, std::string password) {
  std::string hash;
  const bool done = co_await onPasswordPool(exchange.services.passwords, [&] { hash = app::hashPassword(password); });
  if (!done) co_return std::unexpected(Refusal::try_again);
  co_return hash;
}

asio::awaitable<app::Result<bool>> matches(Exchange& exchange, std::string hash, std::string password) {
  bool isRight = false;
  const bool done =
      co_await onPasswordPool(exchange.services.passwords, [&] { isRight = app::verifyPassword(hash, password); });
  if (!done) co_return std::unexpected(Refusal::try_again);
  co_return isRight;
}

asio::awaitable<app::Result<app::SignedIn>> signInWithPassword(Exchange& exchange, std::string email,
                                                               std::string password) {
  Services& services = exchange.services;
  const std::string& address = exchange.request.address;
  if (const auto wait = services.throttle.attempt(address, email, services.engine.now())) {
    app::Refused refused(Refusal::too_many);
    refused.retryAfter = *wait;
    co_return std::unexpected(std::move(refused));
  }
  const auto user = co_await findUser(exchange, email);
  if (!user) co_return std::unexpected(user.error());
  const bool mayEnter = *user && !(*user)->disabledAt;
  const auto isRight = co_await matches(exchange, mayEnter ? (*user)->passwordHash : app::nobodysHash(), password);
  if (!isRight) co_return std::unexpected(isRight.error());
  if (!mayEnter || !*isRight) co_return std::unexpected(co_await recordFailure(exchange, *user));
  app::Result<app::SignedIn> signedIn = std::unexpected(Refusal::invalid_credentials);
  const bool committed = co_await onWriter(services.engine, [&](app::Work& work) {
    if (const auto now = unchanged(work, **user)) signedIn = app::beginSignIn(work, *now, originOf(exchange.request));
  });
  if (!committed) co_return std::unexpected(Refusal::try_again);
  if (signedIn) services.throttle.succeeded(address, email);
  co_return signedIn;
}

Response answerWithCookies(Exchange& exchange, const app::SignedIn& signedIn, int status) {
  Response response = ok(json::object{{"user", app::viewUser(signedIn.user, exchange.services.engine.settings())}});
  response.status = status;
  giveCookies(exchange, signedIn, response);
  return response;
}

Response answerWithTokens(Exchange& exchange, const app::SignedIn& signedIn) {
  const Instant now = exchange.services.engine.now();
  return ok(json::object{{"user", app::viewUser(signedIn.user, exchange.services.engine.settings())},
                         {"accessToken", accessTokenOf(exchange, signedIn, now)},
                         {"refreshToken", signedIn.refreshToken},
                         {"expiresAt", toMillis(now + limits::accessToken)}});
}

void giveCookies(Exchange& exchange, const app::SignedIn& signedIn, Response& response) {
  const std::string access = accessTokenOf(exchange, signedIn, exchange.services.engine.now());
  exchange.services.cookies.give(response, access, signedIn.refreshToken);
}

}  // namespace praktik::net
