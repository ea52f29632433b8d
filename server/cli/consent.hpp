#pragma once

#include <boost/json/object.hpp>

#include "cli/settings.hpp"

namespace praktik::cli {

/// What `--consent` says: the version of the text that patients agree to, and as `{version, text?: {en?, id?}}` for pages. Without
/// it the text is the web app's own. Throws UsageError for a folder without a text, and for a text that is empty, too long or
/// not UTF-8.
struct Consent {
  std::string version;
  boost::json::object view;
};
Consent consentOf(const ServeSettings& settings);

}  // namespace praktik::cli
