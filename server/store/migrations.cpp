#include "store/migrations.hpp"

#include <array>
#include <fcntl.h>
#include <fmt/format.h>
#include <regex>
#include <span>
#include <sys/file.h>
#include <unistd.h>
#include <vector>

#include "base/limits.hpp"
#include "store/backup.hpp"
#include "store/error.hpp"
#include "store/transaction.hpp"

namespace praktik::store {
namespace {

namespace fs = std::filesystem;

// Plain SQL that SQLite and PostgreSQL both take. The partial unique indexes hold the rules that must be true even
// if a defect above forgets them: one live call per doctor and per patient, one ONLINE schedule per doctor.
constexpr std::array version1 = {
    R"(CREATE TABLE users (
      id TEXT PRIMARY KEY, role TEXT NOT NULL, email TEXT NOT NULL UNIQUE, name TEXT NOT NULL, locale TEXT NOT NULL,
      specialty TEXT, phone TEXT, birth_date TEXT, password_hash TEXT NOT NULL,
      consent_version TEXT, consent_at BIGINT, created_at BIGINT NOT NULL, disabled_at BIGINT))",
    R"(CREATE TABLE sign_ins (
      id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id), created_at BIGINT NOT NULL,
      last_seen_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, ended_at BIGINT, end_cause TEXT,
      address TEXT, user_agent TEXT))",
    "CREATE INDEX sign_ins_of_user ON sign_ins(user_id) WHERE ended_at IS NULL",
    R"(CREATE TABLE refresh_tokens (
      digest TEXT PRIMARY KEY, sign_in_id TEXT NOT NULL REFERENCES sign_ins(id),
      issued_at BIGINT NOT NULL, used_at BIGINT))",
    "CREATE INDEX refresh_tokens_of_sign_in ON refresh_tokens(sign_in_id)",
    R"(CREATE TABLE schedules (
      id TEXT PRIMARY KEY, doctor_id TEXT NOT NULL REFERENCES users(id), starts_at BIGINT NOT NULL,
      ends_at BIGINT NOT NULL, status TEXT NOT NULL, capacity BIGINT, note TEXT, notice TEXT,
      started_at BIGINT, completed_at BIGINT, abandon_at BIGINT, due_at BIGINT))",
    "CREATE INDEX schedules_of_doctor ON schedules(doctor_id, starts_at)",
    "CREATE INDEX schedules_by_start ON schedules(starts_at)",
    "CREATE INDEX schedules_due ON schedules(due_at) WHERE due_at IS NOT NULL",
    "CREATE UNIQUE INDEX schedules_one_online ON schedules(doctor_id) WHERE status = 'ONLINE'",
    R"(CREATE TABLE entries (
      id TEXT PRIMARY KEY, schedule_id TEXT NOT NULL REFERENCES schedules(id),
      patient_id TEXT NOT NULL REFERENCES users(id), number BIGINT NOT NULL, status TEXT NOT NULL,
      joined_at BIGINT NOT NULL, ready_at BIGINT, closed_at BIGINT, reason TEXT, last_outcome TEXT,
      missed_calls BIGINT NOT NULL, UNIQUE (schedule_id, number)))",
    "CREATE UNIQUE INDEX entries_one_place ON entries(schedule_id, patient_id) WHERE status <> 'LEFT'",
    "CREATE INDEX entries_of_patient ON entries(patient_id)",
    R"(CREATE TABLE calls (
      id TEXT PRIMARY KEY, entry_id TEXT NOT NULL REFERENCES entries(id),
      schedule_id TEXT NOT NULL REFERENCES schedules(id), doctor_id TEXT NOT NULL REFERENCES users(id),
      patient_id TEXT NOT NULL REFERENCES users(id), status TEXT NOT NULL, invited_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL, answered_at BIGINT, ended_at BIGINT, end_reason TEXT, ended_by TEXT,
      answered_sign_in TEXT, answered_connection TEXT, doctor_due_at BIGINT, patient_due_at BIGINT, due_at BIGINT,
      sent BIGINT NOT NULL, delivered BIGINT NOT NULL, ringing BIGINT NOT NULL, audible BIGINT NOT NULL))",
    "CREATE INDEX calls_of_entry ON calls(entry_id)",
    "CREATE INDEX calls_of_schedule ON calls(schedule_id)",
    "CREATE INDEX calls_of_doctor ON calls(doctor_id, ended_at)",
    "CREATE INDEX calls_of_patient ON calls(patient_id, ended_at)",
    "CREATE INDEX calls_due ON calls(due_at) WHERE due_at IS NOT NULL",
    "CREATE UNIQUE INDEX calls_one_per_doctor ON calls(doctor_id) WHERE status IN ('RINGING', 'ACTIVE')",
    "CREATE UNIQUE INDEX calls_one_per_patient ON calls(patient_id) WHERE status IN ('RINGING', 'ACTIVE')",
    R"(CREATE TABLE audit (
      id TEXT PRIMARY KEY, at BIGINT NOT NULL, actor_id TEXT, action TEXT NOT NULL, subject TEXT NOT NULL,
      subject_id TEXT NOT NULL, doctor_id TEXT, patient_id TEXT, from_state TEXT, to_state TEXT, cause TEXT,
      request_id TEXT))",
    "CREATE INDEX audit_of_doctor ON audit(doctor_id, at)",
    "CREATE INDEX audit_of_patient ON audit(patient_id, at)",
    R"(CREATE TABLE audit_origins (
      audit_id TEXT PRIMARY KEY REFERENCES audit(id), address TEXT, user_agent TEXT))",
    "CREATE TABLE secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL)",
};

