#include "cli/data_directory.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <system_error>
#include <unistd.h>

#include "base/log.hpp"
#include "cli/settings.hpp"

namespace praktik::cli {
namespace {

namespace fs = std::filesystem;

constexpr fs::perms others = fs::perms::group_all | fs::perms::others_all;

bool areOthersAllowed(const fs::path& path) {
  std::error_code ignored;
  const auto status = fs::status(path, ignored);
  return fs::exists(status) && (status.permissions() & others) != fs::perms::none;
}

/// The database with its log and its copies from before a migration, the keys, the noted heads of the audit. A link leads to
/// what somebody else keeps.
bool isOurs(const fs::directory_entry& file) {
  const fs::path name = file.path().filename();
  std::error_code ignored;
  if (file.is_symlink(ignored) || !file.is_regular_file(ignored)) return false;
  const bool isOfAudit = name == "audit.key" || name == "audit.head";
  return name.string().starts_with("praktik.db") || name == "second-factor.key" || isOfAudit;
}

}  // namespace

DataDirectory::DataDirectory(fs::path folder) : folder_(std::move(folder)) {
  std::error_code error;
  if (fs::create_directories(folder_, error)) fs::permissions(folder_, fs::perms::owner_all, error);
  if (error || !fs::is_directory(folder_)) {
    throw UsageError(fmt::format("The data directory {} cannot be made: {}.", folder_.string(), error.message()));
  }
  if (::access(folder_.c_str(), R_OK | W_OK | X_OK) != 0) {
    throw UsageError(fmt::format("The data directory {} cannot be written: give it to the user who runs praktik.",
                                 folder_.string()));
  }
}

DataDirectory DataDirectory::existing(const fs::path& folder) {
  if (!fs::exists(folder / "praktik.db")) {
    throw UsageError(fmt::format("There is no database in {}.", folder.string()));
  }
  return DataDirectory(folder);
}

void DataDirectory::tryToWrite() const {
  std::string path = (folder_ / "check-XXXXXX").string();
  const int file = ::mkstemp(path.data());
  const std::array<char, 4096> page{};
  bool isWritten = file >= 0 && ::write(file, page.data(), page.size()) == static_cast<ssize_t>(page.size());
  isWritten = isWritten && ::fsync(file) == 0;
  const int reason = errno;
  if (file >= 0) {
    ::close(file);
    ::unlink(path.c_str());
  }
  if (!isWritten) {
    throw UsageError(fmt::format("The data directory {} takes no more: {}.", folder_.string(),
                                 std::generic_category().message(reason)));
  }
}

void DataDirectory::keepToOwner() const {
  for (const auto& file : fs::directory_iterator(folder_)) {
    if (!isOurs(file) || !areOthersAllowed(file.path())) continue;
    std::error_code error;
    fs::permissions(file.path(), others, fs::perm_options::remove, error);
    if (error)
      log::warn("{} can be opened by others, and that cannot be taken away: {}", file.path().string(), error.message());
  }
}

bool DataDirectory::letsOthersIn() const { return areOthersAllowed(folder_); }

ServerLock::ServerLock(const DataDirectory& data) {
  const fs::path path = data.folder() / "serve.lock";
  file_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file_ < 0) throw UsageError(fmt::format("Cannot open {}.", path.string()));
  if (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
    ::close(file_);
    throw UsageError(
        fmt::format("Another praktik serves {} already. Stop it, or give another --data.", data.folder().string()));
  }
}

ServerLock::~ServerLock() { ::close(file_); }

}  // namespace praktik::cli
