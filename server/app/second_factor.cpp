#include "app/second_factor.hpp"

#include <algorithm>
#include <openssl/evp.h>

#include "app/accounts.hpp"
#include "app/save.hpp"
#include "app/totp.hpp"
#include "base/limits.hpp"
#include "base/log.hpp"
#include "store/second_factors.hpp"

namespace praktik::app {
namespace {

using boost::json::object;

constexpr std::size_t recoveryCodeBytes = 15;
constexpr std::size_t recoveryCodeChars = 24;
constexpr std::size_t groupChars = 4;

store::AuditEntry about(const UserId& user, domain::Role role) {
  store::AuditEntry entry;
  entry.subject = "user";
  entry.subjectId = user.text();
  (role == domain::Role::DOCTOR ? entry.doctor : entry.patient) = user;
  return entry;
}

void recordChange(Work& work, const Caller& caller, std::string_view action) {
  record(work, {&caller, action}, about(caller.user, caller.role));
  work.changes.topics.insert(Topic::me(caller.user));
}

Refused wrongOtp() { return Refused::field("otp", "wrong", "This code is wrong, was used before, or is too old."); }

/// As people type and copy them: with spaces and dashes, in small letters.
std::string plain(std::string_view otp) {
  std::string text;
  for (const char c : otp) {
    if (c == ' ' || c == '-') continue;
    text += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return text;
}

/// A code is 120 random bits, which nobody finds by trying: a plain hash hides it as well as a slow one (OWASP ASVS 6.5.2).
std::string digestOf(std::string_view code) {
  Bytes digest(32);
  EVP_Digest(code.data(), code.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  return toBase64url(digest);
}

object newRecoveryCodes(Work& work, const UserId& user) {
  boost::json::array shown;
  std::vector<std::string> digests;
  for (std::size_t i = 0; i < limits::recoveryCodes; ++i) {
    std::array<std::uint8_t, recoveryCodeBytes> bytes{};
    work.random(bytes);
    const std::string code = toBase32(bytes);
    digests.push_back(digestOf(code));
    std::string grouped;
    for (std::size_t at = 0; at < code.size(); at += groupChars) {
      grouped += (at > 0 ? "-" : "") + code.substr(at, groupChars);
    }
    shown.emplace_back(grouped);
  }
  store::replaceRecoveryCodes(work.db, user, digests);
  return {{"recoveryCodes", std::move(shown)}};
}

/// Does the password of the authenticator count now? Then it never does again.
bool passTotp(Work& work, store::SecondFactor factor, const std::string& otp) {
  const auto& key = work.settings.secondFactorKey;
  const auto secret = key ? key->open(factor.sealedSecret, factor.user) : std::nullopt;
  if (!secret) {
    log::error("the secret of a second factor cannot be opened: second-factor.key is missing or another");
    return false;
  }
  factor.lastStep = totpStepOf(*secret, otp, work.now, factor.lastStep);
  if (!factor.lastStep) return false;
  store::saveSecondFactor(work.db, factor);
  return true;
}

std::optional<SecondStep> pass(Work& work, const store::SecondFactor& factor, std::string_view given) {
  const std::string otp = plain(given);
  if (otp.size() == recoveryCodeChars) {
    if (!store::useRecoveryCode(work.db, factor.user, digestOf(otp), work.now)) return std::nullopt;
    return SecondStep{true};
  }
  if (!passTotp(work, factor, otp)) return std::nullopt;
  return SecondStep{false};
}

std::optional<store::SecondFactor> confirmed(store::Connection& db, const UserId& user) {
  auto factor = store::findSecondFactor(db, user);
  if (factor && !factor->confirmedAt) factor.reset();
  return factor;
}

bool isDemandedOf(const Settings& settings, domain::Role role) {
  return settings.secondFactorForDoctors && role == domain::Role::DOCTOR;
}

}  // namespace

bool owesSecondFactor(const Reading& reading, const store::User& user) {
  return isDemandedOf(reading.settings, user.role) && !confirmed(reading.db, user.id);
}

Result<SecondStep> passSecondFactor(Work& work, const UserId& user, const std::optional<std::string>& otp) {
  const auto factor = confirmed(work.db, user);
  if (!factor) return SecondStep{};
  if (!otp || otp->empty()) return std::unexpected(Refusal::otp_required);
  const auto step = pass(work, *factor, *otp);
  if (!step) return std::unexpected(Refusal::otp_wrong);
  return *step;
}

object readSecondFactor(const Reading& reading, const Caller& caller) {
  const auto factor = confirmed(reading.db, caller.user);
  object view{{"enabled", factor.has_value()}, {"required", isDemandedOf(reading.settings, caller.role)}};
  if (factor) {
    view["confirmedAt"] = toMillis(*factor->confirmedAt);
    view["recoveryCodesLeft"] = store::countRecoveryCodes(reading.db, caller.user);
  }
  return {{"secondFactor", std::move(view)}};
}

Result<object> beginSecondFactor(Work& work, const Caller& caller) {
  if (confirmed(work.db, caller.user)) return std::unexpected(Refusal::second_factor_on);
  const auto& key = work.settings.secondFactorKey;
  const auto user = store::findUser(work.db, caller.user);
  if (!key || !user) return std::unexpected(Refusal::try_again);
  TotpSecret secret{};
  work.random(secret);
  store::saveSecondFactor(
      work.db, {caller.user, key->seal(secret, caller.user, work.random), work.now, std::nullopt, std::nullopt});
  return object{{"secret", toBase32(secret)}, {"uri", totpUri(secret, user->email)}};
}

Result<object> confirmSecondFactor(Work& work, const Caller& caller, const std::string& otp) {
  auto factor = store::findSecondFactor(work.db, caller.user);
  if (!factor) return std::unexpected(Refusal::second_factor_off);
  if (factor->confirmedAt) return std::unexpected(Refusal::second_factor_on);
  auto user = store::findUser(work.db, caller.user);
  if (!user) return std::unexpected(Refusal::not_signed_in);
  if (!passTotp(work, *factor, plain(otp))) return std::unexpected(wrongOtp());
  factor = store::findSecondFactor(work.db, caller.user);
  factor->confirmedAt = work.now;
  store::saveSecondFactor(work.db, *factor);
  user->credentialsAt = work.now;
  store::updateUser(work.db, *user);
  recordChange(work, caller, "second_factor.enable");
  // Whoever signed in without it, perhaps somebody else, shall not stay.
  endOtherSignIns(work, caller, "second_factor_enabled");
  return newRecoveryCodes(work, caller.user);
}

Result<object> renewRecoveryCodes(Work& work, const Caller& caller, const std::string& otp) {
  const auto factor = confirmed(work.db, caller.user);
  if (!factor) return std::unexpected(Refusal::second_factor_off);
  if (!pass(work, *factor, otp)) return std::unexpected(wrongOtp());
  recordChange(work, caller, "second_factor.recovery_codes");
  return newRecoveryCodes(work, caller.user);
}

Result<void> removeSecondFactor(Work& work, const Caller& caller, const std::string& otp) {
  if (isDemandedOf(work.settings, caller.role)) {
    Refused refused(Refusal::second_factor_required);
    refused.isConflict = true;
    return std::unexpected(std::move(refused));
  }
  const auto factor = confirmed(work.db, caller.user);
  if (!factor) return std::unexpected(Refusal::second_factor_off);
  if (!pass(work, *factor, otp)) return std::unexpected(wrongOtp());
  store::deleteSecondFactor(work.db, caller.user);
  recordChange(work, caller, "second_factor.remove");
  return {};
}

Result<void> resetSecondFactor(Work& work, const std::string& email) {
  const auto user = store::findUserByEmail(work.db, normalEmail(email));
  if (!user) return std::unexpected(Refusal::not_found);
  if (!store::findSecondFactor(work.db, user->id)) return {};
  store::deleteSecondFactor(work.db, user->id);
  endSignInsOf(work, nullptr, *user, "second_factor_reset");
  record(work, {nullptr, "second_factor.reset"}, about(user->id, user->role));
  work.changes.topics.insert(Topic::me(user->id));
  return {};
}

}  // namespace praktik::app
