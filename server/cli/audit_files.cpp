#include "cli/audit_files.hpp"

#include <algorithm>
#include <charconv>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>

#include "base/log.hpp"
#include "cli/settings.hpp"

namespace praktik::cli {
namespace {

namespace fs = std::filesystem;

/// How many characters a seal has: HMAC-SHA-256 in hexadecimal.
constexpr std::size_t sealLength = 64;

/// "17 0a1b…"; empty when it reads otherwise.
std::optional<store::AuditSeal> readHead(const std::string& line) {
  store::AuditSeal head;
  const char* end = line.data() + line.size();
  const auto read = std::from_chars(line.data(), end, head.number);
  if (read.ec != std::errc() || read.ptr == end || *read.ptr != ' ') return std::nullopt;
  head.seal.assign(read.ptr + 1, end);
  return head;
}

/// Is this a piece that a crash or a full disk left of a line: its beginning, and not all of it? Whoever could cut a line
/// short by hand could as well take it out.
bool isTorn(std::string_view line) {
  const auto digits = std::min(line.find_first_not_of("0123456789"), line.size());
  if (digits == 0 || digits == line.size()) return digits > 0;
  const std::string_view seal = line.substr(digits + 1);
  return line[digits] == ' ' && seal.size() < sealLength &&
         seal.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// The noted heads; reads as empty where there is no file. One that cannot be read is not taken for none.
std::ifstream openHeads(const fs::path& path) {
  std::ifstream input(path);
  std::error_code ignored;
  if (!input.is_open() && fs::exists(path, ignored)) {
    throw UsageError(fmt::format("{} cannot be read: give it to the user who runs praktik.", path.string()));
  }
  return input;
}

/// True also for a file that is empty or not there.
bool endsWithLine(const fs::path& path) {
  std::ifstream input(path, std::ios::binary | std::ios::ate);
  if (!input.is_open() || input.tellg() == 0) return true;
  input.seekg(-1, std::ios::end);
  return input.get() == '\n';
}

}  // namespace

AuditFiles::AuditFiles(const DataDirectory& data)
    : key_(data.folder() / "audit.key"),
      head_(data.folder() / "audit.head") {}

std::optional<app::AuditKey> AuditFiles::key() const {
  const auto key = key_.read();
  if (!key) return std::nullopt;
  return app::AuditKey(*key);
}

app::AuditKey AuditFiles::makeKey() const { return app::AuditKey(key_.make()); }

bool AuditFiles::noteHead(const store::AuditSeal& head) const {
  // A line that was torn off must not take this one with it.
  const std::string_view newLine = endsWithLine(head_) ? "" : "\n";
  const bool isNoted =
      writeToDisk(head_, O_CREAT | O_APPEND, fmt::format("{}{} {}\n", newLine, head.number, head.seal));
  if (!isNoted) log::error("the head of the audit cannot be noted in {}", head_.string());
  return isNoted;
}

std::optional<store::AuditSeal> AuditFiles::lastHead() const {
  std::optional<store::AuditSeal> last;
  auto input = openHeads(head_);
  std::string line;
  while (std::getline(input, line) && !input.eof()) {
    if (isTorn(line)) continue;
    if (auto head = readHead(line)) last = std::move(head);
  }
  return last;
}

std::optional<app::AuditFault> AuditFiles::faultOfHeads(store::Connection& db) const {
  auto input = openHeads(head_);
  std::string line;
  // Without its end of line it is still being written, or was torn off.
  while (std::getline(input, line) && !input.eof()) {
    if (isTorn(line)) continue;
    const auto head = readHead(line);
    if (!head)
      return app::AuditFault{std::nullopt, fmt::format("{} holds a line that is none: {}", head_.string(), line)};
    if (auto fault = app::faultOfHead(db, *head)) return fault;
  }
  return std::nullopt;
}

}  // namespace praktik::cli
