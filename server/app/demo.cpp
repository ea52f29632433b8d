#include "app/demo.hpp"

#include <array>
#include <string>

#include "app/accounts.hpp"
#include "app/passwords.hpp"
#include "app/schedules.hpp"
#include "base/limits.hpp"
#include "store/schedules.hpp"

namespace praktik::app {
namespace {

struct Person {
  domain::Role role;
  const char* email;
  const char* name;
  const char* specialty;
};

constexpr const char* password = "praktik-demo";
constexpr std::array people = {
    Person{domain::Role::DOCTOR, "doctor@demo.praktik", "dr. Maya Santoso", "General practice"},
    Person{domain::Role::PATIENT, "patient1@demo.praktik", "Budi Hartono", nullptr},
    Person{domain::Role::PATIENT, "patient2@demo.praktik", "Siti Rahma", nullptr},
    Person{domain::Role::PATIENT, "patient3@demo.praktik", "Anna Keller", nullptr},
    Person{domain::Role::PATIENT, "patient4@demo.praktik", "Joko Wibowo", nullptr},
    Person{domain::Role::PATIENT, "patient5@demo.praktik", "Dewi Lestari", nullptr},
};

/// Whole quarters of an hour look like something a doctor would have typed.
Instant quarterBefore(Instant now) {
  return std::chrono::floor<std::chrono::duration<std::int64_t, std::ratio<900>>>(now);
}

void ensurePeople(Work& work) {
  std::string hash;
  for (const Person& person : people) {
    if (store::findUserByEmail(work.db, person.email)) continue;
    if (hash.empty()) hash = hashPassword(password);
    NewUser wanted;
    wanted.role = person.role;
    wanted.email = person.email;
    wanted.name = person.name;
    wanted.passwordHash = hash;
    if (person.role == domain::Role::PATIENT) wanted.consentVersion = work.settings.consentVersion;
    if (person.specialty != nullptr) wanted.specialty = person.specialty;
    (void)createUser(work, wanted, {});
  }
}

void ensureSchedules(Work& work, const store::User& doctor) {
  using std::chrono::hours;
  for (const auto& schedule :
       store::listSchedulesOfDoctor(work.db, doctor.id, work.now, work.now + hours(12), work.now)) {
    if (!domain::isClosed(schedule.status)) return;
  }
  const Caller caller{doctor.id, doctor.role, {}, {}, {}};
  const Instant now = quarterBefore(work.now);
  NewSchedule first;
  first.times = {now, now + hours(3)};
  first.note = "Video consultation";
  NewSchedule second;
  second.times = {now + hours(4), now + hours(6)};
  second.capacity = 12;
  (void)createSchedule(work, caller, first);
  (void)createSchedule(work, caller, second);
}

}  // namespace

void ensureDemo(Work& work) {
  ensurePeople(work);
  if (const auto doctor = store::findUserByEmail(work.db, people[0].email)) ensureSchedules(work, *doctor);
}

boost::json::array demoAccounts() {
  boost::json::array accounts;
  for (const Person& person : people) {
    accounts.push_back(boost::json::object{
        {"email", person.email}, {"password", password}, {"role", word(person.role)}, {"name", person.name}});
  }
  return accounts;
}

}  // namespace praktik::app
