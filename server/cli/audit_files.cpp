#include "cli/audit_files.hpp"

#include <algorithm>
#include <charconv>
#include <fcntl.h>
#include <fmt/format.h>
#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base64url.hpp"
#include "base/log.hpp"
#include "cli/settings.hpp"
#include "cli/workshop.hpp"

namespace praktik::cli {
namespace {

namespace fs = std::filesystem;

/// Writes the text to its end and to the disk.
bool writeAll(const fs::path& path, int flags, const std::string& text) {
  const int file = ::open(path.c_str(), flags | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return false;
  const bool isWritten =
      ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(file) == 0;
  ::close(file);
  return isWritten;
}

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
  if (!fs::exists(key_)) return std::nullopt;
  std::ifstream input(key_);
  std::string text;
  std::getline(input, text);
  const auto bytes = fromBase64url(text);
  app::AuditKey::Bytes key{};
  if (!input || !bytes || bytes->size() != key.size()) {
    throw UsageError(fmt::format("{} cannot be read, or holds no key.", key_.string()));
  }
  std::ranges::copy(*bytes, key.begin());
  return app::AuditKey(key);
}

app::AuditKey AuditFiles::makeKey() const {
  app::AuditKey::Bytes key{};
  systemRandom(key);
  if (!writeAll(key_, O_CREAT | O_EXCL, toBase64url(key) + "\n")) {
    throw UsageError(fmt::format("{} cannot be written.", key_.string()));
  }
  return app::AuditKey(key);
}

void AuditFiles::noteHead(const store::AuditSeal& head) const {
  if (!writeAll(head_, O_CREAT | O_APPEND, fmt::format("{} {}\n", head.number, head.seal))) {
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
