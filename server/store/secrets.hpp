#pragma once

#include <functional>
#include <string>

#include "store/connection.hpp"

namespace praktik::store {

/// The named secret; made by `make` and kept at its first use, so that a restart signs nobody out.
std::string secret(Connection& connection, const std::string& name, const std::function<std::string()>& make);

}  // namespace praktik::store
