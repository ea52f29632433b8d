#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>
#include <map>

#include "app/calls.hpp"
#include "app/erase.hpp"
#include "app/projections.hpp"
#include "app/queue.hpp"
#include "app/retention.hpp"
#include "support/nobody.hpp"
#include "support/workplace.hpp"

namespace praktik::app {
namespace {

using std::chrono::hours;

Settings keptForADay() {
  Settings settings;
  settings.keep = {};
  settings.keep.reasons = settings.keep.practices = std::chrono::days(1);
  return settings;
}

/// A patient who was seen by two doctors, by the first of them the day before yesterday.
class AnnouncedTest : public testing::Test {
 protected:
  CallId consult(const Caller& doctor, const ScheduleId& practice) {
    const auto entry = place.join(patient, practice);
    const auto call = place.ring(doctor, patient, entry);
    place.run([&](Work& work) {
      return acceptCall(work, patient, call, std::nullopt).has_value() && endCall(work, doctor, call).has_value();
    });
    return call;
  }
  void complete(const Caller& doctor, const ScheduleId& practice) {
    place.run([&](Work& work) { return completeSchedule(work, doctor, practice).has_value(); });
  }
  void signInAgain(Caller& who) {
    who = place.run([&](Work& work) {
      const auto user = store::findUser(work.db, who.user).value();
      return *findCaller(work.reading(), beginSignIn(work, user, {}).signIn);
    });
  }
  std::map<Topic, std::string> states() {
    return place.run([&](Work& work) {
      std::map<Topic, std::string> states;
      for (const auto& topic :
           {Topic::me(patient.user), Topic::me(first.user), Topic::me(second.user), Topic::directoryOfPatients(),
            Topic::directoryOfDoctor(first.user), Topic::directoryOfDoctor(second.user), Topic::schedule(old),
            Topic::schedule(recent), Topic::practice(old), Topic::practice(recent), Topic::call(oldCall),
            Topic::call(recentCall)}) {
        const auto projection = project(work.reading(), topic);
        states[topic] = projection ? boost::json::serialize(projection->state) : "gone";
      }
      return states;
    });
  }
  /// How many states the command changed, and the names of those that it did not announce.
  struct Effect {
    Changes told;
    int changed = 0;
    std::vector<std::string> untold;
  };
  template <class Command>
  Effect effectOf(Command command) {
    const auto before = states();
    place.run([&](Work& work) { return command(work), true; });
    Effect effect{last, 0, {}};
    for (const auto& [topic, state] : states()) {
      if (state == before.at(topic)) continue;
      ++effect.changed;
      if (!effect.told.everything && !effect.told.topics.contains(topic) && !effect.told.waiting.contains(topic)) {
        effect.untold.push_back(topic.name());
      }
    }
    return effect;
  }

  Nobody nobody;
  Changes last;
  test::Workplace place{nobody, fromMillis(1'760'000'000'000), keptForADay()};
  Caller first = place.signIn(domain::Role::DOCTOR, "first");
  Caller second = place.signIn(domain::Role::DOCTOR, "second");
  Caller patient = place.signIn(domain::Role::PATIENT, "patient");
  ScheduleId old = place.openPractice(first);
  CallId oldCall = consult(first, old);
  ScheduleId recent;
  CallId recentCall;

  void SetUp() override {
    complete(first, old);
    place.pass(hours(25));
    for (Caller* who : {&first, &second, &patient}) signInAgain(*who);
    recent = place.openPractice(second);
    recentCall = consult(second, recent);
    place.engine().onCommitted([this](const Changes& changes) { last = changes; });
  }
};

using List = std::vector<std::string>;

TEST_F(AnnouncedTest, every_state_that_shows_a_patient_who_is_erased) {
  const auto effect = effectOf([&](Work& work) { (void)eraseMe(work, patient); });
  EXPECT_EQ(effect.untold, List{});
  EXPECT_EQ(effect.changed, 7) << "me of three, two practices, two calls";
}

TEST_F(AnnouncedTest, every_state_that_shows_a_patient_who_has_another_name) {
  AccountEdit edit;
  edit.name = "Another";
  const auto effect = effectOf([&](Work& work) { (void)editMe(work, patient, edit); });
  EXPECT_EQ(effect.untold, List{});
  EXPECT_EQ(effect.changed, 7);
}

TEST_F(AnnouncedTest, every_state_that_shows_a_patient_who_has_another_phone) {
  AccountEdit edit;
  edit.phone = std::optional<std::string>("+62 812 555");
  const auto effect = effectOf([&](Work& work) { (void)editMe(work, patient, edit); });
  EXPECT_EQ(effect.untold, List{});
  EXPECT_EQ(effect.changed, 3) << "the patient's own and two practices";
}

TEST_F(AnnouncedTest, no_state_of_others_for_what_only_the_patient_sees) {
  AccountEdit edit;
  edit.locale = "id";
  const auto effect = effectOf([&](Work& work) { (void)editMe(work, patient, edit); });
  EXPECT_EQ(effect.changed, 1);
  EXPECT_EQ(effect.told.topics, std::set{Topic::me(patient.user)});
}

TEST_F(AnnouncedTest, every_state_that_shows_a_doctor_who_is_erased) {
  const auto effect = effectOf([&](Work& work) { (void)eraseMe(work, first); });
  EXPECT_EQ(effect.untold, List{});
  EXPECT_GT(effect.changed, 4);
}

TEST_F(AnnouncedTest, every_state_that_shows_a_practice_whose_days_are_over) {
  complete(second, recent);
  const auto effect = effectOf([](Work& work) { (void)applyRetention(work); });
  EXPECT_EQ(effect.untold, List{});
  EXPECT_GT(effect.changed, 2) << "the old practice with its schedule and its call";
}

TEST_F(AnnouncedTest, every_state_that_shows_a_reason_whose_days_are_over) {
  const auto effect = effectOf([](Work& work) {
    Settings settings;
    settings.keep = {};
    settings.keep.reasons = std::chrono::days(1);
    Work other{work.db, work.now, work.random, work.ids, settings, work.presence, work.seen, work.changes};
    (void)applyRetention(other);
  });
  EXPECT_EQ(effect.untold, List{});
  EXPECT_EQ(effect.changed, 1) << "the old practice";
}

TEST_F(AnnouncedTest, nothing_when_only_went_what_no_page_shows) {
  Settings settings;
  settings.keep = {};
  settings.keep.signIns = std::chrono::days(1);
  place.pass(std::chrono::days(40));
  EXPECT_TRUE(place.run([&](Work& work) {
    Work other{work.db, work.now, work.random, work.ids, settings, work.presence, work.seen, work.changes};
    return applyRetention(other);
  }));
  EXPECT_FALSE(last.everything);
}

TEST_F(AnnouncedTest, the_own_state_of_whoever_is_done_when_the_practice_ends) {
  const auto staleAt = [&] {
    return place.run([&](Work& work) { return project(work.reading(), Topic::me(patient.user))->staleAt; });
  };
  EXPECT_EQ(staleAt(), std::nullopt);
  complete(second, recent);
  EXPECT_TRUE(last.topics.contains(Topic::me(patient.user))) << "it shows the entry for a day from now";
  EXPECT_EQ(staleAt(), place.now() + hours(24));
}

}  // namespace
}  // namespace praktik::app
