#pragma once

#include <filesystem>

namespace praktik::cli {

struct BackupSettings {
  std::filesystem::path data;
  /// The folder to make; or one that is there, in which a folder with the date is made.
  std::filesystem::path to;
};

/// `praktik backup`: copies the database and the files that belong to it, also while the server serves, records that it did,
/// and prints where. The copy appears under its name when it is complete and found whole. Throws UsageError or DatabaseError
/// with a sentence when it cannot; then there is no copy.
void backup(const BackupSettings& settings);

}  // namespace praktik::cli
