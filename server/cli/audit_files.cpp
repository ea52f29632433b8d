#include "cli/audit_files.hpp"

#include <charconv>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>

#include "base/log.hpp"

namespace praktik::cli {
namespace {

namespace fs = std::filesystem;

/// "17 0a1b…"; empty when it reads otherwise.
std::optional<store::AuditSeal> readHead(const std::string& line) {
  store::AuditSeal head;
  const char* end = line.data() + line.size();
  const auto read = std::from_chars(line.data(), end, head.number);
  if (read.ec != std::errc() || read.ptr == end || *read.ptr != ' ') return std::nullopt;
  head.seal.assign(read.ptr + 1, end);
  return head;
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

void AuditFiles::noteHead(const store::AuditSeal& head) const {
  if (!writeToDisk(head_, O_CREAT | O_APPEND, fmt::format("{} {}\n", head.number, head.seal))) {
    log::error("the head of the audit cannot be noted in {}", head_.string());
  }
}

std::optional<app::AuditFault> AuditFiles::faultOfHeads(store::Connection& db) const {
  std::ifstream input(head_);
  std::string line;
  // Without its end of line a line was torn off by a crash.
  while (std::getline(input, line) && !input.eof()) {
    const auto head = readHead(line);
    if (!head) return app::AuditFault{0, fmt::format("{} holds a line that is none: {}", head_.string(), line)};
    if (auto fault = app::faultOfHead(db, *head)) return fault;
  }
  return std::nullopt;
}

}  // namespace praktik::cli
