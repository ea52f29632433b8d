#pragma once

#include <array>
#include <optional>
#include <span>
#include <string>

#include "base/base64url.hpp"

/// Messages of STUN (RFC 8489), as far as asking a TURN server for a relay (RFC 8656 §7) needs them. Pure.
namespace praktik::net::stun {

/// Names a request; its answer carries the same. Random.
using Transaction = std::array<std::uint8_t, 12>;

/// Who asks, by the long-term mechanism (RFC 8489 §9.2): realm and nonce are the server's.
struct LongTerm {
  std::string username;
  std::string password;
  std::string realm;
  std::string nonce;
};

/// Asks for a relay over UDP, as a stranger or, sealed, as somebody.
Bytes allocateRequest(const Transaction& transaction, const std::optional<LongTerm>& from);

struct Answer {
  int error = 0;  ///< 0 for success, otherwise ERROR-CODE
  std::string reason;
  std::string realm;
  std::string nonce;
};

/// Bytes of a header, and how many more its message has. Empty when these bytes begin no STUN message.
inline constexpr std::size_t headerBytes = 20;
std::optional<std::size_t> bodyBytes(std::span<const std::uint8_t> header);

/// Empty for anything but a whole answer to this transaction.
std::optional<Answer> readAnswer(std::span<const std::uint8_t> message, const Transaction& transaction);

}  // namespace praktik::net::stun
