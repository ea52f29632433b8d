#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "domain/call.hpp"

namespace praktik::app {

/// How long one consultation takes in this practice, as a band of whole minutes.
struct Pace {
  std::int64_t fromMinutes = 0;
  std::int64_t toMinutes = 0;

  bool operator==(const Pace&) const = default;
};

/// The middle half of the finished consultations; empty with fewer than three, because then nobody knows.
std::optional<Pace> paceOf(const std::vector<domain::Call>& calls);

}  // namespace praktik::app
