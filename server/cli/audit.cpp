#include "cli/audit.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>

#include "app/save.hpp"
#include "app/views.hpp"
#include "cli/audit_files.hpp"
#include "cli/settings.hpp"
#include "cli/workshop.hpp"
#include "store/migrations.hpp"

namespace praktik::cli {
namespace {

std::unique_ptr<store::Connection> open(const DataDirectory& data) {
  auto connection = store::Connection::openSqlite(data.database().string());
  store::bringUpToDate(*connection, data.database());
  return connection;
}

app::AuditKey keyOf(const AuditFiles& files) {
  if (auto key = files.key()) return *key;
  throw UsageError("audit.key is not in the data directory; without it no seal can be checked. Put it back.");
}

[[noreturn]] void tell(const app::AuditFault& fault) {
  throw UsageError(fmt::format("The audit is broken. {}", fault.text()));
}

}  // namespace

void verifyAudit(const std::filesystem::path& folder) {
  const DataDirectory data = DataDirectory::existing(folder);
  const AuditFiles files(data);
  const auto connection = open(data);
  // Before the rows: a head that is noted while they are read is behind them.
  const auto faultOfHeads = files.faultOfHeads(*connection);
  const bool isNew = !files.key() && !store::findLastSeal(*connection);
  app::AuditReport report;
  if (isNew) {
    report.unsealed = store::countUnsealedAudit(*connection);
  } else {
    report = app::verifyAudit(*connection, keyOf(files));
  }
  if (report.fault) tell(*report.fault);
  if (faultOfHeads) tell(*faultOfHeads);
  fmt::print("{} rows are whole; {} are not sealed yet.\n", report.sealed, report.unsealed);
  if (report.backdated) {
    fmt::print(
        "Row {} tells of a time minutes before that of the row ahead of it: the clock was set back there, or somebody put the "
        "row in by hand before it was sealed.\n",
        *report.backdated);
  }
}

void exportAudit(const std::filesystem::path& folder) {
  const DataDirectory data = DataDirectory::existing(folder);
  Workshop(data, domain::Action::readRecord).write([](app::Work& work) {
    store::AuditEntry entry;
    entry.subject = "audit";
    app::record(work, {nullptr, "audit.export"}, std::move(entry));
  });
  const auto connection = open(data);
  app::walkAudit(*connection, [](const store::SealedAudit& row) {
    fmt::print("{}\n", boost::json::serialize(app::viewSealedAudit(row)));
  });
}

}  // namespace praktik::cli
