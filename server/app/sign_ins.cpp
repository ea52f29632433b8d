#include "store/sign_ins.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <functional>
#include <openssl/evp.h>

#include "app/accounts.hpp"
#include "app/load.hpp"
#include "app/save.hpp"
#include "app/second_factor.hpp"
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
  // Before the new one is there, so that it is never what has to go.
  store::pruneRefreshTokens(work.db, signIn, limits::refreshTokensUnused - 1);
  store::insertRefreshToken(work.db, {digestOf(token), signIn, work.now, std::nullopt});
  return token;
}

store::AuditEntry aboutSignIn(const SignInId& id, const UserId& user, domain::Role role) {
  store::AuditEntry entry;
  entry.subject = "sign_in";
  entry.subjectId = id.text();
  (role == domain::Role::DOCTOR ? entry.doctor : entry.patient) = user;
  return entry;
}

void end(Work& work, const Caller& caller, std::string_view cause) {
  closeSignIn(work, caller.signIn, cause);
  auto entry = aboutSignIn(caller.signIn, caller.user, caller.role);
  entry.cause = cause;
  record(work, {&caller, "sign_in.end"}, std::move(entry));
}

/// Whether or not it counts as living: what is idle and was not ended could be kept again.
void endRow(Work& work, const Caller* caller, const store::SignIn& signIn, std::string_view cause) {
  closeSignIn(work, signIn.id, cause);
  auto entry = aboutSignIn(signIn.id, signIn.user, signIn.role);
  entry.cause = cause;
  record(work, {caller, "sign_in.end"}, std::move(entry));
}

/// The one who tried is not known to be the account's person: the origin is recorded, an actor is not.
void recordTry(Work& work, std::string_view action, const std::optional<UserId>& user, const Origin& origin,
               std::optional<std::string> cause) {
  store::AuditEntry entry;
  entry.cause = std::move(cause);
  entry.subject = "user";
  const auto known = user ? store::findUser(work.db, *user) : std::nullopt;
  // Whoever was erased meanwhile has that address no longer: it was nobody's account that was tried.
  if (known && !known->erasedAt) {
    entry.subjectId = known->id.text();
    (known->role == domain::Role::DOCTOR ? entry.doctor : entry.patient) = known->id;
  }
  recordStranger(work, action, origin, std::move(entry));
}

limits::minutes idleTime(const Settings& settings, domain::Role role) {
  return role == domain::Role::DOCTOR ? settings.idleDoctor : settings.idlePatient;
}

/// When it was last used, also by what no row tells yet.
Instant lastUsed(const Reading& reading, const store::SignIn& signIn) {
  if (reading.presence.hasPage(signIn.id)) return reading.now;
  return std::max(signIn.lastSeenAt, reading.seen.newest(signIn.id).value_or(signIn.lastSeenAt));
}

bool isIdle(const Reading& reading, const store::SignIn& signIn) {
  const auto isLongAgo = [&, idle = idleTime(reading.settings, signIn.role)](Instant used) {
    return used + idle <= reading.now;
  };
  // The row alone clears nearly everybody.
  return isLongAgo(signIn.lastSeenAt) && isLongAgo(lastUsed(reading, signIn)) &&
         !store::isKeptSignedIn(reading.db, signIn.user);
}

bool isLiving(const Reading& reading, const store::SignIn& signIn) {
  return !signIn.endedAt && signIn.expiresAt > reading.now && !isIdle(reading, signIn);
}

void earlier(std::optional<Instant>& soonest, std::optional<Instant> candidate) {
  if (candidate && (!soonest || *candidate < *soonest)) soonest = candidate;
}

/// So that nobody gathers more than a person has devices, and ending all of them stays one small transaction.
void makeRoomForOne(Work& work, const Caller& caller) {
  auto living = store::listLivingSignIns(work.db, caller.user, work.now);
  if (living.size() < limits::signInsPerUser) return;
  std::ranges::sort(living, std::ranges::greater(), &store::SignIn::lastSeenAt);
  for (std::size_t i = limits::signInsPerUser - 1; i < living.size(); ++i) {
    Caller ended = caller;
    ended.signIn = living[i].id;
    end(work, ended, "too_many");
  }
}

SignedIn signedIn(Work& work, const store::User& user, const SignInId& signIn) {
  return {user, signIn, issueRefreshToken(work, signIn), viewUser(work.reading(), user), credentialsDigest(user)};
}

}  // namespace

std::string credentialsDigest(const std::optional<store::User>& user) {
  return digestOf(fmt::format("{} {}", user ? user->passwordHash : "", user ? toMillis(user->credentialsAt) : 0));
}

std::vector<std::string> knownAddresses(const Reading& reading, const std::optional<store::User>& user) {
  const Instant aWeekAgo = reading.now - limits::networkTrusted;
  return store::listAddressesSince(reading.db, user ? user->id : UserId(),
                                   user ? std::max(user->credentialsAt, aWeekAgo) : aWeekAgo);
}

