#pragma once

#include <filesystem>

namespace praktik::cli {

/// The folder of one server's data. Made when it is not there, for its owner only.
class DataDirectory {
 public:
  /// Throws UsageError with a sentence when it cannot be made or written.
  explicit DataDirectory(std::filesystem::path folder);

  /// The folder of a server that there is: asking after one makes none. Throws UsageError when it holds no database.
  static DataDirectory existing(const std::filesystem::path& folder);

  /// Writes a file and takes it away again. Throws UsageError when the disk does not take it.
  void tryToWrite() const;

  /// Takes database, keys and the files beside them from everybody but their owner: an older version, another program
  /// or a copy may have made them for all. Logs what it cannot.
  void keepToOwner() const;
  /// May others than its owner look into the folder?
  bool letsOthersIn() const;

  std::filesystem::path database() const { return folder_ / "praktik.db"; }
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
};

/// Held by the one server of a data directory for as long as it lives; the system takes it back from a killed one.
class ServerLock {
 public:
  /// Throws UsageError when another server holds it.
  explicit ServerLock(const DataDirectory& data);
  ~ServerLock();
  ServerLock(const ServerLock&) = delete;
  ServerLock& operator=(const ServerLock&) = delete;

 private:
  int file_ = -1;
};

}  // namespace praktik::cli
