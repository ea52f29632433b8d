#include "net/authenticate.hpp"
#include "net/bridge.hpp"
#include "net/problem.hpp"
#include "net/routes.hpp"
#include "net/sign_in.hpp"

namespace praktik::net {
namespace {

namespace asio = boost::asio;

struct RegisterBody {
  EmailAddress email;
  Text<limits::passwordMinChars, limits::passwordMaxChars> password;
  Text<1, limits::nameChars> name;
  std::optional<LanguageTag> locale;
  std::optional<Text<1, limits::phoneChars>> phone;
  std::optional<Date> birthDate;
  std::optional<Text<1, limits::consentVersionChars>> consentVersion;
};
BOOST_DESCRIBE_STRUCT(RegisterBody, (), (email, password, name, locale, phone, birthDate, consentVersion))

/// Loose on purpose: what no account can have is a wrong password, not a wrong field.
struct LoginBody {
  Text<1, limits::emailChars> email;
  Text<1, limits::passwordMaxChars> password;
  std::optional<Text<0, limits::otpChars>> otp;
};
BOOST_DESCRIBE_STRUCT(LoginBody, (), (email, password, otp))

struct RefreshBody {
  std::optional<Text<1, limits::tokenChars>> refreshToken;
};
BOOST_DESCRIBE_STRUCT(RefreshBody, (), (refreshToken))

app::NewUser newPatient(RegisterBody body, std::string hash) {
  app::NewUser wanted;
  wanted.email = std::move(body.email.value);
  wanted.name = std::move(body.name.value);
  wanted.locale = valueOf(body.locale).value_or(wanted.locale);
  wanted.phone = valueOf(body.phone);
  wanted.birthDate = valueOf(body.birthDate);
  wanted.consentVersion = valueOf(body.consentVersion);
  wanted.passwordHash = std::move(hash);
  return wanted;
}

asio::awaitable<app::Result<app::SignedIn>> createAccount(Exchange& exchange, RegisterBody body) {
  auto hash = co_await hashed(exchange, body.password.value);
  if (!hash) co_return std::unexpected(std::move(hash.error()));
  const app::NewUser wanted = newPatient(std::move(body), std::move(*hash));
  app::Result<app::SignedIn> signedIn;
  const bool committed = co_await onWriter(exchange.services.engine, [&](app::Work& work) {
    const app::Origin origin = originOf(exchange.request);
    const auto user = app::createUser(work, wanted, origin);
    if (user) {
      signedIn = app::beginSignIn(work, *user, origin);
    } else {
      signedIn = std::unexpected(user.error());
    }
  });
  if (!committed) co_return std::unexpected(Refusal::try_again);
  co_return signedIn;
}

asio::awaitable<Reply> registerPatient(Exchange& exchange) {
  auto body = readFields<RegisterBody>(exchange.request);
  if (!body) co_return std::unexpected(std::move(body.error()));
  if (app::isCommonPassword(body->password.value, body->email.value, body->name.value)) {
    co_return std::unexpected(app::Refused::field("password", "common", std::string(app::commonPasswordTitle)));
  }
  Services& services = exchange.services;
  const std::string& address = exchange.request.address;
  if (const auto wait = services.throttle.takeRegistration(address, services.engine.now())) {
    co_return std::unexpected(app::Refused::tooMany(*wait));
  }
  auto signedIn = co_await createAccount(exchange, std::move(*body));
  if (signedIn) co_return answerWithCookies(exchange, *signedIn, 201);
  if (signedIn.error().refusal == Refusal::try_again) services.throttle.giveBackRegistration(address);
  co_return std::unexpected(std::move(signedIn.error()));
}

asio::awaitable<app::Result<app::SignedIn>> signIn(Exchange& exchange) {
  auto body = readFields<LoginBody>(exchange.request);
  if (!body) co_return std::unexpected(std::move(body.error()));
  Credentials credentials;
  credentials.email = std::move(body->email.value);
  credentials.password = std::move(body->password.value);
  credentials.otp = valueOf(body->otp);
  co_return co_await signInWithPassword(exchange, std::move(credentials));
}

asio::awaitable<Reply> login(Exchange& exchange) {
  auto signedIn = co_await signIn(exchange);
  if (!signedIn) co_return std::unexpected(std::move(signedIn.error()));
  co_return answerWithCookies(exchange, *signedIn, 200);
}

asio::awaitable<Reply> token(Exchange& exchange) {
  auto signedIn = co_await signIn(exchange);
  if (!signedIn) co_return std::unexpected(std::move(signedIn.error()));
  co_return answerWithTokens(exchange, *signedIn);
}

asio::awaitable<Reply> refresh(Exchange& exchange) {
  const auto body = readFields<RefreshBody>(exchange.request);
  if (!body) co_return std::unexpected(body.error());
  const bool isByCookie = !body->refreshToken;
  const std::string given = isByCookie ? std::string(exchange.services.cookies.refresh(exchange.request).value_or(""))
                                       : body->refreshToken->value;
  app::Result<app::SignedIn> signedIn = std::unexpected(Refusal::not_signed_in);
  const bool committed = co_await onWriter(exchange.services.engine, [&](app::Work& work) {
    signedIn = app::refreshSignIn(work, given, originOf(exchange.request));
  });
  if (!committed) co_return std::unexpected(Refusal::try_again);
  if (signedIn && !isByCookie) co_return answerWithTokens(exchange, *signedIn);
  if (!isByCookie) co_return std::unexpected(std::move(signedIn.error()));
  Response response = signedIn ? noContent() : problem(signedIn.error(), exchange.request.id);
  if (signedIn) {
    giveCookies(exchange, *signedIn, response);
  } else {
    exchange.services.cookies.clear(response);
  }
  co_return response;
}

/// Of a browser whose access token ran out by the refresh cookie alone.
asio::awaitable<Reply> logout(Exchange& exchange) {
  Services& services = exchange.services;
  const auto& caller = exchange.caller;
  const std::string refreshToken(services.cookies.refresh(exchange.request).value_or(""));
  if (const auto fields = readFields<NoFields>(exchange.request); !fields) co_return std::unexpected(fields.error());
  const bool committed = co_await onWriter(services.engine, [&](app::Work& work) {
    if (caller) {
      // It lived a moment ago; if it has ended since, that is what was wanted.
      (void)app::endOwnSignIn(work, *caller, caller->signIn, "signed_out");
    } else {
      app::endSignInOf(work, refreshToken, originOf(exchange.request));
    }
  });
  if (!committed) co_return std::unexpected(Refusal::try_again);
  Response response = noContent();
  services.cookies.clear(response);
  co_return response;
}

}  // namespace

std::vector<Route> authRoutes() {
  const auto enter = to(domain::Action::signIn);
  return {
      {Verb::post, "/api/auth/register", enter, registerPatient},
      {Verb::post, "/api/auth/login", enter, login},
      {Verb::post, "/api/auth/token", enter, token},
      {Verb::post, "/api/auth/refresh", enter, refresh},
      {Verb::post, "/api/auth/logout", to(domain::Action::useOwnAccount), logout, true},
  };
}

}  // namespace praktik::net
