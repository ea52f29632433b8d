#include "app/accounts.hpp"

#include <algorithm>

#include "app/save.hpp"
#include "app/views.hpp"
#include "store/calls.hpp"
#include "store/entries.hpp"

namespace praktik::app {
namespace {

using boost::json::object;

/// The version only where it is the server's own: a client may send any words, and words of people stand in no record.
void recordConsent(Work& work, const Caller& caller, const store::User& user) {
  store::AuditEntry entry = aboutUser(user);
  if (user.consentVersion == work.settings.consentVersion) entry.toState = user.consentVersion;
  record(work, {&caller, "user.consent"}, std::move(entry));
}

/// Do others see something else of this person than before?
bool isShownOtherwise(const store::User& before, const store::User& after) {
  if (before.name != after.name || before.erasedAt != after.erasedAt) return true;
  if (after.role == domain::Role::DOCTOR) return before.specialty != after.specialty;
  return before.phone != after.phone || before.birthDate != after.birthDate;
}

}  // namespace

store::AuditEntry aboutUser(const store::User& user) {
  store::AuditEntry entry;
  entry.subject = "user";
  entry.subjectId = user.id.text();
  (user.role == domain::Role::DOCTOR ? entry.doctor : entry.patient) = user.id;
  return entry;
}

void touchPerson(Work& work, const store::User& before, const store::User& after) {
  auto& topics = work.changes.topics;
  topics.insert(Topic::me(after.id));
  if (!isShownOtherwise(before, after)) return;
  if (after.role == domain::Role::DOCTOR) {
    work.changes.everything = true;
    return;
  }
  // However long ago: a page may have been open ever since.
  for (const auto& id : store::listSchedulesOfPatient(work.db, after.id)) topics.insert(Topic::practice(id));
  for (const auto& call : store::listCallsOfPatient(work.db, after.id)) {
    topics.insert({Topic::me(call.doctor), Topic::call(call.id)});
  }
}

std::string normalEmail(std::string_view email) {
  std::string normal(email);
  std::ranges::transform(normal, normal.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return normal;
}

Result<store::User> createUser(Work& work, const NewUser& wanted, const Origin& origin) {
  const std::string email = normalEmail(wanted.email);
  if (store::findUserByEmail(work.db, email)) return std::unexpected(Refusal::email_taken);
  store::User user;
  user.id = work.newId<UserId>();
  user.role = wanted.role;
  user.email = email;
  user.name = wanted.name;
  user.locale = wanted.locale;
  user.specialty = wanted.specialty;
  user.phone = wanted.phone;
  user.birthDate = wanted.birthDate;
  user.passwordHash = wanted.passwordHash;
  user.credentialsAt = work.now;
  user.consentVersion = wanted.consentVersion;
  if (wanted.consentVersion) user.consentAt = work.now;
  user.createdAt = work.now;
  store::insertUser(work.db, user);
  // Whom no request brought, the operator added.
  const Caller self{user.id, user.role, {}, {}, origin, false};
  record(work, {origin.requestId.empty() ? nullptr : &self, "user.create"}, aboutUser(user));
  if (user.consentVersion) recordConsent(work, self, user);
  return user;
}

Result<object> readMe(const Reading& reading, const Caller& caller) {
  const auto user = store::findUser(reading.db, caller.user);
  if (!user) return std::unexpected(Refusal::not_signed_in);
  return object{{"user", viewUser(reading, *user)}};
}

Result<object> editMe(Work& work, const Caller& caller, const AccountEdit& edit) {
  const auto before = store::findUser(work.db, caller.user);
  if (!before) return std::unexpected(Refusal::not_signed_in);
  store::User after = *before;
  after.name = edit.name.value_or(before->name);
  after.locale = edit.locale.value_or(before->locale);
  after.specialty = edit.specialty.value_or(before->specialty);
  after.phone = edit.phone.value_or(before->phone);
  after.birthDate = edit.birthDate.value_or(before->birthDate);
  after.passwordHash = edit.newPasswordHash.value_or(before->passwordHash);
  if (edit.newPasswordHash) after.credentialsAt = work.now;
  const bool isEdited = after != *before;
  const bool hasAgreed = edit.consentVersion && edit.consentVersion != before->consentVersion;
  if (hasAgreed) {
    after.consentVersion = edit.consentVersion;
    after.consentAt = work.now;
  }
  if (isEdited || hasAgreed) {
    store::updateUser(work.db, after);
    touchPerson(work, *before, after);
  }
  if (isEdited) record(work, {&caller, edit.newPasswordHash ? "user.password" : "user.edit"}, aboutUser(after));
  if (hasAgreed) recordConsent(work, caller, after);
  if (edit.newPasswordHash) endOtherSignIns(work, caller, "password_changed");
  return object{{"user", viewUser(work.reading(), after)}};
}

Result<void> disableUser(Work& work, const std::string& email) {
  auto user = store::findUserByEmail(work.db, normalEmail(email));
  if (!user) return std::unexpected(Refusal::not_found);
  if (user->disabledAt) return {};
  user->disabledAt = work.now;
  store::updateUser(work.db, *user);
  endSignInsOf(work, nullptr, *user, "disabled");
  record(work, {nullptr, "user.disable"}, aboutUser(*user));
  return {};
}

Result<void> resetPassword(Work& work, const std::string& email, const std::string& passwordHash) {
  auto user = store::findUserByEmail(work.db, normalEmail(email));
  if (!user) return std::unexpected(Refusal::not_found);
  user->passwordHash = passwordHash;
  user->credentialsAt = work.now;
  store::updateUser(work.db, *user);
  endSignInsOf(work, nullptr, *user, "password_reset");
  record(work, {nullptr, "user.reset_password"}, aboutUser(*user));
  return {};
}

}  // namespace praktik::app
