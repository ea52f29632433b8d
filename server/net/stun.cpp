#include "net/stun.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdexcept>

namespace praktik::net::stun {
namespace {

using ByteView = std::span<const std::uint8_t>;

constexpr std::array<std::uint8_t, 4> cookie{0x21, 0x12, 0xA4, 0x42};
constexpr std::array<std::uint8_t, 4> overUdp{17, 0, 0, 0};
constexpr std::uint16_t allocate = 0x0003;
constexpr std::size_t attributeHeader = 4;
constexpr std::size_t sealBytes = 20;

// RFC 8489 §18.3 and RFC 8656 §18
constexpr std::uint16_t username = 0x0006;
constexpr std::uint16_t messageIntegrity = 0x0008;
constexpr std::uint16_t errorCode = 0x0009;
constexpr std::uint16_t realm = 0x0014;
constexpr std::uint16_t nonce = 0x0015;
constexpr std::uint16_t requestedTransport = 0x0019;

constexpr std::size_t padded(std::size_t bytes) { return (bytes + 3) / 4 * 4; }

std::uint16_t number16(ByteView bytes) { return static_cast<std::uint16_t>(bytes[0] << 8U | bytes[1]); }

void append16(Bytes& bytes, std::size_t value) {
  bytes.push_back(static_cast<std::uint8_t>(value >> 8U));
  bytes.push_back(static_cast<std::uint8_t>(value));
}

void append(Bytes& message, std::uint16_t type, ByteView value) {
  append16(message, type);
  append16(message, value.size());
  message.insert(message.end(), value.begin(), value.end());
  message.resize(padded(message.size()));
}

void setLength(Bytes& message, std::size_t body) {
  message.at(2) = static_cast<std::uint8_t>(body >> 8U);
  message.at(3) = static_cast<std::uint8_t>(body);
}

void require(bool succeeded) {
  if (!succeeded) throw std::runtime_error("OpenSSL refused a step of STUN");
}

/// MESSAGE-INTEGRITY (RFC 8489 §14.5) over what stands before it, with a length that counts it already.
void seal(Bytes& message, const LongTerm& from) {
  const std::string text = fmt::format("{}:{}:{}", from.username, from.realm, from.password);
  std::array<std::uint8_t, 16> key{};
  require(EVP_Digest(text.data(), text.size(), key.data(), nullptr, EVP_md5(), nullptr) == 1);
  setLength(message, message.size() - headerBytes + attributeHeader + sealBytes);
  std::array<std::uint8_t, sealBytes> sealed{};
  unsigned int size = sealed.size();
  require(HMAC(EVP_sha1(), key.data(), key.size(), message.data(), message.size(), sealed.data(), &size) != nullptr);
  append(message, messageIntegrity, sealed);
}

std::string textOf(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

void take(Answer& answer, std::uint16_t type, ByteView value) {
  if (type == realm) answer.realm = textOf(value);
  if (type == nonce) answer.nonce = textOf(value);
  if (type == errorCode && value.size() >= attributeHeader) {
    answer.error = value[2] * 100 + value[3];
    answer.reason = textOf(value.subspan(attributeHeader));
  }
}

}  // namespace

Bytes allocateRequest(const Transaction& transaction, const std::optional<LongTerm>& from) {
  Bytes message;
  append16(message, allocate);
  append16(message, 0);
  message.insert(message.end(), cookie.begin(), cookie.end());
  message.insert(message.end(), transaction.begin(), transaction.end());
  append(message, requestedTransport, overUdp);
  if (from) {
    append(message, username, bytesOf(from->username));
    append(message, realm, bytesOf(from->realm));
    append(message, nonce, bytesOf(from->nonce));
    seal(message, *from);
  }
  setLength(message, message.size() - headerBytes);
  return message;
}

std::optional<std::size_t> bodyBytes(ByteView header) {
  if (header.size() < headerBytes || !std::ranges::equal(header.subspan(4, cookie.size()), cookie)) return std::nullopt;
  const std::size_t body = number16(header.subspan(2));
  return body % 4 == 0 ? std::optional(body) : std::nullopt;
}

std::optional<Answer> readAnswer(ByteView message, const Transaction& transaction) {
  constexpr std::uint16_t success = 0x0100;
  constexpr std::uint16_t failure = 0x0110;
  const auto body = bodyBytes(message);
  if (!body || message.size() != headerBytes + *body) return std::nullopt;
  if (!std::ranges::equal(message.subspan(8, transaction.size()), transaction)) return std::nullopt;
  const std::uint16_t type = number16(message);
  if (type != (allocate | success) && type != (allocate | failure)) return std::nullopt;
  Answer answer;
  for (ByteView rest = message.subspan(headerBytes); !rest.empty();) {
    if (rest.size() < attributeHeader) return std::nullopt;
    const std::size_t size = number16(rest.subspan(2));
    if (rest.size() < attributeHeader + padded(size)) return std::nullopt;
    take(answer, number16(rest), rest.subspan(attributeHeader, size));
    rest = rest.subspan(attributeHeader + padded(size));
  }
  const bool isFailure = type == (allocate | failure);
  if (isFailure != (answer.error != 0)) return std::nullopt;
  return answer;
}

}  // namespace praktik::net::stun
