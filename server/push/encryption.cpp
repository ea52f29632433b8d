#include "push/encryption.hpp"

#include <algorithm>
#include <openssl/evp.h>
#include <stdexcept>

#include "base/limits.hpp"

namespace praktik::push {
namespace {

constexpr std::size_t tagBytes = 16;
constexpr std::size_t keyBytes = 16;
constexpr std::size_t nonceBytes = 12;
/// Ends the last record (RFC 8188 §2).
constexpr std::uint8_t lastRecord = 2;
/// RFC 5869: the counter of the first block, and no output here needs a second one.
constexpr std::uint8_t firstBlock = 1;

void append(Bytes& to, ByteView bytes) { to.insert(to.end(), bytes.begin(), bytes.end()); }

/// HKDF (RFC 5869) for outputs of one block.
Digest hkdf(ByteView salt, ByteView secret, Bytes info) {
  const Digest key = hmac(salt, secret);
  info.push_back(firstBlock);
  return hmac(key, info);
}

/// A label as the RFCs write it: the text and a zero.
Bytes label(std::string_view text) {
  Bytes bytes;
  append(bytes, bytesOf(text));
  bytes.push_back(0);
  return bytes;
}

/// RFC 8291 §3.4: what the two key pairs and the authentication secret make together.
Digest inputKey(const SubscriberKeys& subscriber, const P256Key& sender) {
  Bytes info = label("WebPush: info");
  append(info, subscriber.p256dh.bytes());
  append(info, sender.publicBytes());
  return hkdf(subscriber.auth, sender.sharedSecret(subscriber.p256dh), std::move(info));
}

/// RFC 8188 §2.1: salt, size of a record, length of the key's name, and as its name the sender's public key.
Bytes header(const P256Key& sender, const Salt& salt) {
  Bytes bytes;
  append(bytes, salt);
  for (unsigned shift = 32; shift > 0; shift -= 8) {
    bytes.push_back(static_cast<std::uint8_t>(limits::pushBodyBytes >> (shift - 8)));
  }
  bytes.push_back(static_cast<std::uint8_t>(sender.publicBytes().size()));
  append(bytes, sender.publicBytes());
  return bytes;
}

void require(int result) {
  if (result != 1) throw std::runtime_error("OpenSSL refused to encrypt a push message");
}

/// AES-128-GCM; the tag stands behind the text.
void appendSealed(Bytes& to, const Bytes& plain, const Digest& key, const Digest& nonce) {
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(),
                                                                                EVP_CIPHER_CTX_free);
  const auto begin = to.size();
  to.resize(begin + plain.size() + tagBytes);
  static_assert(keyBytes <= sizeof(Digest) && nonceBytes <= sizeof(Digest));
  int written = 0;
  int rest = 0;
  require(EVP_EncryptInit_ex(context.get(), EVP_aes_128_gcm(), nullptr, key.data(), nonce.data()));
  require(EVP_EncryptUpdate(context.get(), &to[begin], &written, plain.data(), static_cast<int>(plain.size())));
  require(EVP_EncryptFinal_ex(context.get(), &to[begin + plain.size()], &rest));
  require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tagBytes, &to[begin + plain.size()]));
}

}  // namespace

std::optional<P256Point> SubscriberKeys::readPoint(std::string_view p256dh) {
  const auto bytes = fromBase64url(p256dh);
  if (!bytes) return std::nullopt;
  return P256Point::read(*bytes);
}

std::optional<std::array<std::uint8_t, SubscriberKeys::authBytes>> SubscriberKeys::readAuth(std::string_view auth) {
  const auto bytes = fromBase64url(auth);
  if (!bytes || bytes->size() != authBytes) return std::nullopt;
  std::array<std::uint8_t, authBytes> secret{};
  std::ranges::copy(*bytes, secret.begin());
  return secret;
}

std::optional<SubscriberKeys> SubscriberKeys::read(std::string_view p256dh, std::string_view auth) {
  auto point = readPoint(p256dh);
  const auto secret = readAuth(auth);
  if (!point || !secret) return std::nullopt;
  return SubscriberKeys{*std::move(point), *secret};
}

Bytes encrypt(const SubscriberKeys& subscriber, std::string_view payload, const P256Key& sender, const Salt& salt) {
  const Digest input = inputKey(subscriber, sender);
  const Digest key = hkdf(salt, input, label("Content-Encoding: aes128gcm"));
  const Digest nonce = hkdf(salt, input, label("Content-Encoding: nonce"));
  Bytes plain;
  append(plain, bytesOf(payload));
  plain.push_back(lastRecord);
  Bytes body = header(sender, salt);
  appendSealed(body, plain, key, nonce);
  if (body.size() > limits::pushBodyBytes) throw std::length_error("a push message is larger than it may be");
  return body;
}

}  // namespace praktik::push
