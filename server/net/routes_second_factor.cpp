#include "app/second_factor.hpp"
#include "net/routes.hpp"
#include "net/sign_in.hpp"

namespace praktik::net {
namespace {

namespace asio = boost::asio;
using Otp = Text<1, limits::otpChars>;
using Password = Text<1, limits::passwordMaxChars>;

struct PasswordBody {
  Password password;
};
BOOST_DESCRIBE_STRUCT(PasswordBody, (), (password))

struct OtpBody {
  Otp otp;
};
BOOST_DESCRIBE_STRUCT(OtpBody, (), (otp))

struct PasswordAndOtpBody {
  Password password;
  Otp otp;
};
BOOST_DESCRIBE_STRUCT(PasswordAndOtpBody, (), (password, otp))

Reply read(const app::Reading& reading, const app::Caller& caller) {
  return ok(app::readSecondFactor(reading, caller));
}

asio::awaitable<Reply> begin(Exchange& exchange) {
  auto body = readFields<PasswordBody>(exchange.request);
  if (!body) co_return std::unexpected(std::move(body.error()));
  const auto proof = co_await proveOwnPassword(exchange, std::move(body->password.value), "password");
  if (!proof) co_return std::unexpected(proof.error());
  const std::function<Reply(app::Work&)> run = [&](app::Work& work) -> Reply {
    auto begun = app::beginSecondFactor(work, *exchange.caller);
    if (!begun) return std::unexpected(std::move(begun.error()));
    return created(*begun);
  };
  co_return co_await runAsProved(exchange, *proof, run);
}

/// Runs what takes a one-time password. A wrong one counts as an attempt at the password does.
asio::awaitable<Reply> trying(Exchange& exchange, std::function<asio::awaitable<Reply>()> run) {
  Services& services = exchange.services;
  const UserId user = exchange.caller->user;
  if (const auto wait = services.passwordChecks.take(user, services.engine.now())) {
    co_return std::unexpected(app::Refused::tooMany(*wait));
  }
  Reply reply = co_await run();
  const bool isWrong = !reply && reply.error().refusal == Refusal::invalid;
  if (!isWrong) services.passwordChecks.giveBack(user);
  if (reply) co_await knowDeviceAnew(exchange, *reply);
  co_return reply;
}

asio::awaitable<Reply> confirm(Exchange& exchange) {
  const auto body = readFields<OtpBody>(exchange.request);
  if (!body) co_return std::unexpected(body.error());
  const std::function<Reply(app::Work&)> command = [&](app::Work& work) {
    return answer(app::confirmSecondFactor(work, *exchange.caller, body->otp.value));
  };
  const std::function run = [&] { return runAsCaller(exchange, command); };
  co_return co_await trying(exchange, run);
}

/// For what takes both: the password is checked first.
asio::awaitable<Reply> withBoth(Exchange& exchange,
                                Reply (*command)(app::Work&, const app::Caller&, const std::string&)) {
  auto body = readFields<PasswordAndOtpBody>(exchange.request);
  if (!body) co_return std::unexpected(std::move(body.error()));
  const auto proof = co_await proveOwnPassword(exchange, std::move(body->password.value), "password");
  if (!proof) co_return std::unexpected(proof.error());
  const std::function<Reply(app::Work&)> onceProved = [&](app::Work& work) {
    return command(work, *exchange.caller, body->otp.value);
  };
  const std::function run = [&] { return runAsProved(exchange, *proof, onceProved); };
  co_return co_await trying(exchange, run);
}

Reply renewCodes(app::Work& work, const app::Caller& caller, const std::string& otp) {
  return answer(app::renewRecoveryCodes(work, caller, otp));
}

Reply remove(app::Work& work, const app::Caller& caller, const std::string& otp) {
  return answer(app::removeSecondFactor(work, caller, otp));
}

}  // namespace

std::vector<Route> secondFactorRoutes() {
  const auto own = to(domain::Action::useOwnAccount);
  return {
      {Verb::get, "/api/me/second-factor", own, query(read)},
      {Verb::post, "/api/me/second-factor", own, begin},
      {Verb::post, "/api/me/second-factor/confirm", own, confirm},
      {Verb::post, "/api/me/second-factor/recovery-codes", own,
       [](Exchange& exchange) { return withBoth(exchange, renewCodes); }},
      {Verb::post, "/api/me/second-factor/remove", own, [](Exchange& exchange) { return withBoth(exchange, remove); }},
  };
}

}  // namespace praktik::net
