#include "push/vapid.hpp"

#include <boost/json/parse.hpp>
#include <gtest/gtest.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

namespace praktik::push {
namespace {

constexpr Instant now = fromMillis(1'795'424'400'000);

P256Key someKey(std::uint8_t seed = 5) {
  P256Key::Scalar scalar{};
  scalar.fill(seed);
  return P256Key::fromScalar(scalar).value();
}

/// OpenSSL's own judgement of an ES256 signature.
bool verifies(const P256Key& key, std::string_view text, const Bytes& signature) {
  if (signature.size() != 64) return false;
  const std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(ECDSA_SIG_new(), ECDSA_SIG_free);
  ECDSA_SIG_set0(pair.get(), BN_bin2bn(signature.data(), 32, nullptr), BN_bin2bn(&signature[32], 32, nullptr));
  Bytes der(80);
  std::uint8_t* writing = der.data();
  const int size = i2d_ECDSA_SIG(pair.get(), &writing);
  const auto point = P256Point::read(key.publicBytes()).value();
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, point.key());
  const auto data = bytesOf(text);
  return EVP_DigestVerify(context.get(), der.data(), static_cast<std::size_t>(size), data.data(), data.size()) == 1;
}

/// `vapid t=HEAD.CLAIMS.SIGNATURE, k=KEY` taken apart.
struct Parts {
  std::string head, claims, signature, key;
};
Parts partsOf(const std::string& header) {
  EXPECT_TRUE(header.starts_with("vapid t="));
  const auto comma = header.find(", k=");
  const std::string token = header.substr(8, comma - 8);
  const auto first = token.find('.');
  const auto second = token.find('.', first + 1);
  return {token.substr(0, first), token.substr(first + 1, second - first - 1), token.substr(second + 1),
          header.substr(comma + 4)};
}

boost::json::object objectOf(const std::string& part) {
  const auto bytes = fromBase64url(part).value();
  return boost::json::parse(std::string(bytes.begin(), bytes.end())).as_object();
}

TEST(Vapid, says_who_speaks_to_whom_and_until_when) {
  const Vapid vapid(someKey(), "mailto:it@clinic.example");
  const auto parts = partsOf(vapid.authorization("https://push.example.org", now));
  EXPECT_EQ(objectOf(parts.head), (boost::json::object{{"typ", "JWT"}, {"alg", "ES256"}}));
  EXPECT_EQ(objectOf(parts.claims), (boost::json::object{{"aud", "https://push.example.org"},
                                                         {"exp", toMillis(now) / 1000 + 12 * 3600},
                                                         {"sub", "mailto:it@clinic.example"}}));
  EXPECT_EQ(parts.key, vapid.publicKey());
  EXPECT_EQ(parts.key, toBase64url(someKey().publicBytes()));
}

TEST(Vapid, signs_so_that_only_the_own_key_verifies) {
  const Vapid vapid(someKey(), "mailto:it@clinic.example");
  // r and s begin with zeros now and then; a signature made of DER without care breaks on them.
  for (int i = 0; i < 600; ++i) {
    const auto parts = partsOf(vapid.authorization("https://push.example.org", now + seconds(i)));
    const auto signature = fromBase64url(parts.signature).value();
    ASSERT_TRUE(verifies(someKey(), parts.head + "." + parts.claims, signature)) << i;
    ASSERT_FALSE(verifies(someKey(6), parts.head + "." + parts.claims, signature)) << i;
    ASSERT_FALSE(verifies(someKey(), parts.head + "." + parts.claims + "x", signature)) << i;
  }
}

TEST(Vapid, a_subject_is_a_real_address_or_page) {
  for (const std::string_view good : {"mailto:it@clinic.example", "mailto:praktik@example.org",
                                      "https://clinic.example", "https://clinic.example/push"}) {
    EXPECT_TRUE(Vapid::isSubject(good)) << good;
  }
  for (const std::string_view bad :
       {"", "it@clinic.example", "mailto:", "mailto:it", "mailto:it@localhost", "mailto:@clinic.example",
        "mailto:it@clinic.example@b", "mailto:it@.example", "mailto:it@clinic.", "mailto:it it@clinic.example",
        "http://clinic.example", "https://", "https://localhost", "https://it@clinic.example", "tel:+62215550100"}) {
    EXPECT_FALSE(Vapid::isSubject(bad)) << bad;
  }
}

}  // namespace
}  // namespace praktik::push
