#pragma once

#include "store/calls.hpp"
#include "store/entries.hpp"
#include "store/schedules.hpp"
#include "store/sign_ins.hpp"
#include "store/subscriptions.hpp"
#include "store/users.hpp"
#include "support/consultation.hpp"

/// Rows for tests of the store. The people and places are those of domain.hpp and consultation.hpp: doctor 1 with schedule 1,
/// and patient 100 + n with number n.
namespace praktik::test {

/// Letters of several scripts, right to left too, beyond the basic plane, and what SQL might trip over.
inline const std::string anyText =
    "Dr. Ayu Šimić, 漢字 عربى 👩‍⚕️ 'quoted' \"double\" ; -- :a % _ \\ \n end";

inline store::User userOf(const UserId& id, domain::Role role) {
  store::User user;
  user.id = id;
  user.role = role;
  user.email = id.text() + "@example.org";
  user.name = "N";
  user.locale = "en";
  user.passwordHash = "hash";
  user.createdAt = now;
  return user;
}

inline store::SignIn signInOf(const SignInId& id, const UserId& user) {
  store::SignIn signIn;
  signIn.id = id;
  signIn.user = user;
  signIn.createdAt = signIn.lastSeenAt = now;
  signIn.expiresAt = now + hours(24);
  return signIn;
}

inline store::Subscription subscriptionOf(std::uint64_t number, const UserId& user, const SignInId& signIn) {
  return {
      nth<SubscriptionId>(number), user, signIn, "https://push.example.org/" + std::to_string(number), "p256dh", "auth",
      now + milliseconds(number)};
}

/// Doctor 1, the patients 101 … 100 + `patients`, and the doctor's schedule.
inline void insertPractice(store::Connection& connection, std::int64_t patients = 3,
                           domain::ScheduleStatus status = domain::ScheduleStatus::ONLINE) {
  store::insertUser(connection, userOf(doctor, domain::Role::DOCTOR));
  for (std::int64_t i = 1; i <= patients; ++i) {
    store::insertUser(connection, userOf(nth<UserId>(100 + static_cast<std::uint64_t>(i)), domain::Role::PATIENT));
  }
  store::insertSchedule(connection, scheduleIn(status));
}

/// Place 1 and its call as they stand in the consultation.
inline void insertConsultation(store::Connection& connection, const domain::Consultation& consultation) {
  store::insertEntry(connection, consultation.entry);
  if (consultation.call) store::insertCall(connection, *consultation.call);
}

}  // namespace praktik::test
