#include "cli/access.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "app/topic.hpp"
#include "domain/access.hpp"
#include "live/messages.hpp"
#include "net/routes.hpp"

namespace praktik::cli {
namespace {

using boost::json::array;
using boost::json::object;

array viewGrants() {
  array rows;
  for (const auto& [action, party, relation] : domain::grants) {
    rows.push_back(object{{"action", word(action)}, {"party", word(party)}, {"relation", word(relation)}});
  }
  return rows;
}

array viewRoutes() {
  array rows;
  for (const net::Route& route : net::allRoutes()) {
    array actions;
    for (const domain::Action action : route.access.actions()) actions.push_back(boost::json::value(word(action)));
    rows.push_back(
        object{{"method", net::methodName(route.verb)}, {"path", route.pattern}, {"actions", std::move(actions)}});
  }
  return rows;
}

array viewTopics() {
  array rows;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<app::TopicKind>>([&](auto kind) {
    rows.push_back(object{
        {"topic", kind.name}, {"hasId", !app::isNamedByKind(kind.value)}, {"action", word(app::actionOf(kind.value))}});
  });
  return rows;
}

array viewOps() {
  array rows;
  for (const auto& [name, action] : live::ops) rows.push_back(object{{"op", name}, {"action", word(action)}});
  return rows;
}

}  // namespace

void printAccess() {
  const object access{{"grants", viewGrants()}, {"routes", viewRoutes()}, {"topics", viewTopics()}, {"ops", viewOps()}};
  fmt::print("{}\n", boost::json::serialize(access));
}

}  // namespace praktik::cli
