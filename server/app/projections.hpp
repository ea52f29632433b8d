#pragma once

#include <boost/json/object.hpp>
#include <optional>

#include "app/topic.hpp"
#include "app/work.hpp"

/// Topic → state: one function a topic, made of the database and of who has a page open, and of nothing else.
namespace praktik::app {

struct Projection {
  boost::json::object state;
  /// When the clock alone will change the state, if nothing else does.
  std::optional<Instant> staleAt;
};

/// Empty when the topic's object does not exist.
std::optional<Projection> project(const Reading& reading, const Topic& topic);

/// Turns a name into the topic that this caller may watch under it. `not_found` for an object that does not exist or is
/// not the caller's, otherwise as guardAnew().
Result<Topic> resolveTopic(const Reading& reading, const Caller& caller, const TopicName& name);

/// The states in which it shows that this person's page came or went.
std::vector<Topic> topicsShowingPresence(const Reading& reading, const UserId& user, domain::Role role);

}  // namespace praktik::app
