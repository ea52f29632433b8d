#include "live/lane.hpp"

#include <boost/asio/post.hpp>

#include "base/limits.hpp"
#include "live/session.hpp"

namespace praktik::live {

Lane::Lane(boost::asio::any_io_executor executor, std::size_t index) : executor_(std::move(executor)), index_(index) {}

void Lane::post(std::function<void()> task) { boost::asio::post(executor_, std::move(task)); }

std::size_t Lane::add(const app::Topic& topic, Session& session) {
  auto& list = watchers_[topic];
  list.push_back(&session);
  return list.size() - 1;
}

void Lane::remove(const app::Topic& topic, std::size_t place) {
  const auto found = watchers_.find(topic);
  if (found == watchers_.end()) return;
  auto& list = found->second;
  list[place] = list.back();
  list.pop_back();
  if (place < list.size()) {
    if (auto* moved = list[place]->find(topic)) moved->place = place;
  }
  if (list.empty()) watchers_.erase(found);
}

void Lane::broadcast(const app::Topic& topic, std::uint64_t sequence, const Frame& frame) {
  sendSlice(std::make_shared<const Sessions>(snapshot(topic)), 0, topic, sequence, frame);
}

void Lane::lose(const app::Topic& topic) {
  for (const auto& weak : snapshot(topic)) {
    if (const auto session = weak.lock()) session->lost(topic);
  }
}

void Lane::sendSlice(const std::shared_ptr<const Sessions>& to, std::size_t from, const app::Topic& topic,
                     std::uint64_t sequence, const Frame& frame) {
  const std::size_t end = std::min(to->size(), from + limits::broadcastSlice);
  for (std::size_t i = from; i < end; ++i) {
    if (const auto session = (*to)[i].lock()) session->deliver(topic, sequence, frame);
  }
  if (end == to->size()) return;
  post([this, to, end, topic, sequence, frame] { sendSlice(to, end, topic, sequence, frame); });
}

Lane::Sessions Lane::snapshot(const app::Topic& topic) const {
  Sessions sessions;
  const auto found = watchers_.find(topic);
  if (found == watchers_.end()) return sessions;
  sessions.reserve(found->second.size());
  for (Session* session : found->second) sessions.push_back(session->weak_from_this());
  return sessions;
}

}  // namespace praktik::live
