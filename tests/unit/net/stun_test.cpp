#include "net/stun.hpp"

#include <gtest/gtest.h>

namespace praktik::net::stun {
namespace {

Bytes fromHex(std::string_view hex) {
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

std::string toHex(const Bytes& bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string hex;
  for (const std::uint8_t byte : bytes) {
    hex += digits[byte >> 4U];
    hex += digits[byte & 15U];
  }
  return hex;
}

constexpr Transaction transaction{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
const std::string transactionHex = "0102030405060708090a0b0c";

TEST(StunRequest, of_a_stranger_says_only_what_it_wants) {
  EXPECT_EQ(toHex(allocateRequest(transaction, std::nullopt)),
            "0003"
            "0008"
            "2112a442" +
                transactionHex +
                "00190004"
                "11000000");
}

// The seal is Python's: hmac.new(md5(b'17:u:realm:pass').digest(), message, sha1), with the length that counts it.
TEST(StunRequest, of_somebody_is_sealed_at_its_end) {
  const auto request = allocateRequest(transaction, LongTerm{"17:u", "pass", "realm", "nonce"});
  EXPECT_EQ(toHex(request),
            "0003"
            "0040"
            "2112a442" +
                transactionHex +
                "00190004"
                "11000000"
                "00060004"
                "31373a75"
                "00140005"
                "7265616c6d000000"
                "00150005"
                "6e6f6e6365000000"
                "00080014"
                "059d3362697a86b31e8f2d62618e705a638d7cef");
}

Bytes answer(const std::string& type, const std::string& attributes) {
  std::string length = "00";
  length += toHex({static_cast<std::uint8_t>(attributes.size() / 2)});
  return fromHex(type + length + "2112a442" + transactionHex + attributes);
}

const std::string challenge =
    "0009000800000401"
    "4e6f7065"
    "00140005"
    "7265616c6d000000"
    "00150005"
    "6e6f6e6365000000";

TEST(StunAnswer, that_challenges_brings_realm_and_nonce) {
  const auto read = readAnswer(answer("0113", challenge), transaction);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->error, 401);
  EXPECT_EQ(read->reason, "Nope");
  EXPECT_EQ(read->realm, "realm");
  EXPECT_EQ(read->nonce, "nonce");
}

TEST(StunAnswer, that_succeeds_has_no_error) {
  const auto read = readAnswer(answer("0103",
                                      "00160008"
                                      "0001000000000000"),
                               transaction);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->error, 0);
}

TEST(StunAnswer, of_anything_else_is_none) {
  const Bytes whole = answer("0113", challenge);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(readAnswer(std::span(whole).first(size), transaction)) << size << " bytes";
  }
  EXPECT_FALSE(readAnswer(whole, Transaction{}));
  for (const auto& wrong :
       {answer("0003", challenge), answer("0101", ""), answer("0113", ""), answer("0103", challenge),
        answer("0113", "000900ff00000401"), answer("0113", "00090008"), answer("0103", "0000")}) {
    EXPECT_FALSE(readAnswer(wrong, transaction)) << toHex(wrong);
  }
  Bytes noCookie = whole;
  noCookie.at(4) ^= 1U;
  EXPECT_FALSE(readAnswer(noCookie, transaction));
}

}  // namespace
}  // namespace praktik::net::stun
