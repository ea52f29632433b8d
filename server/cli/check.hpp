#pragma once

#include "cli/settings.hpp"

namespace praktik::cli {

/// `praktik check`: looks at everything that `serve` with the same settings would stand on, without serving, and prints a
/// line for each: the TURN servers, too, are asked. Throws UsageError as serve does for settings that cannot be, and when
/// anything is not as it should be.
void check(const ServeSettings& settings);

}  // namespace praktik::cli
