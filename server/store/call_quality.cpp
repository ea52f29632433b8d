#include "store/call_quality.hpp"

namespace praktik::store {
namespace {

using domain::QualityReport;
using Row = std::tuple<CallId, domain::Role, Instant, std::int64_t, std::int64_t, std::int64_t, std::int64_t,
                       std::optional<std::int64_t>, std::optional<std::int64_t>, bool, std::int64_t>;

#define QUALITY_COLUMNS                                                                                           \
  "call_id, side, reported_at, seconds, freezes, frozen_ms, loss_in_permille, loss_out_permille, round_trip_ms, " \
  "relayed, reconnects"

QualityReport fromRow(const Row& row) {
  QualityReport report;
  domain::Quality& quality = report.quality;
  std::int64_t length = 0;
  std::int64_t frozen = 0;
  std::optional<std::int64_t> roundTrip;
  std::tie(report.call, report.from, report.reportedAt, length, quality.freezes, frozen, quality.lossInPermille,
           quality.lossOutPermille, roundTrip, quality.relayed, quality.reconnects) = row;
  quality.length = seconds(length);
  quality.frozen = milliseconds(frozen);
  if (roundTrip) quality.roundTrip = milliseconds(*roundTrip);
  return report;
}

std::optional<std::int64_t> countOf(const std::optional<milliseconds>& time) {
  if (!time) return std::nullopt;
  return time->count();
}

}  // namespace

void saveQualityReport(Connection& connection, const QualityReport& report) {
  const domain::Quality& quality = report.quality;
  connection.run("INSERT INTO call_quality (" QUALITY_COLUMNS
                 ") VALUES (:a, :b, :c, :d, :e, :f, :g, :h, :i, :j, :k) ON CONFLICT (call_id, side) DO UPDATE SET "
                 "reported_at = excluded.reported_at, seconds = excluded.seconds, freezes = excluded.freezes, "
                 "frozen_ms = excluded.frozen_ms, loss_in_permille = excluded.loss_in_permille, "
                 "loss_out_permille = excluded.loss_out_permille, round_trip_ms = excluded.round_trip_ms, "
                 "relayed = excluded.relayed, reconnects = excluded.reconnects",
                 report.call, report.from, report.reportedAt, std::int64_t{quality.length.count()}, quality.freezes,
                 std::int64_t{quality.frozen.count()}, quality.lossInPermille, quality.lossOutPermille,
                 countOf(quality.roundTrip), quality.relayed, quality.reconnects);
}

std::optional<QualityReport> findQualityReport(Connection& connection, const CallId& call, domain::Role from) {
  const auto row =
      connection.one<Row>("SELECT " QUALITY_COLUMNS " FROM call_quality WHERE call_id = :a AND side = :b", call, from);
  if (!row) return std::nullopt;
  return fromRow(*row);
}

std::vector<QualityReport> listQualityReports(Connection& connection, const CallId& call) {
  std::vector<QualityReport> reports;
  const auto rows =
      connection.all<Row>("SELECT " QUALITY_COLUMNS " FROM call_quality WHERE call_id = :a ORDER BY side", call);
  for (const Row& row : rows) reports.push_back(fromRow(row));
  return reports;
}

}  // namespace praktik::store
