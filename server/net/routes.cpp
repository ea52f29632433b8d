#include "net/routes.hpp"

#include <iterator>

namespace praktik::net {

std::vector<Route> allRoutes() {
  std::vector<Route> all;
  for (const auto& part : {authRoutes, meRoutes, dataRoutes, secondFactorRoutes, scheduleRoutes, queueRoutes,
                           callRoutes, pushRoutes, auditRoutes, serverRoutes}) {
    auto routes = part();
    all.insert(all.end(), std::make_move_iterator(routes.begin()), std::make_move_iterator(routes.end()));
  }
  return all;
}

}  // namespace praktik::net
