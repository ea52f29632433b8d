#pragma once

#include <string_view>

namespace praktik::net {

/// docs/openapi.json, built into the program so that what it serves is what it was built with.
std::string_view openApiDocument();

}  // namespace praktik::net
