#pragma once

#include "app/ice.hpp"
#include "cli/settings.hpp"

namespace praktik::cli {

/// What `--turn` and `--turn-secret-file` say.
struct TurnSettings {
  std::vector<app::IceUri> uris;
  std::string secret;  ///< empty only where no URI relays
};

/// The servers that help calls through, as `--turn` and `--turn-secret-file` say. Throws UsageError for a URI that is none,
/// for a relay without the secret, and for a secret that cannot be read or that others may read. Its text never quotes the
/// secret.
TurnSettings turnOf(const ServeSettings& settings);

}  // namespace praktik::cli
