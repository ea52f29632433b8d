#include "app/pace.hpp"

#include <algorithm>

namespace praktik::app {

std::optional<Pace> paceOf(const std::vector<domain::Call>& calls) {
  constexpr std::size_t fewest = 3;
  std::vector<milliseconds> durations;
  for (const auto& call : calls) {
    if (call.status != domain::CallStatus::ENDED || !call.answeredAt || !call.endedAt) continue;
    durations.push_back(*call.endedAt - *call.answeredAt);
  }
  if (durations.size() < fewest) return std::nullopt;
  std::ranges::sort(durations);
  const auto lower = std::chrono::floor<std::chrono::minutes>(durations[durations.size() / 4]);
  const auto upper = std::chrono::ceil<std::chrono::minutes>(durations[durations.size() * 3 / 4]);
  const std::int64_t from = std::max<std::int64_t>(1, lower.count());
  return Pace{from, std::max(from, upper.count())};
}

}  // namespace praktik::app
