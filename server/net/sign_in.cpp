#include "net/sign_in.hpp"

#include <algorithm>

#include "app/second_factor.hpp"
#include "base/limits.hpp"
#include "net/authenticate.hpp"
#include "net/bridge.hpp"
#include "store/users.hpp"

namespace praktik::net {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

std::string accessTokenOf(Exchange& exchange, const app::SignedIn& signedIn, Instant now) {
  return exchange.services.tokens.issue({signedIn.user.id, signedIn.signIn}, now, now + limits::accessToken);
}

/// What the throttle and the check go by. Of an e-mail address without an account the same is asked.
struct Account {
  std::optional<store::User> user;
  std::string credentials;
  bool knowsNetwork = false;
};

asio::awaitable<app::Result<Account>> findAccount(Exchange& exchange, const std::string& email) {
  Account account;
  const bool asked = co_await onReader(exchange.services.engine, [&](const app::Reading& reading) {
    account.user = store::findUserByEmail(reading.db, app::normalEmail(email));
    account.credentials = app::credentialsDigest(account.user);
    account.knowsNetwork =
        std::ranges::any_of(app::knownAddresses(reading, account.user),
                            [network = networkOf(exchange.request.address)](const std::string& address) {
                              return networkOf(address) == network;
                            });
  });
  if (!asked) co_return std::unexpected(Refusal::try_again);
  co_return std::move(account);
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

/// Begins the sign-in of somebody whose password was right.
app::Result<app::SignedIn> takeSecondStep(app::Work& work, const store::User& user,
                                          const std::optional<std::string>& otp, const app::Origin& origin) {
  const auto step = app::passSecondFactor(work, user.id, otp);
  if (!step) {
    if (step.error().refusal == Refusal::otp_wrong) app::recordFailedSignIn(work, user.id, origin, "otp");
    if (step.error().refusal == Refusal::otp_required) app::recordCodeAsked(work, user.id, origin);
    return std::unexpected(step.error());
  }
  return app::beginSignIn(work, user, origin, step->isByRecoveryCode ? std::optional("recovery_code") : std::nullopt);
}

asio::awaitable<bool> inTurn(Exchange& exchange, std::function<void()> work) {
  return onPasswordPool(exchange.services.passwords, siteOf(exchange.request.address), std::move(work));
}

/// An attempt to sign in and what it took of the throttle.
struct Trial {
  SignInThrottle::Attempt attempt;
  SignInThrottle::Taken taken;
};

/// Was anything guessed, or was it the server that could not look, or would not yet?
bool isGuess(Refusal refusal) { return refusal == Refusal::invalid_credentials || refusal == Refusal::otp_wrong; }

/// Looks at the password, and only once it is right at the one-time password.
asio::awaitable<app::Result<app::SignedIn>> tryCredentials(Exchange& exchange, Credentials credentials,
                                                           const std::optional<store::User>& user, Trial& trial) {
  Services& services = exchange.services;
  const bool mayEnter = user && !user->disabledAt;
  const auto isRight =
      co_await matches(exchange, mayEnter ? user->passwordHash : app::nobodysHash(), std::move(credentials.password));
  if (!isRight) co_return std::unexpected(isRight.error());
  if (!mayEnter || !*isRight) co_return std::unexpected(co_await recordFailure(exchange, user));
  if (credentials.otp && !credentials.otp->empty()) {
    const auto wait = services.throttle.takeCode(trial.attempt, trial.taken, services.engine.now());
    if (wait) co_return std::unexpected(app::Refused::tooMany(*wait));
  }
  app::Result<app::SignedIn> signedIn = std::unexpected(Refusal::invalid_credentials);
  const bool committed = co_await onWriter(services.engine, [&](app::Work& work) {
    if (const auto now = unchanged(work, *user)) {
      signedIn = takeSecondStep(work, *now, credentials.otp, originOf(exchange.request));
    } else {
      app::recordFailedSignIn(work, user->id, originOf(exchange.request));
    }
  });
  if (!committed) co_return std::unexpected(Refusal::try_again);
  co_return signedIn;
}

}  // namespace

asio::awaitable<app::Result<std::string>> hashed(Exchange& exchange, std::string password) {
  std::string hash;
  const bool done = co_await inTurn(exchange, [&] { hash = app::hashPassword(password); });
  if (!done) co_return std::unexpected(Refusal::try_again);
  co_return hash;
}

asio::awaitable<app::Result<bool>> matches(Exchange& exchange, std::string hash, std::string password) {
  bool isRight = false;
  const bool done = co_await inTurn(exchange, [&] { isRight = app::verifyPassword(hash, password); });
  if (!done) co_return std::unexpected(Refusal::try_again);
  co_return isRight;
}

asio::awaitable<app::Result<store::User>> proveOwnPassword(Exchange& exchange, std::string password,
                                                           std::string_view field) {
  Services& services = exchange.services;
  const UserId id = exchange.caller->user;
  if (const auto wait = services.passwordChecks.take(id, services.engine.now())) {
    co_return std::unexpected(app::Refused::tooMany(*wait));
  }
  std::optional<store::User> user;
  const bool asked =
      co_await onReader(services.engine, [&](const app::Reading& reading) { user = store::findUser(reading.db, id); });
  if (!asked || !user) {
    services.passwordChecks.giveBack(id);
    co_return std::unexpected(Refusal::try_again);
  }
  const auto isRight = co_await matches(exchange, user->passwordHash, std::move(password));
  if (!isRight) {
    services.passwordChecks.giveBack(id);
    co_return std::unexpected(isRight.error());
  }
  if (!*isRight) {
    co_return std::unexpected(app::Refused::field(std::string(field), "wrong", "This is not your current password."));
  }
  services.passwordChecks.giveBack(id);
  co_return std::move(*user);
}

asio::awaitable<app::Result<app::SignedIn>> signInWithPassword(Exchange& exchange, Credentials credentials) {
  Services& services = exchange.services;
  const auto account = co_await findAccount(exchange, credentials.email);
  if (!account) co_return std::unexpected(account.error());
  const Instant begin = services.engine.now();
  Trial trial;
  trial.attempt.address = exchange.request.address;
  trial.attempt.email = credentials.email;
  trial.attempt.mark = services.devices.markOf(exchange.request, {credentials.email, account->credentials}, begin);
  trial.attempt.isFromKnownNetwork = account->knowsNetwork;
  auto taken = services.throttle.begin(trial.attempt, begin);
  if (!taken) co_return std::unexpected(app::Refused::tooMany(taken.error()));
  trial.taken = std::move(*taken);
  auto signedIn = co_await tryCredentials(exchange, std::move(credentials), account->user, trial);
  if (signedIn || !isGuess(signedIn.error().refusal)) SignInThrottle::giveBack(trial.taken);
  co_return signedIn;
}

Response answerWithCookies(Exchange& exchange, const app::SignedIn& signedIn, int status) {
  Response response = ok(json::object{{"user", signedIn.view}});
  response.status = status;
  giveCookies(exchange, signedIn, response);
  const Services& services = exchange.services;
  if (services.throttle.isOn()) {
    services.devices.give(exchange.request, response, {signedIn.user.email, signedIn.credentials},
                          services.engine.now(), services.engine.random());
  }
  return response;
}

asio::awaitable<void> knowDeviceAnew(Exchange& exchange, Response& response) {
  Services& services = exchange.services;
  if (!services.throttle.isOn() || usesBearer(exchange.request)) co_return;
  std::optional<store::User> user;
  std::string credentials;
  const bool asked = co_await onReader(services.engine, [&](const app::Reading& reading) {
    user = store::findUser(reading.db, exchange.caller->user);
    credentials = app::credentialsDigest(user);
  });
  // Without it the device counts as a stranger until it signs in the next time.
  if (!asked || !user) co_return;
  services.devices.give(exchange.request, response, {user->email, credentials}, services.engine.now(),
                        services.engine.random());
}

Response answerWithTokens(Exchange& exchange, const app::SignedIn& signedIn) {
  const Instant now = exchange.services.engine.now();
  return ok(json::object{{"user", signedIn.view},
                         {"accessToken", accessTokenOf(exchange, signedIn, now)},
                         {"refreshToken", signedIn.refreshToken},
                         {"expiresAt", toMillis(now + limits::accessToken)}});
}

void giveCookies(Exchange& exchange, const app::SignedIn& signedIn, Response& response) {
  const std::string access = accessTokenOf(exchange, signedIn, exchange.services.engine.now());
  exchange.services.cookies.give(response, access, signedIn.refreshToken);
}

}  // namespace praktik::net
