#pragma once

#include <optional>

#include "app/second_factor_key.hpp"
#include "cli/data_directory.hpp"
#include "store/database.hpp"

namespace praktik::cli {

/// The key of `second-factor.key` in the data directory, made when nobody has a second factor yet. Empty, with a line in the log
/// that says what to do, when the file is gone and somebody has one: no one-time password counts then. Throws UsageError when
/// the file holds no key, or cannot be made.
std::optional<app::SecondFactorKey> secondFactorKey(const DataDirectory& data, store::Database& database);

}  // namespace praktik::cli
