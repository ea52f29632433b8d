#pragma once

#include "cli/settings.hpp"

namespace praktik::cli {

/// Serves until SIGTERM or SIGINT, then drains. Throws UsageError or another std::exception, each with a sentence, when
/// it cannot begin.
void serve(const ServeSettings& settings);

}  // namespace praktik::cli
