#include "push/receipt_tokens.hpp"

#include <algorithm>
#include <stdexcept>

#include "push/crypto.hpp"

namespace praktik::push {
namespace {

constexpr std::size_t idBytes = 16;
constexpr std::size_t instantBytes = 8;
constexpr std::size_t receiptBytes = 1 + idBytes + idBytes + instantBytes;
constexpr std::size_t tokenBytes = receiptBytes + sizeof(Digest);

Bytes packed(const Receipt& receipt) {
  Bytes bytes;
  bytes.reserve(tokenBytes);
  bytes.push_back(static_cast<std::uint8_t>(receipt.kind));
  bytes.insert(bytes.end(), receipt.call.bytes().begin(), receipt.call.bytes().end());
  bytes.insert(bytes.end(), receipt.subscription.bytes().begin(), receipt.subscription.bytes().end());
  const auto millis = static_cast<std::uint64_t>(toMillis(receipt.expiresAt));
  for (unsigned shift = 64; shift > 0; shift -= 8) bytes.push_back(static_cast<std::uint8_t>(millis >> (shift - 8)));
  return bytes;
}

template <class SomeId>
SomeId idAt(ByteView bytes) {
  UuidBytes id{};
  std::ranges::copy(bytes.first(idBytes), id.begin());
  return SomeId(id);
}

/// Only of bytes that packed() made.
Receipt unpacked(ByteView bytes) {
  Receipt receipt;
  receipt.kind = static_cast<ReceiptKind>(bytes.front());
  receipt.call = idAt<CallId>(bytes.subspan(1));
  receipt.subscription = idAt<SubscriptionId>(bytes.subspan(1 + idBytes));
  std::uint64_t millis = 0;
  for (const std::uint8_t byte : bytes.subspan(1 + idBytes + idBytes)) millis = millis << 8U | byte;
  receipt.expiresAt = fromMillis(static_cast<std::int64_t>(millis));
  return receipt;
}

}  // namespace

ReceiptTokens::ReceiptTokens(std::string key) : key_(std::move(key)) {
  if (key_.size() < 32) throw std::invalid_argument("the key for receipt tokens is shorter than 32 bytes");
}

std::string ReceiptTokens::issue(const Receipt& receipt) const {
  Bytes token = packed(receipt);
  const Digest seal = hmac(bytesOf(key_), token);
  token.insert(token.end(), seal.begin(), seal.end());
  return toBase64url(token);
}

std::optional<Receipt> ReceiptTokens::check(std::string_view text, Instant now) const {
  const auto token = fromBase64url(text);
  if (!token || token->size() != tokenBytes) return std::nullopt;
  const ByteView receipt = ByteView(*token).first(receiptBytes);
  if (!areEqual(hmac(bytesOf(key_), receipt), ByteView(*token).subspan(receiptBytes))) return std::nullopt;
  const Receipt read = unpacked(receipt);
  if (now >= read.expiresAt) return std::nullopt;
  return read;
}

}  // namespace praktik::push
