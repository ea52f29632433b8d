#include "net/routes.hpp"
#include "net/sign_in.hpp"

namespace praktik::net {
namespace {

namespace asio = boost::asio;

struct PasswordChange {
  Text<1, limits::passwordMaxChars> currentPassword;
  Text<limits::passwordMinChars, limits::passwordMaxChars> newPassword;
};
BOOST_DESCRIBE_STRUCT(PasswordChange, (), (currentPassword, newPassword))

struct MePatch {
  std::optional<Text<1, limits::nameChars>> name;
  std::optional<LanguageTag> locale;
  Patch<Text<1, limits::phoneChars>> phone;
  Patch<Date> birthDate;
  Patch<Text<1, limits::specialtyChars>> specialty;
  std::optional<Text<1, limits::consentVersionChars>> consentVersion;
  std::optional<PasswordChange> password;
};
BOOST_DESCRIBE_STRUCT(MePatch, (), (name, locale, phone, birthDate, specialty, consentVersion, password))

template <class Field>
app::Patch<std::string> changed(const Patch<Field>& field) {
  if (!field.given) return std::nullopt;
  return valueOf(field.value);
}

Reply read(const app::Reading& reading, const app::Caller& caller) { return answer(app::readMe(reading, caller)); }

Reply sessions(const app::Reading& reading, const app::Caller& caller) {
  return ok(app::listSessions(reading, caller));
}

Reply endSession(app::Work& work, const app::Caller& caller, const SignInId& id) {
  return answer(app::endOwnSignIn(work, caller, id, "revoked"));
}

/// An edit that changes the password, too, once the current one has proved right.
asio::awaitable<Reply> editWithPassword(Exchange& exchange, app::AccountEdit edit, PasswordChange change) {
  const auto proof =
      co_await proveOwnPassword(exchange, std::move(change.currentPassword.value), "password.currentPassword");
  if (!proof) co_return std::unexpected(proof.error());
  if (app::isCommonPassword(change.newPassword.value, proof->email, edit.name.value_or(proof->name))) {
    co_return std::unexpected(
        app::Refused::field("password.newPassword", "common", std::string(app::commonPasswordTitle)));
  }
  auto hash = co_await hashed(exchange, std::move(change.newPassword.value));
  if (!hash) co_return std::unexpected(std::move(hash.error()));
  edit.newPasswordHash = std::move(*hash);
  const std::function<Reply(app::Work&)> run = [&](app::Work& work) {
    return answer(app::editMe(work, *exchange.caller, edit));
  };
  Reply reply = co_await runAsProved(exchange, *proof, run);
  if (reply) co_await knowDeviceAnew(exchange, *reply);
  co_return reply;
}

asio::awaitable<Reply> edit(Exchange& exchange) {
  auto patch = readFields<MePatch>(exchange.request);
  if (!patch) co_return std::unexpected(std::move(patch.error()));
  if (patch->specialty.given && exchange.caller->role != domain::Role::DOCTOR) {
    co_return std::unexpected(app::Refused::field("specialty", "unknown", "Only a doctor has a specialty."));
  }
  app::AccountEdit edit;
  edit.name = valueOf(patch->name);
  edit.locale = valueOf(patch->locale);
  edit.phone = changed(patch->phone);
  edit.birthDate = changed(patch->birthDate);
  edit.specialty = changed(patch->specialty);
  edit.consentVersion = valueOf(patch->consentVersion);
  if (patch->password) co_return co_await editWithPassword(exchange, std::move(edit), std::move(*patch->password));
  const std::function<Reply(app::Work&)> run = [&](app::Work& work) {
    return answer(app::editMe(work, *exchange.caller, edit));
  };
  co_return co_await runAsCaller(exchange, run);
}

}  // namespace

std::vector<Route> meRoutes() {
  const auto own = to(domain::Action::useOwnAccount);
  return {
      {Verb::get, "/api/me", own, query(read)},
      {Verb::patch, "/api/me", own, edit},
      {Verb::get, "/api/me/sessions", own, query(sessions)},
      {Verb::del, "/api/me/sessions/{id}", own, command(endSession)},
  };
}

}  // namespace praktik::net
