#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/schedules.hpp"
#include "app/work.hpp"
#include "store/audit.hpp"
#include "store/users.hpp"

/// People and their sign-ins. Passwords arrive here hashed already: hashing is slow and belongs on the password pool.
namespace praktik::app {

/// E-mail addresses compare without case; everything below works on this form. Only those of old have letters beyond ASCII, and
/// are compared in these as they are.
std::string normalEmail(std::string_view email);

struct NewUser {
  domain::Role role = domain::Role::PATIENT;
  std::string email;
  std::string name;
  std::string locale = "en";
  std::optional<std::string> specialty;
  std::optional<std::string> phone;
  std::optional<std::string> birthDate;
  std::optional<std::string> consentVersion;
  std::string passwordHash;
};
/// `email_taken` when there is an account with this address.
Result<store::User> createUser(Work& work, const NewUser& wanted, const Origin& origin);

/// Another text whenever the account gets another password or a second factor, which nobody can tell from it. It never comes
/// back: also not when the second factor goes. Without an account it is one for all, and takes as long.
std::string credentialsDigest(const std::optional<store::User>& user);

/// The addresses from which somebody signed in to the account within limits::networkTrusted, with the credentials that it has
/// now. Without an account there are none.
std::vector<std::string> knownAddresses(const Reading& reading, const std::optional<store::User>& user);

/// A fresh sign-in, or a rotated one: what the tokens are made of. The refresh token is shown once, here.
struct SignedIn {
  store::User user;
  SignInId signIn;
  std::string refreshToken;
  boost::json::object view;  ///< of the user
  std::string credentials;   ///< their digest at this moment
};
/// `cause`: what of it the audit shall tell, if anything.
SignedIn beginSignIn(Work& work, const store::User& user, const Origin& origin,
                     std::optional<std::string> cause = std::nullopt);
/// Remembers in the audit that somebody did not get in, and why if it was not the password; `user` where the e-mail address
/// has an account.
void recordFailedSignIn(Work& work, const std::optional<UserId>& user, const Origin& origin,
                        std::optional<std::string> cause = std::nullopt);
/// Remembers that somebody had the right password and was asked for the code of the second step: whoever stole the password
/// comes no further, and its person must be able to see it.
void recordCodeAsked(Work& work, const UserId& user, const Origin& origin);

/// Rotates the refresh token. For limits::rotationGrace after a rotation the old token still gets tokens of the same
/// sign-in; used later it ends the sign-in. `not_signed_in` for every token that gets nothing.
Result<SignedIn> refreshSignIn(Work& work, const std::string& refreshToken, const Origin& origin);

/// Ends one of the caller's own sign-ins; `not_found` for any other.
Result<void> endOwnSignIn(Work& work, const Caller& caller, const SignInId& id, std::string_view cause);
/// Ends the sign-in that a refresh token belongs to, if it lives: signing out with an access token that ran out.
void endSignInOf(Work& work, const std::string& refreshToken, const Origin& origin);

/// Ends a sign-in whoever wants it: its sockets close and its push subscriptions go, in this transaction. What is
/// recorded is the caller's business.
void closeSignIn(Work& work, const SignInId& id, std::string_view cause);
/// Does so to every sign-in of an account, and records each; the caller is absent when nobody who is signed in asked for it.
void endSignInsOf(Work& work, const Caller* caller, const store::User& user, std::string_view cause);
/// The same for all of the caller's but the one that asks.
void endOtherSignIns(Work& work, const Caller& caller, std::string_view cause);

/// Ends what ran out or was idle for too long, at most a batch of each; tells when the next may be due, which may be now. A
/// sign-in is idle while it has no open page and nothing of its person's keeps it (store::isKeptSignedIn).
std::optional<Instant> endDueSignIns(Work& work);

/// The living sign-in with that id; empty when it ended, ran out, was idle for too long, or its person is disabled.
std::optional<Caller> findCaller(const Reading& reading, const SignInId& id);

/// `{user}` and `{sessions: [...]}` of the caller.
Result<boost::json::object> readMe(const Reading& reading, const Caller& caller);
boost::json::object listSessions(const Reading& reading, const Caller& caller);

struct AccountEdit {
  std::optional<std::string> name;
  std::optional<std::string> locale;
  Patch<std::string> specialty;
  Patch<std::string> phone;
  Patch<std::string> birthDate;
  /// The text that was agreed to, now.
  std::optional<std::string> consentVersion;
  /// Ends the caller's other sign-ins.
  std::optional<std::string> newPasswordHash;
};
Result<boost::json::object> editMe(Work& work, const Caller& caller, const AccountEdit& edit);

/// An audit line about an account.
store::AuditEntry aboutUser(const store::User& user);
/// States in which a person stands who has changed. A doctor's name and specialty stand in the states of everybody who ever met
/// them; what a patient changes is seen by the patient, by the doctors in whose queues the patient is, and by the other side of
/// the patient's calls.
void touchPerson(Work& work, const store::User& before, const store::User& after);

// The operator's commands; `not_found` when no account has that address.
Result<void> disableUser(Work& work, const std::string& email);
Result<void> resetPassword(Work& work, const std::string& email, const std::string& passwordHash);

}  // namespace praktik::app
