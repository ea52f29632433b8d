#pragma once

#include "app/ice.hpp"
#include "cli/settings.hpp"

namespace praktik::cli {

/// The servers that help calls through, as `--turn` and `--turn-secret-file` say. Throws UsageError for a URI that is none,
/// for a relay without the secret, and for a secret that cannot be read or that others may read. Its text never quotes the
/// secret.
app::IceServers iceServersOf(const ServeSettings& settings);

}  // namespace praktik::cli
