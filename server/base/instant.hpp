#pragma once

#include <chrono>
#include <cstdint>

namespace praktik {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// A point in time: milliseconds since 1970 UTC, without leap seconds.
using Instant = std::chrono::sys_time<milliseconds>;

constexpr std::int64_t toMillis(Instant instant) { return instant.time_since_epoch().count(); }
constexpr Instant fromMillis(std::int64_t millis) { return Instant(milliseconds(millis)); }

}  // namespace praktik
