#include "store/backup.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store/error.hpp"

namespace praktik::store {
namespace {

namespace fs = std::filesystem;

/// A new file that goes again unless it is kept.
class NewFile {
 public:
  explicit NewFile(fs::path path)
      : path_(std::move(path)),
        file_(::open(path_.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR)) {
    if (file_ < 0) throw DatabaseError(fmt::format("{} cannot be made, or is there already", path_.string()));
  }
  ~NewFile() {
    if (file_ >= 0) ::close(file_);
    if (!isKept_) ::unlink(path_.c_str());
  }
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  void keep() {
    if (::fsync(file_) != 0) throw DatabaseError(fmt::format("{} does not reach the disk", path_.string()));
    isKept_ = true;
  }

 private:
  fs::path path_;
  int file_ = -1;
  bool isKept_ = false;
};

std::optional<std::string> faultBy(const char* check, Connection& connection) {
  try {
    auto said = connection.value<std::string>(check);
    if (said == "ok") return std::nullopt;
    // Several lines, of which the last says most.
    return said.substr(said.rfind('\n') + 1);
  } catch (const DatabaseError& error) {
    if (error.trouble() == Trouble::damaged) return error.what();
    throw;
  }
}

}  // namespace

void copyDatabase(Connection& from, const fs::path& to) {
  NewFile file(to);
  from.run("VACUUM INTO :a", to.string());
  file.keep();
}

std::optional<std::string> faultOf(Connection& connection) { return faultBy("PRAGMA integrity_check(1)", connection); }

std::optional<std::string> obviousFaultOf(Connection& connection) {
  return faultBy("PRAGMA quick_check(1)", connection);
}

}  // namespace praktik::store
