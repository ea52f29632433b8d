#include "cli/key_file.hpp"

#include <algorithm>
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
  if (!writeToDisk(path_, O_CREAT | O_EXCL, toBase64url(key) + "\n")) {
    throw UsageError(fmt::format("{} cannot be written.", path_.string()));
  }
  return key;
}

}  // namespace praktik::cli
