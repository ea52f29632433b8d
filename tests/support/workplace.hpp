#pragma once

#include <filesystem>
#include <future>
#include <gtest/gtest.h>
#include <random>
#include <string>

#include "app/accounts.hpp"
#include "app/calls.hpp"
#include "app/engine.hpp"
#include "app/queue.hpp"
#include "app/schedules.hpp"
#include "store/database.hpp"

namespace praktik::test {

/// A directory of its own, removed at the end.
class TemporaryDirectory {
 public:
  TemporaryDirectory() {
    std::string pattern = (std::filesystem::temp_directory_path() / "praktik-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make a temporary directory");
    path_ = pattern;
  }
  ~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// A real engine on a real database file, with a clock that only the test moves and seeded randomness.
class Workplace {
 public:
  explicit Workplace(const app::Presence& presence, Instant start = fromMillis(1'760'000'000'000),
                     app::Settings settings = {})
      : now_(toMillis(start)),
        database_(directory_.path() / "praktik.db"),
        engine_(
            database_, [this] { return now(); },
            [this](std::span<std::uint8_t> bytes) {
              for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random_());
            },
            std::move(settings), presence) {}

  ~Workplace() { database_.stop(); }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;

  app::Engine& engine() { return engine_; }
  store::Database& database() { return database_; }
  Instant now() const { return fromMillis(now_.load()); }
  void pass(milliseconds time) { now_ += time.count(); }

  /// Runs one command and waits until it is on disk; its answer is what `command` returns.
  template <class Command>
  auto run(Command command) {
    using Answer = decltype(command(std::declval<app::Work&>()));
    std::promise<bool> finished;
    std::optional<Answer> answer;
    engine_.write([&](app::Work& work) { answer.emplace(command(work)); },
                  [&](bool committed) { finished.set_value(committed); });
    EXPECT_TRUE(finished.get_future().get()) << "the command was not committed";
    return std::move(*answer);
  }

  app::Caller signIn(domain::Role role, const std::string& name) {
    return run([&](app::Work& work) {
      app::NewUser wanted;
      wanted.role = role;
      wanted.email = name + "@example.org";
      wanted.name = name;
      const auto user = app::createUser(work, wanted, {}).value();
      return *app::findCaller(work.reading(), app::beginSignIn(work, user, {}).signIn);
    });
  }

  /// A practice of this doctor that is online.
  ScheduleId openPractice(const app::Caller& doctor) {
    return run([&](app::Work& work) {
      app::NewSchedule wanted;
      wanted.times = {work.now, work.now + std::chrono::hours(2)};
      const auto schedule = app::createSchedule(work, doctor, wanted).value();
      const auto id = *ScheduleId::parse(std::string(schedule.at("id").as_string()));
      EXPECT_TRUE(app::startSchedule(work, doctor, id));
      return id;
    });
  }

  /// This patient takes a place in it.
  EntryId join(const app::Caller& patient, const ScheduleId& schedule) {
    return run([&](app::Work& work) {
      const auto made = app::joinQueue(work, patient, schedule, "a cough").value();
      return *EntryId::parse(std::string(made.object.at("id").as_string()));
    });
  }

  /// The doctor calls this patient, who got ready.
  CallId ring(const app::Caller& doctor, const app::Caller& patient, const EntryId& entry) {
    return run([&](app::Work& work) {
      EXPECT_TRUE(app::setReadiness(work, patient, entry, true));
      const auto made = app::invite(work, doctor, entry).value();
      return *CallId::parse(std::string(made.object.at("id").as_string()));
    });
  }

 private:
  TemporaryDirectory directory_;
  std::atomic<std::int64_t> now_;
  std::mt19937 random_{7};  // NOLINT(bugprone-random-generator-seed): a run is the same each time
  store::Database database_;
  app::Engine engine_;
};

}  // namespace praktik::test
