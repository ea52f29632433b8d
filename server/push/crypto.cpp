#include "push/crypto.hpp"

#include <algorithm>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/obj_mac.h>
#include <openssl/param_build.h>
#include <stdexcept>

namespace praktik::push {
namespace {

template <auto release>
struct Release {
  template <class T>
  void operator()(T* thing) const {
    release(thing);
  }
};
using Number = std::unique_ptr<BIGNUM, Release<BN_clear_free>>;
using Group = std::unique_ptr<EC_GROUP, Release<EC_GROUP_free>>;
using Point = std::unique_ptr<EC_POINT, Release<EC_POINT_free>>;
using Builder = std::unique_ptr<OSSL_PARAM_BLD, Release<OSSL_PARAM_BLD_free>>;
using Params = std::unique_ptr<OSSL_PARAM, Release<OSSL_PARAM_free>>;
using KeyContext = std::unique_ptr<EVP_PKEY_CTX, Release<EVP_PKEY_CTX_free>>;
using DigestContext = std::unique_ptr<EVP_MD_CTX, Release<EVP_MD_CTX_free>>;
using Signature = std::unique_ptr<ECDSA_SIG, Release<ECDSA_SIG_free>>;

constexpr std::uint8_t uncompressedForm = 4;
constexpr int scalarBytes = 32;

void require(bool succeeded) {
  if (!succeeded) throw std::runtime_error("OpenSSL refused a step of Web Push");
}

/// A key of the public half, and of the private one where it is given. Empty when the point is not on the curve.
std::shared_ptr<EVP_PKEY> makeKey(ByteView publicBytes, const BIGNUM* scalar) {
  const Builder builder(OSSL_PARAM_BLD_new());
  require(builder != nullptr);
  require(OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, SN_X9_62_prime256v1, 0) == 1);
  require(OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, publicBytes.data(),
                                           publicBytes.size()) == 1);
  if (scalar != nullptr) require(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar) == 1);
  const Params params(OSSL_PARAM_BLD_to_param(builder.get()));
  const KeyContext context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  require(params && context && EVP_PKEY_fromdata_init(context.get()) == 1);
  EVP_PKEY* made = nullptr;
  const int selection = scalar != nullptr ? EVP_PKEY_KEYPAIR : EVP_PKEY_PUBLIC_KEY;
  if (EVP_PKEY_fromdata(context.get(), &made, selection, params.get()) != 1) return nullptr;
  return {made, EVP_PKEY_free};
}

}  // namespace

Digest hmac(ByteView key, ByteView data) {
  Digest digest{};
  unsigned int size = digest.size();
  require(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), data.data(), data.size(), digest.data(),
               &size) != nullptr);
  return digest;
}

Digest sha256(ByteView data) {
  Digest digest{};
  require(EVP_Digest(data.data(), data.size(), digest.data(), nullptr, EVP_sha256(), nullptr) == 1);
  return digest;
}

bool areEqual(ByteView left, ByteView right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

P256Point::P256Point(ByteView uncompressed, std::shared_ptr<EVP_PKEY> key) : key_(std::move(key)) {
  std::ranges::copy(uncompressed, bytes_.begin());
}

std::optional<P256Point> P256Point::read(ByteView uncompressed) {
  if (uncompressed.size() != size || uncompressed.front() != uncompressedForm) return std::nullopt;
  auto key = makeKey(uncompressed, nullptr);
  if (!key) return std::nullopt;
  return P256Point(uncompressed, std::move(key));
}

std::optional<P256Key> P256Key::fromScalar(const Scalar& scalar) {
  const Group group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  const Number number(BN_bin2bn(scalar.data(), scalarBytes, nullptr));
  require(group && number);
  const bool isInRange = BN_is_zero(number.get()) == 0 && BN_cmp(number.get(), EC_GROUP_get0_order(group.get())) < 0;
  if (!isInRange) return std::nullopt;
  const Point point(EC_POINT_new(group.get()));
  require(point && EC_POINT_mul(group.get(), point.get(), number.get(), nullptr, nullptr, nullptr) == 1);
  P256Key key;
  key.scalar_ = scalar;
  require(EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, key.public_.data(),
                             key.public_.size(), nullptr) == key.public_.size());
  key.key_ = makeKey(key.public_, number.get());
  require(key.key_ != nullptr);
  return key;
}

P256Key P256Key::make(const RandomBytes& random) {
  while (true) {
    Scalar scalar{};
    random(scalar);
    // One number in four thousand million is too big.
    if (auto key = fromScalar(scalar)) return *std::move(key);
  }
}

Digest P256Key::sharedSecret(const P256Point& peer) const {
  const KeyContext context(EVP_PKEY_CTX_new(key_.get(), nullptr));
  require(context && EVP_PKEY_derive_init(context.get()) == 1);
  require(EVP_PKEY_derive_set_peer(context.get(), peer.key()) == 1);
  Digest secret{};
  std::size_t size = secret.size();
  require(EVP_PKEY_derive(context.get(), secret.data(), &size) == 1 && size == secret.size());
  return secret;
}

std::array<std::uint8_t, 64> P256Key::sign(ByteView data) const {
  const DigestContext context(EVP_MD_CTX_new());
  require(context && EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) == 1);
  std::array<std::uint8_t, 80> der{};  // an ECDSA signature on P-256 takes 72 bytes at most
  std::size_t size = der.size();
  require(EVP_DigestSign(context.get(), der.data(), &size, data.data(), data.size()) == 1);
  const std::uint8_t* reading = der.data();
  const Signature signature(d2i_ECDSA_SIG(nullptr, &reading, static_cast<long>(size)));
  require(signature != nullptr);
  std::array<std::uint8_t, 64> joined{};
  require(BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), joined.data(), scalarBytes) == scalarBytes);
  require(BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), &joined[scalarBytes], scalarBytes) == scalarBytes);
  return joined;
}

}  // namespace praktik::push
