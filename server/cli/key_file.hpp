#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace praktik::cli {

/// A key of 32 bytes that lies beside the database and not in it, as a line of base64url.
class KeyFile {
 public:
  using Key = std::array<std::uint8_t, 32>;

  explicit KeyFile(std::filesystem::path path) : path_(std::move(path)) {}

  /// Empty when there is no such file. Throws UsageError when it cannot be read or holds no key.
  std::optional<Key> read() const;
  /// Makes the file with a new key, for its owner only. Throws UsageError when it cannot, also when there is one. However it
  /// ends there is a whole file or none. Under the server's lock: what a killed server left unfinished is written over.
  Key make() const;

 private:
  std::filesystem::path path_;
};

/// Writes the text to the file's end and to the disk; `flags` as for open(2).
bool writeToDisk(const std::filesystem::path& path, int flags, const std::string& text);

}  // namespace praktik::cli
