#pragma once

#include <boost/describe/enum.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "base/instant.hpp"

namespace praktik::push {

/// What a receipt is about. The numbers stand in tokens that are on their way.
enum class ReceiptKind : std::uint8_t { ring = 1, test = 2 };

/// What a push carries so that the service worker can say, without a sign-in, how far it came.
struct Receipt {
  ReceiptKind kind = ReceiptKind::ring;
  /// All zeros for a test.
  CallId call;
  SubscriptionId subscription;
  Instant expiresAt;

  bool operator==(const Receipt&) const = default;
};

/// Receipt tokens: the receipt itself and an HMAC-SHA-256 over it, so that nothing is stored until one comes back.
/// Immutable.
class ReceiptTokens {
 public:
  /// `key`: at least 32 random bytes.
  explicit ReceiptTokens(std::string key);

  std::string issue(const Receipt& receipt) const;
  /// Empty for a token that this server did not make or whose time is up.
  std::optional<Receipt> check(std::string_view token, Instant now) const;

 private:
  std::string key_;
};

}  // namespace praktik::push
