#include "base/refusal.hpp"

namespace praktik {

std::string_view title(Refusal refusal) {
  switch (refusal) {
    case Refusal::too_large: return "The request is larger than this server accepts.";
    case Refusal::not_signed_in: return "Please sign in.";
    case Refusal::origin: return "The request does not come from this server's own pages.";
    case Refusal::role: return "Your role may not do this.";
    case Refusal::media_type: return "The body must be application/json.";
    case Refusal::malformed: return "The body is not a JSON object in UTF-8.";
    case Refusal::invalid: return "Some fields are not valid.";
    case Refusal::not_found: return "This does not exist, or it is not yours.";
    case Refusal::method: return "This address does not take that method.";
    case Refusal::too_many: return "Too many attempts. Please wait a little.";
    case Refusal::try_again: return "The server could not do this just now. Nothing happened; please try again.";
    case Refusal::invalid_credentials: return "The e-mail address or the password is wrong.";
    case Refusal::email_taken: return "There is already an account with this e-mail address.";
    case Refusal::practice_online: return "Your practice is online. Complete it first.";
    case Refusal::in_call: return "You are being called or in a call. End it first.";
    case Refusal::otp_required: return "Please enter the code of your authenticator app.";
    case Refusal::otp_wrong: return "The code is wrong, was used before, or is too old.";
    case Refusal::second_factor_on: return "Two-step sign-in is on already.";
    case Refusal::second_factor_off: return "Two-step sign-in is off.";
    case Refusal::second_factor_required: return "This clinic asks its doctors for two-step sign-in.";
    case Refusal::queue_full: return "This practice takes no more patients.";
    case Refusal::schedule_closed: return "This practice is over.";
    case Refusal::schedule_state: return "The schedule is not in a state that allows this.";
    case Refusal::already_online: return "You already have a practice online.";
    case Refusal::entry_busy: return "The place in the queue is being called or is in a call.";
    case Refusal::entry_closed: return "The place in the queue is closed.";
    case Refusal::not_done: return "Only a patient whose consultation is done can be put back.";
    case Refusal::practice_not_online: return "The practice is not online.";
    case Refusal::doctor_busy: return "You already have a call.";
    case Refusal::patient_busy: return "The patient is in another call.";
    case Refusal::not_ready: return "The patient is not ready.";
    case Refusal::already_answered: return "The call has already been answered.";
    case Refusal::answered_elsewhere: return "The call was answered on another device.";
    case Refusal::not_active: return "The call is not active.";
    case Refusal::call_over: return "The call is over.";
    case Refusal::forbidden: return "This is not yours to do.";
    case Refusal::not_attached: return "This page is not attached to the call.";
    case Refusal::too_many_topics: return "This connection watches as many topics as it may.";
    case Refusal::unknown_op: return "This message is not part of the protocol.";
  }
  return "Refused.";
}

}  // namespace praktik
