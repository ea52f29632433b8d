#include "cli/backup.hpp"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <fmt/chrono.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

#include "app/save.hpp"
#include "cli/settings.hpp"
#include "cli/workshop.hpp"
#include "store/backup.hpp"
#include "store/error.hpp"

namespace praktik::cli {
namespace {

namespace fs = std::filesystem;

/// Writes what is known of a folder or file to the disk.
void sync(const fs::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool isSynced = file >= 0 && ::fsync(file) == 0;
  if (file >= 0) ::close(file);
  if (!isSynced) throw UsageError(fmt::format("{} does not reach the disk.", path.string()));
}

/// A folder beside the one that it becomes; gone again unless it does.
class UnfinishedFolder {
 public:
  explicit UnfinishedFolder(fs::path target) : target_(std::move(target)) {
    std::string name = (parent() / ".praktik-backup-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
      throw UsageError(
          fmt::format("No folder can be made in {}: {}.", parent().string(), std::generic_category().message(errno)));
    }
    path_ = name;
  }
  ~UnfinishedFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
  }
  UnfinishedFolder(const UnfinishedFolder&) = delete;
  UnfinishedFolder& operator=(const UnfinishedFolder&) = delete;

  const fs::path& path() const { return path_; }

  void finish() {
    sync(path_);
    // Never over another: not even over one that was made since.
    if (::renameat2(AT_FDCWD, path_.c_str(), AT_FDCWD, target_.c_str(), RENAME_NOREPLACE) != 0) {
      throw UsageError(fmt::format("{} cannot be made: {}.", target_.string(), std::generic_category().message(errno)));
    }
    path_.clear();
    sync(parent());
  }

 private:
  fs::path parent() const { return fs::absolute(target_).parent_path(); }

  fs::path target_;
  fs::path path_;
};

fs::path targetOf(const fs::path& to, Instant now) {
  const auto time = std::chrono::system_clock::to_time_t(now);
  // Without what stands behind a last slash: it would be a folder in the folder.
  const fs::path wanted = to.has_filename() ? to : to.parent_path();
  fs::path target =
      fs::is_directory(wanted) ? wanted / fmt::format("praktik-{:%Y%m%dT%H%M%SZ}", fmt::gmtime(time)) : wanted;
  if (fs::exists(target)) throw UsageError(fmt::format("{} is there already.", target.string()));
  return target;
}

std::string read(const fs::path& path) {
  std::ifstream input(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(input), {}};
  if (!input.is_open() || input.bad()) throw UsageError(fmt::format("{} cannot be read.", path.string()));
  return text;
}

/// Without a last line that is just being written.
std::string wholeLinesOf(std::string text) {
  text.resize(text.rfind('\n') + 1);
  return text;
}

void writeNew(const fs::path& path, const std::string& text) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) throw UsageError(fmt::format("{} cannot be written.", path.string()));
  std::string_view left = text;
  while (!left.empty()) {
    const auto written = ::write(file, left.data(), left.size());
    if (written <= 0) break;
    left.remove_prefix(static_cast<std::size_t>(written));
  }
  ::close(file);
  if (!left.empty()) throw UsageError(fmt::format("{} cannot be written.", path.string()));
  sync(path);
}

/// The keys, and the noted heads of the audit.
void copyFilesBeside(const DataDirectory& data, const fs::path& to) {
  for (const auto& file : fs::directory_iterator(data.folder())) {
    const fs::path name = file.path().filename();
    if (!file.is_regular_file()) continue;
    if (name.extension() == ".key") writeNew(to / name, read(file.path()));
    if (name == "audit.head") writeNew(to / name, wholeLinesOf(read(file.path())));
  }
}

/// Nothing to tell for a database that is whole: then it was the copy's disk that failed.
std::string whyNotCopied(store::Connection& database, const store::DatabaseError& error) {
  const auto fault = store::faultOf(database);
  return fault ? fmt::format("The database is damaged: {}", *fault)
               : fmt::format("The database cannot be copied: {}", error.what());
}

void copyDatabase(const DataDirectory& data, const fs::path& to) {
  const auto database = store::Connection::openSqlite(data.database().string());
  try {
    store::copyDatabase(*database, to);
  } catch (const store::DatabaseError& error) {
    throw UsageError(fmt::format("{}. There is no backup.", whyNotCopied(*database, error)));
  }
  const auto copy = store::Connection::openSqlite(to.string());
  if (const auto fault = store::faultOf(*copy)) {
    throw UsageError(fmt::format("The copy is not whole: {}. There is no backup.", *fault));
  }
}

/// First of all: what counts is that somebody took the data, and the copy tells so as well. But a disk that takes no line more
/// must keep nobody from saving what is on it.
void record(const DataDirectory& data) {
  Workshop workshop(data, domain::Action::keepData);
  try {
    workshop.write([](app::Work& work) {
      store::AuditEntry entry;
      entry.subject = "backup";
      app::record(work, {nullptr, "backup.make"}, std::move(entry));
    });
  } catch (const std::exception&) {
    fmt::print(stderr, "praktik: The database takes no change, so it is not on record that this backup was made.\n");
  }
}

}  // namespace

void backup(const BackupSettings& settings) {
  const DataDirectory data = DataDirectory::existing(settings.data);
  const fs::path target = targetOf(settings.to, systemNow());
  UnfinishedFolder folder(target);
  record(data);
  // The heads before the rows: every head that is copied is then one of the copied rows.
  copyFilesBeside(data, folder.path());
  copyDatabase(data, folder.path() / data.database().filename());
  sync(folder.path() / data.database().filename());
  folder.finish();
  fmt::print("Backed up to {} ({} bytes).\n", target.string(), fs::file_size(target / data.database().filename()));
}

}  // namespace praktik::cli