// An event of a receipt counts once; the row says so also when its subscription is gone.
constexpr std::array version2 = {
    R"(CREATE TABLE push_subscriptions (
      id TEXT PRIMARY KEY, user_id TEXT NOT NULL REFERENCES users(id),
      sign_in_id TEXT NOT NULL REFERENCES sign_ins(id), endpoint TEXT NOT NULL UNIQUE, p256dh TEXT NOT NULL,
      auth TEXT NOT NULL, created_at BIGINT NOT NULL))",
    "CREATE INDEX push_subscriptions_of_user ON push_subscriptions(user_id)",
    "CREATE INDEX push_subscriptions_of_sign_in ON push_subscriptions(sign_in_id)",
    R"(CREATE TABLE push_receipts (
      call_id TEXT NOT NULL REFERENCES calls(id), subscription_id TEXT NOT NULL, event TEXT NOT NULL,
      at BIGINT NOT NULL, PRIMARY KEY (call_id, subscription_id, event)))",
    "CREATE TABLE told_places (entry_id TEXT PRIMARY KEY REFERENCES entries(id), ahead BIGINT NOT NULL)",
};

constexpr std::array version3 = {
    R"(CREATE TABLE call_quality (
      call_id TEXT NOT NULL REFERENCES calls(id), side TEXT NOT NULL, reported_at BIGINT NOT NULL,
      seconds BIGINT NOT NULL, freezes BIGINT NOT NULL, frozen_ms BIGINT NOT NULL, loss_in_permille BIGINT NOT NULL,
      loss_out_permille BIGINT, round_trip_ms BIGINT, relayed BIGINT NOT NULL, reconnects BIGINT NOT NULL,
      PRIMARY KEY (call_id, side)))",
};

// A row is sealed once, in the order of the numbers, and never touched again. Origins of before have no salt and stand
// outside the seals.
constexpr std::array version4 = {
    "ALTER TABLE audit ADD COLUMN origin_digest TEXT",
    "ALTER TABLE audit ADD COLUMN seal_number BIGINT",
    "ALTER TABLE audit ADD COLUMN seal TEXT",
    "CREATE UNIQUE INDEX audit_sealed ON audit(seal_number) WHERE seal_number IS NOT NULL",
    "CREATE INDEX audit_unsealed ON audit(id) WHERE seal_number IS NULL",
    "ALTER TABLE audit_origins ADD COLUMN salt TEXT",
};

// Pages of the audit go by id, which is by time as well.
constexpr std::array version5 = {
    "DROP INDEX audit_of_doctor",
    "DROP INDEX audit_of_patient",
    "CREATE INDEX audit_of_doctor ON audit(doctor_id, id)",
    "CREATE INDEX audit_of_patient ON audit(patient_id, id)",
    "CREATE INDEX audit_of_actor ON audit(actor_id, id)",
};

// Few of the old entries still have a reason; the index finds them.
constexpr std::array version6 = {
    "ALTER TABLE users ADD COLUMN erased_at BIGINT",
    "CREATE INDEX entries_with_reason ON entries(id) WHERE reason IS NOT NULL",
};

// The role stands beside the sign-in so that the ones that are idle are found by an index: each role has its own time.
constexpr std::array version7 = {
    "ALTER TABLE sign_ins ADD COLUMN role TEXT",
    "UPDATE sign_ins SET role = (SELECT role FROM users WHERE users.id = sign_ins.user_id)",
    "CREATE INDEX sign_ins_unseen ON sign_ins(role, last_seen_at) WHERE ended_at IS NULL",
    "CREATE INDEX sign_ins_expiring ON sign_ins(expires_at) WHERE ended_at IS NULL",
};

// Secrets are sealed with a key outside the database; of recovery codes only digests are kept.
constexpr std::array version8 = {
    R"(CREATE TABLE second_factors (
      user_id TEXT PRIMARY KEY REFERENCES users(id), secret TEXT NOT NULL, begun_at BIGINT NOT NULL,
      confirmed_at BIGINT, last_step BIGINT))",
    R"(CREATE TABLE recovery_codes (
      user_id TEXT NOT NULL REFERENCES users(id), digest TEXT NOT NULL, used_at BIGINT,
      PRIMARY KEY (user_id, digest)))",
};

