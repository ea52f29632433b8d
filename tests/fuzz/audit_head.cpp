#include <filesystem>
#include <fstream>
#include <unistd.h>

#include "cli/audit_files.hpp"
#include "cli/settings.hpp"
#include "fuzz/fuzz.hpp"
#include "store/connection.hpp"
#include "store/migrations.hpp"

using namespace praktik;
namespace fs = std::filesystem;

namespace {

/// An empty database in memory, and a folder for the file; gone with the process.
struct Place {
  fs::path folder = fs::temp_directory_path() / ("praktik-fuzz-" + std::to_string(::getpid()));
  cli::DataDirectory data{folder};
  cli::AuditFiles files{data};
  std::unique_ptr<store::Connection> db = store::Connection::openSqlite(":memory:");

  Place() { store::migrate(*db); }
  ~Place() { fs::remove_all(folder); }
};

/// Every whole line of it could be a piece of a line that a crash left.
bool mayBeTorn(std::string_view text) {
  for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
    const std::string_view line = fuzz::takeLine(text);
    if (line.empty() || line.find_first_not_of("0123456789abcdef ") != std::string_view::npos) return false;
  }
  return true;
}

}  // namespace

/// audit.head and audit.key, which an operator may have copied, cut or edited.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Place place;
  const std::string_view text = fuzz::textOf(data, size);
  for (const char* name : {"audit.head", "audit.key"}) std::ofstream(place.folder / name, std::ios::binary) << text;
  const auto fault = place.files.faultOfHeads(*place.db);
  fuzz::require(fault || mayBeTorn(text), "of an empty chain no head was ever noted");
  if (fault) fuzz::require(text.find('\n') != std::string_view::npos, "a line without its end is none");
  if (fault) fuzz::require(!fault->sentence.empty(), "a fault has words");
  try {
    (void)place.files.key();
  } catch (const cli::UsageError& refused) {
    fuzz::require(std::string_view(refused.what()).ends_with("holds no key."),
                  "a key that is none is refused in words");
  }
  return 0;
}
