#pragma once

#include <boost/describe/enum.hpp>
#include <string>
#include <string_view>

namespace praktik {

/// Every way in which Praktik says no. The enumerator's name is the stable code that programs see;
/// docs/PROTOCOL.md tells when each is given.
// clang-format off
BOOST_DEFINE_ENUM_CLASS(Refusal,
  // The request itself
  too_large, not_signed_in, origin, role, media_type, malformed, invalid, not_found, method, too_many, try_again,
  // Sign-in
  invalid_credentials, email_taken, practice_online, in_call, otp_required, otp_wrong,
  second_factor_on, second_factor_off, second_factor_required,
  // Schedules and queue
  queue_full, schedule_closed, schedule_state, already_online, entry_busy, entry_closed, not_done,
  // Calls
  practice_not_online, doctor_busy, patient_busy, not_ready,
  already_answered, answered_elsewhere, not_active, call_over,
  // The socket
  forbidden, not_attached, too_many_topics, unknown_op)
// clang-format on

/// The sentence for people.
std::string_view title(Refusal refusal);

/// What is wrong with one field of a request; `code` is stable, `title` is for people.
struct FieldError {
  std::string field;
  std::string code;
  std::string title;
  bool operator==(const FieldError&) const = default;
};

}  // namespace praktik
