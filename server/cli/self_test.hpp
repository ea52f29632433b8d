#pragma once

#include "app/ice.hpp"
#include "cli/settings.hpp"

namespace praktik::cli {

/// Looks at what a server stands on before it serves. Throws UsageError for what makes serving senseless; what can wait
/// is logged, with what to do about it.
void testBeforeServing(const Endpoint& listening, const net::WebOrigin& origin, const std::filesystem::path& web,
                       const app::IceServers& ice);

/// Raises the number of files this process may open to what the system allows: each connection is one.
void allowManyConnections();

}  // namespace praktik::cli
