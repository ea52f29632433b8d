#include "app/audit_chain.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <span>
#include <stdexcept>

#include "base/limits.hpp"

namespace praktik::app {
namespace {

using Digest = std::array<std::uint8_t, 32>;

std::string hex(const Digest& digest) { return fmt::format("{:02x}", fmt::join(digest, "")); }

/// Fields written so that no two rows read alike: the length says where each one ends.
class Canonical {
 public:
  Canonical& add(const std::string& text) {
    fmt::format_to(std::back_inserter(text_), "{}:{}", text.size(), text);
    return *this;
  }
  Canonical& add(std::int64_t number) { return add(std::to_string(number)); }
  Canonical& add(Instant at) { return add(toMillis(at)); }
  template <class Kind>
  Canonical& add(const Id<Kind>& id) {
    return add(id.text());
  }
  template <class T>
  Canonical& add(const std::optional<T>& value) {
    if (value) return add(*value);
    text_ += '-';
    return *this;
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

class Verifier {
 public:
  explicit Verifier(const AuditKey& key) : key_(key) {}

  /// Empty while the chain holds.
  std::optional<AuditFault> next(const store::SealedAudit& row) {
    const std::int64_t expected = last_.number + 1;
    if (row.seal.number != expected) return AuditFault{expected, "this row is missing."};
    if (row.seal.seal != key_.seal(last_.seal, expected, row.entry)) {
      return AuditFault{expected,
                        fmt::format("this row ({}) was altered, or the key is another.", row.entry.id.text())};
    }
    if (!fits(row)) {
      return AuditFault{expected,
                        fmt::format("the address or browser beside this row ({}) was altered.", row.entry.id.text())};
    }
    if (!backdated_ && row.entry.at + limits::auditTimesDiffer < lastAt_) backdated_ = expected;
    last_ = row.seal;
    lastAt_ = row.entry.at;
    return std::nullopt;
  }
  std::int64_t count() const { return last_.number; }
  std::optional<std::int64_t> backdated() const { return backdated_; }

 private:
  /// An origin may be gone, because it can be erased; one that is there must be the one that was recorded.
  static bool fits(const store::SealedAudit& row) {
    if (!row.origin) return true;
    const bool isOfBefore = !row.entry.originDigest && !row.origin->salt;
    return isOfBefore || row.entry.originDigest == digestOf(*row.origin);
  }

  const AuditKey& key_;
  store::AuditSeal last_;
  Instant lastAt_{};
  std::optional<std::int64_t> backdated_;
};

/// What no seal tells, because it reads like what was sealed or stands beside the chain.
std::optional<AuditFault> faultOfForm(store::Connection& db) {
  if (const auto name = store::findTriggerOrView(db)) {
    return AuditFault{std::nullopt,
                      fmt::format("The database has the trigger or view {}, and Praktik makes none.", *name)};
  }
  if (const auto row = store::findForeignAudit(db)) {
    return AuditFault{row->number,
                      fmt::format("{} (rowid {}) holds a value in a form that Praktik does not write.",
                                  row->number ? "this row" : "A row without a place in the chain", row->rowid)};
  }
  return std::nullopt;
}

/// Hands on rows until `take` says false.
void walk(store::Connection& db, const std::function<bool(const store::SealedAudit&)>& take) {
  std::int64_t after = 0;
  while (true) {
    const auto rows = store::listSealedAudit(db, after);
    if (rows.empty()) return;
    for (const auto& row : rows) {
      if (!take(row)) return;
    }
    after = rows.back().seal.number;
  }
}

}  // namespace

std::string AuditKey::seal(const std::string& before, std::int64_t number, const store::AuditEntry& e) const {
  Canonical row;
  row.add(before).add(number).add(e.id).add(e.at).add(e.actor).add(e.action).add(e.subject).add(e.subjectId);
  row.add(e.doctor).add(e.patient).add(e.fromState).add(e.toState).add(e.cause).add(e.requestId).add(e.originDigest);
  Digest digest{};
  const auto* text = reinterpret_cast<const unsigned char*>(row.text().data());
  if (HMAC(EVP_sha256(), bytes_.data(), static_cast<int>(bytes_.size()), text, row.text().size(), digest.data(),
           nullptr) == nullptr) {
    throw std::runtime_error("OpenSSL refused an HMAC");
  }
  return hex(digest);
}

std::string AuditFault::text() const { return number ? fmt::format("Row {}: {}", *number, sentence) : sentence; }

std::string digestOf(const store::AuditOrigin& origin) {
  Canonical fields;
  fields.add(origin.salt).add(origin.address).add(origin.userAgent);
  Digest digest{};
  if (EVP_Digest(fields.text().data(), fields.text().size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
    throw std::runtime_error("OpenSSL refused a digest");
  }
  return hex(digest);
}

Unsealed findUnsealed(store::Connection& db) {
  return {store::findLastSeal(db).value_or(store::AuditSeal{}), store::listUnsealedAudit(db)};
}

std::vector<store::AuditSeal> sealsFor(const Unsealed& unsealed, const AuditKey& key) {
  std::vector<store::AuditSeal> seals;
  seals.reserve(unsealed.entries.size());
  store::AuditSeal last = unsealed.head;
  for (const auto& entry : unsealed.entries) {
    last.seal = key.seal(last.seal, last.number + 1, entry);
    ++last.number;
    seals.push_back(last);
  }
  return seals;
}

void saveSeals(Work& work, const Unsealed& unsealed, const std::vector<store::AuditSeal>& seals) {
  if (store::findLastSeal(work.db).value_or(store::AuditSeal{}) != unsealed.head) {
    throw std::runtime_error("the audit was sealed by somebody else meanwhile");
  }
  for (std::size_t i = 0; i < seals.size(); ++i) {
    if (!store::sealAudit(work.db, unsealed.entries[i].id, seals[i])) {
      throw std::runtime_error("a row of the audit was gone, or sealed by somebody else, before it was sealed");
    }
  }
}

AuditReport verifyAudit(store::Connection& db, const AuditKey& key) {
  Verifier verifier(key);
  AuditReport report;
  report.fault = faultOfForm(db);
  if (report.fault) return report;
  walk(db, [&](const store::SealedAudit& row) {
    report.fault = verifier.next(row);
    return !report.fault;
  });
  report.sealed = verifier.count();
  report.backdated = verifier.backdated();
  report.unsealed = store::countUnsealedAudit(db);
  return report;
}

std::optional<AuditFault> faultOfHead(store::Connection& db, const store::AuditSeal& noted) {
  const auto found = store::findSeal(db, noted.number);
  if (!found) return AuditFault{noted.number, "this row was there once and is missing."};
  if (*found != noted) return AuditFault{noted.number, "this row had another seal once."};
  return std::nullopt;
}

void walkAudit(store::Connection& db, const std::function<void(const store::SealedAudit&)>& take) {
  walk(db, [&](const store::SealedAudit& row) {
    take(row);
    return true;
  });
}

}  // namespace praktik::app
