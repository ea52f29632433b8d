#pragma once

#include "store/connection.hpp"

namespace praktik::store {

/// Brings the schema to the newest version, in one transaction; safe while another process does the same.
void migrate(Connection& connection);

}  // namespace praktik::store