// A sign-in gathers used tokens as long as it lives; the few that were never used are found without reading those. The record
// knows when an account last got another password or a second factor: what signed in before is not known by it.
constexpr std::array version9 = {
    "CREATE INDEX refresh_tokens_unused ON refresh_tokens(sign_in_id, issued_at) WHERE used_at IS NULL",
    "ALTER TABLE users ADD COLUMN credentials_at BIGINT NOT NULL DEFAULT 0",
    R"(UPDATE users SET credentials_at = changed.at FROM (
      SELECT subject_id, MAX(at) AS at FROM audit WHERE subject = 'user'
      AND action IN ('user.password', 'user.reset_password', 'second_factor.enable') GROUP BY subject_id) AS changed
      WHERE changed.subject_id = users.id)",
    "CREATE INDEX sign_ins_lately ON sign_ins(user_id, created_at, address)",
};

constexpr std::array<std::span<const char* const>, 9> versions = {version1, version2, version3, version4, version5,
                                                                  version6, version7, version8, version9};

constexpr auto newest = static_cast<std::int64_t>(versions.size());

/// 0 for a database that is new.
std::int64_t versionOf(Connection& connection) {
  const auto known = connection.value<std::int64_t>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'migrations'");
  return known == 0 ? 0 : connection.value<std::int64_t>("SELECT COALESCE(MAX(version), 0) FROM migrations");
}

void requireKnown(std::int64_t version) {
  if (version <= newest) return;
  throw DatabaseError(
      fmt::format("The database is of version {}, and this program knows those up to {}: it was served by a newer one. "
                  "Install that, or put a backup back.",
                  version, newest));
}

fs::path copyBefore(const fs::path& file, std::int64_t version) {
  return file.string() + fmt::format(".before-{}", version);
}

/// The folder of the database while one process makes a copy in it; another one that wants to waits. The system takes it back
/// from a killed one.
class CopyingFolder {
 public:
  explicit CopyingFolder(const fs::path& folder) : file_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    if (file_ >= 0 && ::flock(file_, LOCK_EX) == 0) return;
    if (file_ >= 0) ::close(file_);
    throw DatabaseError(fmt::format("{} cannot be locked", folder.string()));
  }
  ~CopyingFolder() { ::close(file_); }
  CopyingFolder(const CopyingFolder&) = delete;
  CopyingFolder& operator=(const CopyingFolder&) = delete;

  /// Brings the names in it to the disk.
  void sync() const {
    if (::fsync(file_) != 0) throw DatabaseError("the copy's name does not reach the disk");
  }

 private:
  int file_;
};

/// What killed processes left of the copy that becomes `file`.before-N, and what SQLite keeps beside it. It holds all that the
/// database held, and whoever made one now would hold the folder.
void removeUnfinished(const fs::path& folder, const fs::path& file) {
  static const std::regex ending(R"(\.copy-[0-9]+-0x[0-9a-f]+(-wal|-shm|-journal)?)");
  const std::string beginning = file.filename();
  std::vector<fs::path> unfinished;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename();
    const bool isOurs = name.starts_with(beginning) && std::regex_match(name.substr(beginning.size()), ending);
    if (isOurs) unfinished.push_back(entry.path());
  }
  for (const fs::path& path : unfinished) fs::remove(path);
}

/// Under a name of its own first: another process may have migrated while this one copied.
void copyFirst(Connection& connection, const fs::path& file, std::int64_t from) {
  const fs::path folderPath = fs::absolute(file).parent_path();
  const CopyingFolder folder(folderPath);
  removeUnfinished(folderPath, file);
  const fs::path copy = file.string() + fmt::format(".copy-{}-{}", ::getpid(), fmt::ptr(&connection));
  copyDatabase(connection, copy);
  if (versionOf(*Connection::openSqlite(copy.string())) == from) {
    fs::rename(copy, copyBefore(file, newest));
    folder.sync();
  } else {
    fs::remove(copy);
  }
  for (std::int64_t old = newest - static_cast<std::int64_t>(limits::copiesBeforeMigration); old > 0; --old) {
    fs::remove(copyBefore(file, old));
  }
}

}  // namespace

void migrate(Connection& connection) {
  connection.script("CREATE TABLE IF NOT EXISTS migrations (version BIGINT PRIMARY KEY)");
  Transaction transaction(connection);
  const auto done = versionOf(connection);
  requireKnown(done);
  for (std::size_t next = static_cast<std::size_t>(done); next < versions.size(); ++next) {
    for (const char* statement : versions[next]) connection.script(statement);
    connection.run("INSERT INTO migrations (version) VALUES (:a)", static_cast<std::int64_t>(next + 1));
  }
  transaction.commit();
}

void bringUpToDate(Connection& connection, const fs::path& file) {
  const auto from = versionOf(connection);
  requireKnown(from);
  if (from == newest) return;
  try {
    if (from > 0) copyFirst(connection, file, from);
    migrate(connection);
  } catch (const std::exception& error) {
    const auto* failure = dynamic_cast<const DatabaseError*>(&error);
    throw DatabaseError(fmt::format("The database could not be brought from version {} to {} and is as it was: {}",
                                    from, newest, error.what()),
                        failure != nullptr ? failure->trouble() : std::nullopt);
  }
}

}  // namespace praktik::store
