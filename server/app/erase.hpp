#pragma once

#include <string>

#include "app/work.hpp"

/// Erasing a person: the account is emptied and closed, with all that tells who it was. What others did with them stays, and
/// names them by their id alone.
namespace praktik::app {

/// The caller's own account, once their password has proved right. A doctor's schedules that are UPCOMING are cancelled, a
/// patient's open places are left, every sign-in ends. `practice_online` while the doctor has a practice ONLINE, `in_call` while
/// the patient has a call.
Result<void> eraseMe(Work& work, const Caller& caller);
/// The same by the operator; `not_found` when no account has that address.
Result<void> eraseUser(Work& work, const std::string& email);

}  // namespace praktik::app
