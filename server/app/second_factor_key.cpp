#include "app/second_factor_key.hpp"

#include <algorithm>
#include <sodium.h>
#include <stdexcept>

namespace praktik::app {
namespace {

constexpr std::size_t nonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(SecondFactorKey::Bytes{}.size() == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

void initialize() {
  static const int ready = sodium_init();
  if (ready < 0) throw std::runtime_error("libsodium does not start");
}

}  // namespace

std::string SecondFactorKey::seal(std::span<const std::uint8_t> secret, const UserId& user,
                                  const RandomBytes& random) const {
  initialize();
  const std::string person = user.text();
  const auto bound = bytesOf(person);
  praktik::Bytes sealed(nonceBytes + secret.size() + tagBytes);
  random(std::span(sealed).first(nonceBytes));
  crypto_aead_xchacha20poly1305_ietf_encrypt(sealed.data() + nonceBytes, nullptr, secret.data(), secret.size(),
                                             bound.data(), bound.size(), nullptr, sealed.data(), key_.data());
  return toBase64url(sealed);
}

std::optional<praktik::Bytes> SecondFactorKey::open(const std::string& sealed, const UserId& user) const {
  initialize();
  const auto bytes = fromBase64url(sealed);
  if (!bytes || bytes->size() < nonceBytes + tagBytes) return std::nullopt;
  const std::string person = user.text();
  const auto bound = bytesOf(person);
  praktik::Bytes secret(bytes->size() - nonceBytes - tagBytes);
  const int result = crypto_aead_xchacha20poly1305_ietf_decrypt(secret.data(), nullptr, nullptr,
                                                                bytes->data() + nonceBytes, bytes->size() - nonceBytes,
                                                                bound.data(), bound.size(), bytes->data(), key_.data());
  if (result != 0) return std::nullopt;
  return secret;
}

}  // namespace praktik::app
