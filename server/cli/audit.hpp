#pragma once

#include <filesystem>

/// `praktik audit …`: the record of who did what, also while the server serves. Each throws UsageError with a sentence when
/// it cannot, or when something is wrong.
namespace praktik::cli {

/// Checks every seal and every noted head. Prints how many rows are whole; throws with the first row that is not.
void verifyAudit(const std::filesystem::path& data);
/// Prints the sealed rows as JSON Lines, in the chain's order, and records that it did.
void exportAudit(const std::filesystem::path& data);

}  // namespace praktik::cli
