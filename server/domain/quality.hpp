#pragma once

#include <cstdint>
#include <optional>

#include "domain/call.hpp"

/// How a call was for one side, in numbers alone: what its page counted, told by its person.
namespace praktik::domain {

struct Quality {
  seconds length{};          ///< how long this side's media flowed
  std::int64_t freezes = 0;  ///< times the picture stood still
  milliseconds frozen{};     ///< for how long in all
  std::int64_t lossInPermille = 0;
  std::optional<std::int64_t> lossOutPermille;  ///< as far as the other side told
  std::optional<milliseconds> roundTrip;
  bool relayed = false;  ///< through the clinic's TURN server
  std::int64_t reconnects = 0;

  bool operator==(const Quality&) const = default;
};

/// One side's word on a call. A call keeps at most one of each side.
struct QualityReport {
  CallId call;
  Role from = Role::DOCTOR;
  Instant reportedAt;
  Quality quality;

  bool operator==(const QualityReport&) const = default;
};

/// What stands against a report of this call: it was never answered, or it ended longer ago than
/// limits::qualityReportedWithin. Empty when it may be reported.
std::optional<Refusal> whyNotReported(const Call& call, Instant now);

}  // namespace praktik::domain
