#include "live/topic_board.hpp"

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/post.hpp>
#include <boost/json/serialize.hpp>
#include <numeric>
#include <openssl/evp.h>

#include "base/limits.hpp"
#include "live/merge_patch.hpp"

namespace praktik::live {
namespace {

constexpr milliseconds retryAfter{200};

/// A digest of the state's bytes, so that every node and every run gives equal states the same version.
std::string versionOf(const boost::json::object& state) {
  constexpr std::string_view digits = "0123456789abcdef";
  constexpr std::size_t bytesUsed = 12;
  const std::string bytes = boost::json::serialize(state);
  std::array<unsigned char, 32> digest{};
  EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  std::string version;
  for (std::size_t i = 0; i < bytesUsed; ++i) {
    version += digits[digest[i] >> 4U];
    version += digits[digest[i] & 0x0FU];
  }
  return version;
}

}  // namespace

TopicBoard::TopicBoard(Strand strand, app::Engine& engine, std::vector<Lane*> lanes)
    : strand_(std::move(strand)),
      engine_(engine),
      lanes_(std::move(lanes)),
      timer_(strand_) {}

TopicBoard::Shown& TopicBoard::shown(const app::Topic& topic) {
  Shown& entry = topics_[topic];
  entry.watchersOfLane.resize(lanes_.size());
  return entry;
}

void TopicBoard::watch(const std::shared_ptr<Session>& session, const WatchName& watch, const app::Topic& topic,
                       const std::optional<std::string>& version) {
  Shown& entry = shown(topic);
  const Waiting waiting{session, watch, version, true};
  if (entry.state && !entry.isReading) {
    answer(topic, entry, waiting);
    return;
  }
  entry.waiting.push_back(waiting);
  if (!entry.isReading) refresh(topic);
}

void TopicBoard::resend(const std::shared_ptr<Session>& session, const app::Topic& topic,
                        const std::optional<std::string>& version) {
  const auto found = topics_.find(topic);
  if (found == topics_.end()) return;
  const Waiting waiting{session, {}, version, false};
  if (found->second.state && !found->second.isReading) {
    answer(topic, found->second, waiting);
  } else {
    found->second.waiting.push_back(waiting);
  }
}

void TopicBoard::answer(const app::Topic& topic, Shown& entry, const Waiting& waiting) {
  const auto session = waiting.session.lock();
  if (!session) return;
  const Instant now = engine_.now();
  const Frame frame = waiting.version == entry.version ? currentFrame(topic.name(), entry.version, now)
                                                       : stateFrame(topic.name(), entry.version, now, *entry.state);
  Lane& lane = session->lane();
  if (waiting.isNew) {
    ++entry.watchersOfLane[lane.index()];
    lane.post([session, watch = waiting.watch, topic, sequence = entry.sequence, frame] {
      session->granted(watch, topic, sequence, frame);
    });
  } else {
    lane.post([session, topic, sequence = entry.sequence, frame] { session->caughtUp(topic, sequence, frame); });
  }
}

void TopicBoard::release(std::size_t lane, const app::Topic& topic) {
  const auto found = topics_.find(topic);
  if (found == topics_.end()) return;
  if (found->second.watchersOfLane[lane] > 0) --found->second.watchersOfLane[lane];
  forgetIfUnwatched(topic);
}

void TopicBoard::onChanges(const app::Changes& changes) {
  if (changes.everything) {
    std::vector<app::Topic> all;
    for (const auto& [topic, entry] : topics_) all.push_back(topic);
    for (const auto& topic : all) refresh(topic);
    return;
  }
  for (const auto& topic : changes.topics) refresh(topic);
  for (const auto& topic : changes.waiting) {
    if (!changes.topics.contains(topic)) refreshSoon(topic);
  }
}

void TopicBoard::refreshSoon(const app::Topic& topic) {
  const auto found = topics_.find(topic);
  if (found == topics_.end()) return;
  const Instant now = engine_.now();
  const Instant last = found->second.lastReadAt;
  // The second half is for a wall clock that was set back.
  if (now >= last + limits::waitingEvery || now < last) {
    refresh(topic);
  } else {
    setAlarm(topic, found->second, last + limits::waitingEvery);
  }
}

void TopicBoard::refresh(const app::Topic& topic) {
  const auto found = topics_.find(topic);
  if (found == topics_.end()) return;
  Shown& entry = found->second;
  if (entry.isReading) {
    entry.isDirty = true;
    return;
  }
  entry.isReading = true;
  entry.isDirty = false;
  entry.lastReadAt = engine_.now();
  const bool accepted = engine_.read([this, topic](const app::Reading& reading) {
    try {
      boost::asio::post(strand_, [this, topic, projection = app::project(reading, topic)]() mutable {
        onRead(topic, std::move(projection));
      });
    } catch (...) {
      boost::asio::post(strand_, [this, topic] { onReadFailed(topic); });
      throw;  // the database says what it means, and whether it is damaged
    }
  });
  if (!accepted) onReadFailed(topic);
}

void TopicBoard::onRead(const app::Topic& topic, std::optional<app::Projection> projection) {
  const auto found = topics_.find(topic);
  if (found == topics_.end()) return;
  Shown& entry = found->second;
  entry.isReading = false;
  if (!projection) {
    lose(topic, entry);
    return;
  }
  show(topic, entry, std::move(projection->state));
  if (projection->staleAt) setAlarm(topic, entry, *projection->staleAt);
  for (const Waiting& waiting : std::exchange(entry.waiting, {})) answer(topic, entry, waiting);
  if (entry.isDirty) {
    refresh(topic);
  } else {
    forgetIfUnwatched(topic);
  }
}

void TopicBoard::onReadFailed(const app::Topic& topic) {
  const auto found = topics_.find(topic);
  if (found == topics_.end()) return;
  found->second.isReading = false;
  setAlarm(topic, found->second, engine_.now() + retryAfter);
}

void TopicBoard::show(const app::Topic& topic, Shown& entry, boost::json::object state) {
  std::string version = versionOf(state);
  if (entry.state && version == entry.version) return;
  entry.sequence = ++lastSequence_;
  if (entry.state) {
    const Frame frame =
        patchFrame(topic.name(), entry.version, version, engine_.now(), mergePatch(*entry.state, state));
    for (std::size_t i = 0; i < lanes_.size(); ++i) {
      if (entry.watchersOfLane[i] == 0) continue;
      lanes_[i]->post(
          [lane = lanes_[i], topic, sequence = entry.sequence, frame] { lane->broadcast(topic, sequence, frame); });
    }
  }
  entry.state = std::move(state);
  entry.version = std::move(version);
}

void TopicBoard::lose(const app::Topic& topic, Shown& entry) {
  for (const Waiting& waiting : entry.waiting) {
    const auto session = waiting.session.lock();
    if (!session || !waiting.isNew) continue;
    session->lane().post([session, watch = waiting.watch] { session->refusedTopic(watch, Refusal::not_found); });
  }
  for (Lane* lane : lanes_) lane->post([lane, topic] { lane->lose(topic); });
  dropAlarm(topic, entry);
  topics_.erase(topic);
}

void TopicBoard::forgetIfUnwatched(const app::Topic& topic) {
  const auto found = topics_.find(topic);
  if (found == topics_.end()) return;
  Shown& entry = found->second;
  const auto watchers = std::accumulate(entry.watchersOfLane.begin(), entry.watchersOfLane.end(), std::size_t{0});
  if (watchers > 0 || !entry.waiting.empty() || entry.isReading) return;
  dropAlarm(topic, entry);
  topics_.erase(found);
}

void TopicBoard::setAlarm(const app::Topic& topic, Shown& entry, Instant at) {
  if (entry.alarm && *entry.alarm <= at) return;
  dropAlarm(topic, entry);
  entry.alarm = at;
  alarms_.emplace(at, topic);
  if (alarms_.begin()->first == at) armTimer();
}

void TopicBoard::dropAlarm(const app::Topic& topic, Shown& entry) {
  if (entry.alarm) alarms_.erase({*entry.alarm, topic});
  entry.alarm.reset();
}

void TopicBoard::armTimer() {
  if (isStopped_ || alarms_.empty()) return;
  const Instant now = engine_.now();
  wasSetBack_ = wasSetBack_ || now < armedAt_;
  armedAt_ = now;
  // Never for long: the wall clock may be set, and goes on while the machine sleeps, and this timer knows of neither.
  timer_.expires_after(
      std::clamp<milliseconds>(alarms_.begin()->first - now, milliseconds(0), limits::alarmsLookedAtEvery));
  timer_.async_wait([this](const boost::system::error_code& cancelled) {
    if (!cancelled) onTimer();
  });
}

void TopicBoard::onTimer() {
  const Instant now = engine_.now();
  // By a clock that was set back all alarms would come late. Each that is still wanted is set anew by what is read.
  const bool wasSetBack = std::exchange(wasSetBack_, false) || now < armedAt_;
  std::vector<app::Topic> due;
  for (const auto& [at, topic] : alarms_) {
    if (at > now && !wasSetBack) break;
    due.push_back(topic);
  }
  for (const auto& topic : due) {
    dropAlarm(topic, topics_.at(topic));
    refresh(topic);
  }
  armTimer();
}

void TopicBoard::stop() {
  isStopped_ = true;
  timer_.cancel();
}

}  // namespace praktik::live
