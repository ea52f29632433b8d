#include "store/erasure.hpp"

namespace praktik::store {

void eraseAccount(Connection& connection, const UserId& user, Instant at) {
  // An address must be unique; the id is one that no mail reaches.
  connection.run(
      "UPDATE users SET email = :a, name = :b, locale = 'en', specialty = NULL, phone = NULL, birth_date = NULL, "
      "password_hash = '', consent_version = NULL, disabled_at = COALESCE(disabled_at, :c), erased_at = :d WHERE id = :e",
      user.text(), std::string(erasedName), at, at, user);
}

void eraseTraces(Connection& connection, const UserId& user) {
  connection.run("UPDATE schedules SET note = NULL, notice = NULL WHERE doctor_id = :a", user);
  // By the same instant as the completion's, reopening tells whom to give the place back. No place closed later than that, so
  // an earlier instant is never the same.
  connection.run(
      "UPDATE entries SET reason = NULL, closed_at = CASE WHEN status = 'NOT_SEEN' THEN closed_at - 1 ELSE closed_at END "
      "WHERE patient_id = :a",
      user);
  connection.run("UPDATE sign_ins SET address = NULL, user_agent = NULL WHERE user_id = :a", user);
  connection.run("DELETE FROM refresh_tokens WHERE sign_in_id IN (SELECT id FROM sign_ins WHERE user_id = :a)", user);
  connection.run("DELETE FROM recovery_codes WHERE user_id = :a", user);
  connection.run("DELETE FROM second_factors WHERE user_id = :a", user);
  connection.run("DELETE FROM push_subscriptions WHERE user_id = :a", user);
  connection.run("DELETE FROM push_receipts WHERE call_id IN (SELECT id FROM calls WHERE patient_id = :a)", user);
  // Whoever failed to sign in to this account is not known to be its person, and may well be.
  connection.run(
      "DELETE FROM audit_origins WHERE audit_id IN (SELECT id FROM audit WHERE actor_id = :a) OR audit_id IN "
      "(SELECT id FROM audit WHERE actor_id IS NULL AND subject = 'user' AND subject_id = :b)",
      user, user.text());
}

}  // namespace praktik::store
