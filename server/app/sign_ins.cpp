#include "store/sign_ins.hpp"

#include <array>
#include <openssl/evp.h>

#include "app/accounts.hpp"
#include "app/load.hpp"
#include "app/save.hpp"
#include "app/subscriptions.hpp"
#include "app/views.hpp"
#include "base/limits.hpp"

namespace praktik::app {
namespace {

using boost::json::object;

std::string hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t byte : bytes) {
    text += digits[byte >> 4U];
    text += digits[byte & 0x0FU];
  }
  return text;
}

std::string digestOf(const std::string& token) {
  std::array<std::uint8_t, 32> digest{};
  EVP_Digest(token.data(), token.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  return hex(digest);
}

std::string issueRefreshToken(Work& work, const SignInId& signIn) {
  std::array<std::uint8_t, 32> secret{};
  work.random(secret);
  std::string token = hex(secret);
  store::insertRefreshToken(work.db, {digestOf(token), signIn, work.now, std::nullopt});
  return token;
}

void recordSignIn(Work& work, std::string_view action, const Caller& caller, std::optional<std::string> cause) {
  store::AuditEntry entry;
  entry.subject = "sign_in";
  entry.subjectId = caller.signIn.text();
  (caller.role == domain::Role::DOCTOR ? entry.doctor : entry.patient) = caller.user;
  entry.cause = std::move(cause);
  record(work, {&caller, action}, std::move(entry));
}

void end(Work& work, const Caller& caller, std::string_view cause) {
  closeSignIn(work, caller.signIn, cause);
  recordSignIn(work, "sign_in.end", caller, std::string(cause));
}

}  // namespace

SignedIn beginSignIn(Work& work, const store::User& user, const Origin& origin) {
  store::SignIn signIn;
  signIn.id = work.newId<SignInId>();
  signIn.user = user.id;
  signIn.createdAt = signIn.lastSeenAt = work.now;
  signIn.expiresAt = work.now + limits::signIn;
  signIn.address = origin.address;
  signIn.userAgent = origin.userAgent;
  store::insertSignIn(work.db, signIn);
  recordSignIn(work, "sign_in.begin", {user.id, user.role, signIn.id, signIn.expiresAt, origin}, std::nullopt);
  return {user, signIn.id, issueRefreshToken(work, signIn.id)};
}

void recordFailedSignIn(Work& work, const std::optional<UserId>& user, const Origin& origin) {
  store::AuditEntry entry;
  entry.subject = "user";
  entry.subjectId = user ? user->text() : "";
  if (const auto known = user ? store::findUser(work.db, *user) : std::nullopt) {
    (known->role == domain::Role::DOCTOR ? entry.doctor : entry.patient) = known->id;
  }
  // The one who tried is not known to be the account's person: the origin is recorded, an actor is not.
  recordStranger(work, "sign_in.failed", origin, std::move(entry));
}

Result<SignedIn> refreshSignIn(Work& work, const std::string& refreshToken, const Origin& origin) {
  const auto token = store::findRefreshToken(work.db, digestOf(refreshToken));
  if (!token) return std::unexpected(Refusal::not_signed_in);
  auto caller = findCaller(work.db, token->signIn, work.now);
  if (!caller) return std::unexpected(Refusal::not_signed_in);
  caller->origin = origin;
  if (token->usedAt && work.now > *token->usedAt + limits::rotationGrace) {
    end(work, *caller, "refresh_token_reused");
    return std::unexpected(Refusal::not_signed_in);
  }
  const auto user = store::findUser(work.db, caller->user);
  if (!user) return std::unexpected(Refusal::not_signed_in);
  store::useRefreshToken(work.db, token->digest, work.now);
  store::touchSignIn(work.db, caller->signIn, work.now);
  return SignedIn{*user, caller->signIn, issueRefreshToken(work, caller->signIn)};
}

Result<void> endOwnSignIn(Work& work, const Caller& caller, const SignInId& id, std::string_view cause) {
  const auto target = findCaller(work.db, id, work.now);
  if (!target) return std::unexpected(Refusal::not_found);
  if (target->user != caller.user) return std::unexpected(notTheirs(work.db, id.text(), target->user));
  Caller ended = caller;
  ended.signIn = id;
  end(work, ended, cause);
  return {};
}

void endSignInOf(Work& work, const std::string& refreshToken) {
  const auto token = store::findRefreshToken(work.db, digestOf(refreshToken));
  if (!token) return;
  if (const auto caller = findCaller(work.db, token->signIn, work.now)) end(work, *caller, "signed_out");
}

void closeSignIn(Work& work, const SignInId& id, std::string_view cause) {
  store::endSignIn(work.db, id, work.now, std::string(cause));
  work.changes.endedSignIns.push_back(id);
  for (const auto& subscription : store::listSubscriptionsOfSignIn(work.db, id)) {
    removeSubscription(work, {nullptr, "push.unsubscribe"}, subscription, cause);
  }
}

std::optional<Caller> findCaller(store::Connection& db, const SignInId& id, Instant now) {
  const auto signIn = store::findSignIn(db, id);
  if (!signIn || signIn->endedAt || signIn->expiresAt <= now) return std::nullopt;
  const auto user = store::findUser(db, signIn->user);
  if (!user || user->disabledAt) return std::nullopt;
  return Caller{user->id, user->role, id, signIn->expiresAt, {}};
}

object listSessions(const Reading& reading, const Caller& caller) {
  boost::json::array sessions;
  for (const auto& signIn : store::listLivingSignIns(reading.db, caller.user, reading.now)) {
    sessions.push_back(viewSignIn(signIn, signIn.id == caller.signIn));
  }
  return {{"sessions", std::move(sessions)}};
}

}  // namespace praktik::app
