#include "domain/quality.hpp"

#include "base/limits.hpp"

namespace praktik::domain {

std::optional<Refusal> whyNotReported(const Call& call, Instant now) {
  if (!call.answeredAt) return Refusal::not_active;
  if (call.endedAt && now - *call.endedAt > limits::qualityReportedWithin) return Refusal::call_over;
  return std::nullopt;
}

}  // namespace praktik::domain
