#include "cli/key_file.hpp"

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base64url.hpp"
#include "cli/settings.hpp"
#include "cli/workshop.hpp"

namespace praktik::cli {

namespace fs = std::filesystem;

namespace {

/// Of a folder: the names in it.
bool bringToDisk(const fs::path& folder) {
  const int file = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool isThere = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  return isThere;
}

}  // namespace

bool writeToDisk(const fs::path& path, int flags, const std::string& text) {
  const int file = ::open(path.c_str(), flags | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return false;
  const bool isWritten =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  ::close(file);
  return isWritten;
}

std::optional<KeyFile::Key> KeyFile::read() const {
  if (!fs::exists(path_)) return std::nullopt;
  std::ifstream input(path_);
  std::string text;
  std::getline(input, text);
  const auto bytes = fromBase64url(text);
  Key key{};
  if (!input || !bytes || bytes->size() != key.size()) {
    throw UsageError(fmt::format("{} cannot be read, or holds no key.", path_.string()));
  }
  std::ranges::copy(*bytes, key.begin());
  return key;
}

KeyFile::Key KeyFile::make() const {
  Key key{};
  systemRandom(key);
  const fs::path unfinished = path_.string() + ".new";
  const bool isMade = writeToDisk(unfinished, O_CREAT | O_TRUNC, toBase64url(key) + "\n") &&
                      ::renameat2(AT_FDCWD, unfinished.c_str(), AT_FDCWD, path_.c_str(), RENAME_NOREPLACE) == 0 &&
                      bringToDisk(path_.parent_path());
  if (!isMade) {
    std::error_code ignored;
    fs::remove(unfinished, ignored);
    throw UsageError(fmt::format("{} cannot be written.", path_.string()));
  }
  return key;
}

}  // namespace praktik::cli
