#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "store/connection.hpp"

namespace praktik::store {

/// Writes the database as it is at one instant into that file, for its owner only, and to the disk. Others read and write
/// meanwhile. What was deleted does not come along. Blocks for as long as the disk needs.
/// Throws DatabaseError when it cannot, also when there is such a file; what it has begun is then gone.
void copyDatabase(Connection& from, const std::filesystem::path& to);

/// Reads the whole database and tells what is wrong in it; empty when it is whole.
std::optional<std::string> faultOf(Connection& connection);
/// The same without holding the indexes against their tables, which takes much longer.
std::optional<std::string> obviousFaultOf(Connection& connection);

}  // namespace praktik::store
