#include "push/encryption.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <random>

#include "base/limits.hpp"

namespace praktik::push {
namespace {

// RFC 8291, Appendix A.
constexpr std::string_view plain = "When I grow up, I want to be a watermelon";
constexpr std::string_view senderPrivate = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
constexpr std::string_view senderPublic =
    "BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8";
constexpr std::string_view subscriberPublic =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
constexpr std::string_view subscriberPrivate = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
constexpr std::string_view sharedSecret = "kyrL1jIIOHEzg3sM2ZWRHDRB62YACZhhSlknJ672kSs";
constexpr std::string_view salt = "DGv6ra1nlYgDCS1FRnbzlw";
constexpr std::string_view auth = "BTBZMqHH6r4Tts7J_aSIgg";
constexpr std::string_view body =
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_"
    "yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

template <std::size_t size>
std::array<std::uint8_t, size> bytes(std::string_view text) {
  std::array<std::uint8_t, size> array{};
  const auto decoded = fromBase64url(text).value();
  EXPECT_EQ(decoded.size(), size);
  std::ranges::copy(decoded, array.begin());
  return array;
}

P256Key keyOf(std::string_view scalar) { return P256Key::fromScalar(bytes<32>(scalar)).value(); }

SubscriberKeys subscriber() { return SubscriberKeys::read(subscriberPublic, auth).value(); }

TEST(PushEncryption, the_message_of_rfc_8291) {
  EXPECT_EQ(toBase64url(encrypt(subscriber(), plain, keyOf(senderPrivate), bytes<16>(salt))), body);
}

TEST(PushEncryption, a_public_key_follows_from_the_private_one) {
  EXPECT_EQ(toBase64url(keyOf(senderPrivate).publicBytes()), senderPublic);
  EXPECT_EQ(toBase64url(keyOf(subscriberPrivate).publicBytes()), subscriberPublic);
}

TEST(PushEncryption, both_sides_come_to_the_same_secret) {
  const auto one = keyOf(senderPrivate).sharedSecret(P256Point::read(fromBase64url(subscriberPublic).value()).value());
  const auto other =
      keyOf(subscriberPrivate).sharedSecret(P256Point::read(fromBase64url(senderPublic).value()).value());
  EXPECT_EQ(toBase64url(one), sharedSecret);
  EXPECT_EQ(one, other);
}

TEST(PushEncryption, a_body_as_large_as_a_push_service_must_take_and_no_larger) {
  // 86 bytes of header, one that ends the record, 16 of the tag (RFC 8291 §4: 3993 are left).
  constexpr std::size_t most = limits::pushBodyBytes - 86 - 1 - 16;
  EXPECT_EQ(encrypt(subscriber(), std::string(most, 'x'), keyOf(senderPrivate), {}).size(), limits::pushBodyBytes);
  EXPECT_THROW(encrypt(subscriber(), std::string(most + 1, 'x'), keyOf(senderPrivate), {}), std::length_error);
}

TEST(PushKeys, a_scalar_of_nothing_or_beyond_the_order_is_no_key) {
  P256Key::Scalar scalar{};
  EXPECT_FALSE(P256Key::fromScalar(scalar));
  scalar.fill(0xFF);
  EXPECT_FALSE(P256Key::fromScalar(scalar));
  int asked = 0;
  const auto key = P256Key::make([&](std::span<std::uint8_t> random) {
    std::ranges::fill(random, ++asked == 1 ? std::uint8_t{0xFF} : std::uint8_t{7});
  });
  EXPECT_EQ(asked, 2);
  EXPECT_EQ(key.scalar().front(), 7);
}

TEST(PushKeys, a_point_must_lie_on_the_curve) {
  auto point = fromBase64url(subscriberPublic).value();
  EXPECT_TRUE(P256Point::read(point));
  point.back() ^= 1U;
  EXPECT_FALSE(P256Point::read(point)) << "off the curve";
  point.back() ^= 1U;
  point.front() = 2;
  EXPECT_FALSE(P256Point::read(point)) << "says that it is compressed";
  point.front() = 4;
  point.pop_back();
  EXPECT_FALSE(P256Point::read(point)) << "too short";
  EXPECT_FALSE(P256Point::read({})) << "nothing";
  EXPECT_FALSE(P256Point::read(Bytes(65, 0))) << "all zeros";
}

TEST(PushKeys, of_a_subscription_are_base64url_of_the_right_length) {
  EXPECT_TRUE(SubscriberKeys::read(subscriberPublic, auth));
  EXPECT_TRUE(SubscriberKeys::read(std::string(subscriberPublic) + "=", std::string(auth) + "=="))
      << "some clients pad";
  EXPECT_FALSE(SubscriberKeys::read(subscriberPublic, "BTBZMqHH6r4Tts7J_aSI")) << "15 bytes";
  EXPECT_FALSE(SubscriberKeys::read(subscriberPublic, "BTBZMqHH6r4Tts7J/aSIgg")) << "the other alphabet";
  EXPECT_FALSE(SubscriberKeys::read(auth, auth));
  EXPECT_FALSE(SubscriberKeys::read("", auth));
}

TEST(Base64url, there_and_back) {
  std::mt19937 random{11};  // NOLINT(bugprone-random-generator-seed): a run is the same each time
  for (std::size_t size = 0; size < 70; ++size) {
    Bytes some(size);
    for (auto& byte : some) byte = static_cast<std::uint8_t>(random());
    const std::string text = toBase64url(some);
    EXPECT_EQ(text.find_first_of("+/="), std::string::npos);
    EXPECT_EQ(fromBase64url(text), some) << text;
  }
}

TEST(Base64url, one_text_for_the_same_bytes) {
  EXPECT_EQ(fromBase64url("Zg"), Bytes{'f'});
  EXPECT_EQ(fromBase64url("Zg=="), Bytes{'f'});
  for (const std::string_view wrong : {"Zh", "Z", "Zg=", "Zg===", "Zm9v Zm9v", "Zm9vZ", "Z+==", "=", "Zm=v"}) {
    EXPECT_FALSE(fromBase64url(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace praktik::push
