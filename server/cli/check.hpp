#pragma once

#include "cli/settings.hpp"

namespace praktik::cli {

/// `praktik check`: asks each TURN server of `--turn` for a relay, as a browser would, and prints a line for each. Throws
/// UsageError as serve does for the settings, and when a server gives no relay.
void check(const ServeSettings& settings);

}  // namespace praktik::cli