SignedIn beginSignIn(Work& work, const store::User& user, const Origin& origin, std::optional<std::string> cause) {
  store::SignIn signIn;
  signIn.id = work.newId<SignInId>();
  signIn.user = user.id;
  signIn.createdAt = signIn.lastSeenAt = work.now;
  signIn.expiresAt = work.now + work.settings.signInFor;
  signIn.role = user.role;
  signIn.address = origin.address;
  signIn.userAgent = origin.userAgent;
  const Caller caller{user.id, user.role, signIn.id, signIn.expiresAt, origin, false};
  makeRoomForOne(work, caller);
  store::insertSignIn(work.db, signIn);
  auto entry = aboutSignIn(signIn.id, user.id, user.role);
  entry.cause = std::move(cause);
  record(work, {&caller, "sign_in.begin"}, std::move(entry));
  work.changes.clocks = true;
  return signedIn(work, user, signIn.id);
}

void recordFailedSignIn(Work& work, const std::optional<UserId>& user, const Origin& origin,
                        std::optional<std::string> cause) {
  recordTry(work, "sign_in.failed", user, origin, std::move(cause));
}

void recordCodeAsked(Work& work, const UserId& user, const Origin& origin) {
  recordTry(work, "sign_in.code_asked", user, origin, std::nullopt);
}

Result<SignedIn> refreshSignIn(Work& work, const std::string& refreshToken, const Origin& origin) {
  const auto token = store::findRefreshToken(work.db, digestOf(refreshToken));
  if (!token) return std::unexpected(Refusal::not_signed_in);
  auto caller = findCaller(work.reading(), token->signIn);
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
  return signedIn(work, *user, caller->signIn);
}

Result<void> endOwnSignIn(Work& work, const Caller& caller, const SignInId& id, std::string_view cause) {
  const auto target = findCaller(work.reading(), id);
  if (!target) return std::unexpected(Refusal::not_found);
  if (target->user != caller.user) return std::unexpected(notTheirs(work.db, id.text(), target->user));
  Caller ended = caller;
  ended.signIn = id;
  end(work, ended, cause);
  return {};
}

void endSignInOf(Work& work, const std::string& refreshToken, const Origin& origin) {
  const auto token = store::findRefreshToken(work.db, digestOf(refreshToken));
  if (!token) return;
  auto caller = findCaller(work.reading(), token->signIn);
  if (!caller) return;
  caller->origin = origin;
  end(work, *caller, "signed_out");
}

void closeSignIn(Work& work, const SignInId& id, std::string_view cause) {
  store::endSignIn(work.db, id, work.now, std::string(cause));
  // Whatever they were good for, they get nothing any more.
  store::deleteRefreshTokens(work.db, id);
  work.changes.endedSignIns.push_back(id);
  for (const auto& subscription : store::listSubscriptionsOfSignIn(work.db, id)) {
    removeSubscription(work, {nullptr, "push.unsubscribe"}, subscription, cause);
  }
}

void endSignInsOf(Work& work, const Caller* caller, const store::User& user, std::string_view cause) {
  for (const auto& signIn : store::listOpenSignIns(work.db, user.id)) endRow(work, caller, signIn, cause);
}

void endOtherSignIns(Work& work, const Caller& caller, std::string_view cause) {
  for (const auto& signIn : store::listLivingSignIns(work.db, caller.user, work.now)) {
    if (signIn.id != caller.signIn) endRow(work, &caller, signIn, cause);
  }
}

std::optional<Instant> endDueSignIns(Work& work) {
  std::optional<Instant> next;
  for (const auto role : {domain::Role::DOCTOR, domain::Role::PATIENT}) {
    const auto idle = idleTime(work.settings, role);
    for (const auto& signIn : store::listUnseenSignIns(work.db, role, work.now - idle)) {
      const Instant used = lastUsed(work.reading(), signIn);
      if (used + idle > work.now) {
        // What a page or a request is worth was not written down in time.
        store::touchSignIn(work.db, signIn.id, used);
      } else {
        endRow(work, nullptr, signIn, "idle");
      }
    }
    if (const auto unseen = store::longestUnseen(work.db, role)) earlier(next, *unseen + idle);
  }
  for (const auto& signIn : store::listExpiredSignIns(work.db, work.now)) endRow(work, nullptr, signIn, "expired");
  earlier(next, store::nextExpiry(work.db));
  return next;
}

std::optional<Caller> findCaller(const Reading& reading, const SignInId& id) {
  const auto signIn = store::findSignIn(reading.db, id);
  if (!signIn || !isLiving(reading, *signIn)) return std::nullopt;
  const auto user = store::findUser(reading.db, signIn->user);
  if (!user || user->disabledAt) return std::nullopt;
  return Caller{user->id, user->role, id, signIn->expiresAt, {}, owesSecondFactor(reading, *user)};
}

object listSessions(const Reading& reading, const Caller& caller) {
  boost::json::array sessions;
  for (const auto& signIn : store::listLivingSignIns(reading.db, caller.user, reading.now)) {
    if (!isLiving(reading, signIn)) continue;
    sessions.push_back(viewSignIn(signIn, signIn.id == caller.signIn));
  }
  return {{"sessions", std::move(sessions)}};
}

}  // namespace praktik::app
