#include "app/refusals.hpp"

#include "app/save.hpp"
#include "base/limits.hpp"
#include "base/log.hpp"
#include "store/calls.hpp"
#include "store/entries.hpp"
#include "store/schedules.hpp"
#include "store/users.hpp"

namespace praktik::app {
namespace {

/// How often the thread looks whether the minute is over, while something is counted.
constexpr seconds lookEvery{1};

bool isErased(Work& work, const UserId& id) {
  const auto user = store::findUser(work.db, id);
  return !user || user->erasedAt;
}

void write(Work& work, std::string_view action, const std::optional<Caller>& caller, const Origin& origin,
           store::AuditEntry entry) {
  if (caller) {
    Caller known = *caller;
    // What was counted before an erasure is told after it; from where shall not come back.
    if (isErased(work, known.user)) known.origin = {};
    return record(work, {&known, action}, std::move(entry));
  }
  recordStranger(work, action, origin, std::move(entry));
}

/// Whose it is that was asked for, where the role alone was reason enough to refuse and nobody looked.
Trespass ownersOf(Work& work, const std::string& asked) {
  const auto id = parseUuid(asked);
  if (!id) return {};
  if (const auto call = store::findCall(work.db, CallId(*id))) return {asked, call->doctor, call->patient};
  const auto entry = store::findEntry(work.db, EntryId(*id));
  const auto schedule = store::findSchedule(work.db, entry ? entry->schedule : ScheduleId(*id));
  return {asked, schedule ? std::optional(schedule->doctor) : std::nullopt,
          entry ? std::optional(entry->patient) : std::nullopt};
}

void recordAttempt(Work& work, const Attempt& attempt, const Refused& refused) {
  const bool isByRole = refused.refusal == Refusal::role;
  const Trespass trespass = isByRole ? ownersOf(work, attempt.asked) : refused.trespass.value_or(Trespass{});
  store::AuditEntry entry;
  entry.subject = word(attempt.action);
  entry.subjectId = trespass.id.empty() ? attempt.asked : trespass.id;
  entry.doctor = trespass.doctor;
  entry.patient = trespass.patient;
  entry.cause = word(refused.refusal);
  write(work, "access.refused", attempt.caller, attempt.origin, std::move(entry));
}

void recordRest(Work& work, const RefusalCounter::Rest& rest) {
  store::AuditEntry entry;
  entry.subject = "access";
  entry.cause = std::to_string(rest.count);
  write(work, "access.refused_more", rest.caller, rest.origin, std::move(entry));
}

}  // namespace

bool RefusalCounter::isToldInFull(const Attempt& attempt, const std::optional<Trespass>& trespass, Instant now) {
  if (sources_.empty()) began_ = now;
  Source& source = sourceOf(attempt);
  const bool isSomebodys = trespass && (trespass->doctor || trespass->patient);
  const bool isFirstOfOwner = source.isKeptApart && isSomebodys && source.owners.size() < limits::refusalOwners &&
                              source.owners.emplace(trespass->doctor, trespass->patient).second;
  if (++source.seen <= limits::refusalsInFull || isFirstOfOwner) return true;
  ++source.rest.count;
  return false;
}

RefusalCounter::Source& RefusalCounter::sourceOf(const Attempt& attempt) {
  const std::string key =
      attempt.caller ? "sign-in " + attempt.caller->signIn.text() : "address " + attempt.origin.address.value_or("");
  if (const auto known = sources_.find(key); known != sources_.end()) return known->second;
  // Everybody beyond has a name that no source has, no row of their own and no address: they only count.
  if (sources_.size() >= limits::refusalSources) {
    Source& others = sources_[""];
    others.isKeptApart = false;
    others.seen = limits::refusalsInFull;
    return others;
  }
  Source& source = sources_[key];
  source.rest.caller = attempt.caller;
  source.rest.origin = attempt.origin;
  return source;
}

std::vector<RefusalCounter::Rest> RefusalCounter::takeOver(Instant now) {
  // A clock that was set back ends the minute as well.
  const bool isOver = now < began_ || now >= began_ + limits::minutes(1);
  return isOver ? takeAll() : std::vector<Rest>{};
}

std::vector<RefusalCounter::Rest> RefusalCounter::takeAll() {
  std::vector<Rest> rests;
  for (auto& [key, source] : sources_) {
    if (source.rest.count > 0) rests.push_back(std::move(source.rest));
  }
  sources_.clear();
  return rests;
}

Refusals::Refusals(Engine& engine) : engine_(engine) {
  thread_ = std::thread([this] { loop(); });
}

Refusals::~Refusals() { stop(); }

void Refusals::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void Refusals::note(const Attempt& attempt, const Refused& refused) {
  const Instant now = engine_.now();
  std::vector<RefusalCounter::Rest> rests;
  bool isToldInFull = false;
  {
    const std::lock_guard lock(mutex_);
    rests = counter_.takeOver(now);
    isToldInFull = counter_.isToldInFull(attempt, refused.trespass, now);
  }
  changed_.notify_one();
  record(std::move(rests));
  if (isToldInFull) record([attempt, refused](Work& work) { recordAttempt(work, attempt, refused); });
}

void Refusals::loop() {
  bool isLast = false;
  while (!isLast) {
    std::vector<RefusalCounter::Rest> rests;
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return stopping_ || !counter_.isEmpty(); });
      changed_.wait_for(lock, lookEvery, [this] { return stopping_; });
      isLast = stopping_;
      rests = isLast ? counter_.takeAll() : counter_.takeOver(engine_.now());
    }
    record(std::move(rests));
  }
}

void Refusals::record(std::function<void(Work&)> row) {
  engine_.write(std::move(row), [](bool committed) {
    if (!committed) log::error("a refused access could not be recorded");
  });
}

void Refusals::record(std::vector<RefusalCounter::Rest> rests) {
  if (rests.empty()) return;
  record([rests = std::move(rests)](Work& work) {
    for (const auto& rest : rests) recordRest(work, rest);
  });
}

}  // namespace praktik::app
