#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/instant.hpp"

namespace praktik {

/// The 16 bytes of a UUID and its text form of 36 lower-case characters (RFC 9562).
using UuidBytes = std::array<std::uint8_t, 16>;
std::optional<UuidBytes> parseUuid(std::string_view text);
std::string formatUuid(const UuidBytes& bytes);

/// Fills the span with random bytes; the operating system's generator in the server, a seeded one in tests.
using RandomBytes = std::function<void(std::span<std::uint8_t>)>;

/// A UUIDv7 (RFC 9562 §5.7): 48 bits of milliseconds, then randomness, so that ids sort roughly by age.
UuidBytes makeUuidV7(Instant now, const RandomBytes& random);

/// Makes UUIDv7s that sort by the order in which they were made, also within one millisecond and while the clock is set back
/// (RFC 9562 §6.2, method 1: a counter in the twelve bits behind the milliseconds). For one thread.
class UuidSequence {
 public:
  UuidBytes next(Instant now, const RandomBytes& random);

 private:
  std::int64_t millis_ = 0;
  unsigned counter_ = 0;
};

/// An id of one kind of thing. Ids of different kinds do not compare and cannot be passed for each other.
template <class Kind>
class Id {
 public:
  Id() = default;
  explicit Id(const UuidBytes& bytes) : bytes_(bytes) {}

  /// Empty when the text is no UUID.
  static std::optional<Id> parse(std::string_view text) {
    if (const auto bytes = parseUuid(text)) return Id(*bytes);
    return std::nullopt;
  }
  /// Before every id that was made at this instant or later.
  static Id firstAt(Instant instant) {
    return make(instant, [](std::span<std::uint8_t> bytes) { std::ranges::fill(bytes, std::uint8_t{0}); });
  }
  /// Behind every id.
  static Id last() {
    UuidBytes bytes{};
    bytes.fill(0xFF);
    return Id(bytes);
  }
  static Id make(Instant now, const RandomBytes& random) { return Id(makeUuidV7(now, random)); }

  std::string text() const { return formatUuid(bytes_); }
  const UuidBytes& bytes() const { return bytes_; }
  auto operator<=>(const Id&) const = default;

 private:
  UuidBytes bytes_{};
};

using UserId = Id<struct UserKind>;
using SignInId = Id<struct SignInKind>;
using ScheduleId = Id<struct ScheduleKind>;
using EntryId = Id<struct EntryKind>;
using CallId = Id<struct CallKind>;
using AuditId = Id<struct AuditKind>;
/// One browser's push subscription.
using SubscriptionId = Id<struct SubscriptionKind>;
/// One WebSocket connection; told to its page in `hello`.
using ConnectionId = Id<struct ConnectionKind>;

}  // namespace praktik

template <class Kind>
struct std::hash<praktik::Id<Kind>> {
  std::size_t operator()(const praktik::Id<Kind>& id) const noexcept {
    // The last eight bytes of a UUIDv7 are random: as good as a hash of all sixteen.
    std::size_t value = 0;
    for (std::size_t i = 8; i < 16; ++i) value = (value << 8U) | id.bytes()[i];
    return value;
  }
};
