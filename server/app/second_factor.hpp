#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>

#include "app/work.hpp"
#include "store/users.hpp"

/// The second step of signing in: an authenticator app (app/totp.hpp), and recovery codes for when it is lost. Who knows the
/// own password has proved so before any of this is asked for.
namespace praktik::app {

/// Must this person set one up before anything else? So for doctors where the operator demands it.
bool owesSecondFactor(const Reading& reading, const store::User& user);

/// What the second step of a sign-in came to. `otp_required`, or `otp_wrong` for a password that is wrong, was used before or
/// is too old, and for every one while the key that the secrets are sealed with is missing; recovery codes then still count.
struct SecondStep {
  bool isByRecoveryCode = false;
};
Result<SecondStep> passSecondFactor(Work& work, const UserId& user, const std::optional<std::string>& otp);

/// `{secondFactor: {…}}`
boost::json::object readSecondFactor(const Reading& reading, const Caller& caller);

/// `{secret, uri}` of a new one, which counts once it is confirmed. `second_factor_on`.
Result<boost::json::object> beginSecondFactor(Work& work, const Caller& caller);
/// `{recoveryCodes}`; ends the caller's other sign-ins. `second_factor_off` when none was begun, 422 `wrong` on `otp`.
Result<boost::json::object> confirmSecondFactor(Work& work, const Caller& caller, const std::string& otp);
/// `{recoveryCodes}`: new ones, the old ones are void. `second_factor_off`, 422 `wrong` on `otp`.
Result<boost::json::object> renewRecoveryCodes(Work& work, const Caller& caller, const std::string& otp);
/// `second_factor_off`, 422 `wrong` on `otp`, `second_factor_required` as a conflict where the operator demands it.
Result<void> removeSecondFactor(Work& work, const Caller& caller, const std::string& otp);

/// The operator's command for a lost device: it is gone with its codes, and every sign-in ends. `not_found` when no account has
/// that address; nothing happens when it has none.
Result<void> resetSecondFactor(Work& work, const std::string& email);

}  // namespace praktik::app
