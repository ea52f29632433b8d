#pragma once

#include <vector>

#include "net/route.hpp"

/// Every route of the API, by what it is about. docs/openapi.json describes the same ones.
namespace praktik::net {

std::vector<Route> authRoutes();
std::vector<Route> meRoutes();
std::vector<Route> dataRoutes();
std::vector<Route> secondFactorRoutes();
std::vector<Route> scheduleRoutes();
std::vector<Route> queueRoutes();
std::vector<Route> callRoutes();
std::vector<Route> pushRoutes();
std::vector<Route> auditRoutes();
std::vector<Route> serverRoutes();

std::vector<Route> allRoutes();

}  // namespace praktik::net
