#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "app/engine.hpp"
#include "app/refused.hpp"
#include "domain/access.hpp"

/// Refused access on record, a flood of it counted.
namespace praktik::app {

/// What somebody tried who was refused.
struct Attempt {
  std::optional<Caller> caller;  ///< empty: nobody who is signed in
  Origin origin;
  domain::Action action = domain::Action::connect;
  std::string asked;  ///< the id that was asked for, when it is one
};

/// Counts refusals by the minute and by their source: the sign-in, or the address of somebody without one. Knows no
/// clock and no thread.
class RefusalCounter {
 public:
  /// What a source was refused in one minute beyond the rows of its own.
  struct Rest {
    std::optional<Caller> caller;
    Origin origin;  ///< without address where the minute had more sources than are kept apart
    std::int64_t count = 0;
  };

  /// True for the first limits::refusalsInFull of a source in a minute: they are told one by one. So is the first at what is
  /// anybody's else, of up to limits::refusalOwners people: others before it must not hide it from them. Take what is over first.
  bool isToldInFull(const Attempt& attempt, const std::optional<Trespass>& trespass, Instant now);
  /// The rests of the minute once it is over; it is forgotten.
  std::vector<Rest> takeOver(Instant now);
  /// The rests of the minute as it stands; it is forgotten.
  std::vector<Rest> takeAll();
  bool isEmpty() const { return sources_.empty(); }

 private:
  struct Source {
    bool isKeptApart = true;
    std::int64_t seen = 0;
    std::set<std::pair<std::optional<UserId>, std::optional<UserId>>> owners;
    Rest rest;
  };

  Source& sourceOf(const Attempt& attempt);

  Instant began_{};
  std::map<std::string, Source> sources_;  ///< at most limits::refusalSources, and one for all others together
};

/// Hands refusals to the writer, which records them as it does everything else. Nobody who is refused waits for that.
/// Thread safe.
class Refusals {
 public:
  explicit Refusals(Engine& engine);
  ~Refusals();
  Refusals(const Refusals&) = delete;
  Refusals& operator=(const Refusals&) = delete;

  void note(const Attempt& attempt, const Refused& refused);

  /// Hands over what is still counted, and ends the thread. Called once, before the database stops, or by destruction.
  void stop();

 private:
  void loop();
  void record(std::function<void(Work&)> row);
  void record(std::vector<RefusalCounter::Rest> rests);

  Engine& engine_;
  std::mutex mutex_;
  std::condition_variable changed_;
  RefusalCounter counter_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace praktik::app
