#include "app/totp.hpp"

#include <gtest/gtest.h>

namespace praktik::app {
namespace {

/// RFC 6238, appendix B, the rows of SHA-1: the secret is this text.
const auto rfcSecret = bytesOf("12345678901234567890");

Instant at(std::int64_t unixSeconds) { return Instant(seconds(unixSeconds)); }

TEST(Totp, of_the_examples_of_rfc_6238) {
  const std::vector<std::pair<std::int64_t, std::string>> examples = {
      {59, "94287082"},
      {1'111'111'109, "07081804"},
      {1'111'111'111, "14050471"},
      {1'234'567'890, "89005924"},
      {2'000'000'000, "69279037"},
      {20'000'000'000, "65353130"},
  };
  for (const auto& [time, otp] : examples) {
    EXPECT_EQ(totpOf(rfcSecret, totpStepAt(at(time)), 8), otp) << time;
    EXPECT_EQ(totpOf(rfcSecret, totpStepAt(at(time))), otp.substr(2)) << time;
  }
}

TEST(Totp, takes_one_step_of_drift_each_way_and_no_more) {
  const Instant now = at(1'763'870'400);
  const std::int64_t present = totpStepAt(now);
  for (const std::int64_t drift : {-2, -1, 0, 1, 2}) {
    const auto step = totpStepOf(rfcSecret, totpOf(rfcSecret, present + drift), now, std::nullopt);
    EXPECT_EQ(step, std::abs(drift) <= 1 ? std::optional(present + drift) : std::nullopt) << drift;
  }
}

TEST(Totp, takes_no_step_that_was_used_nor_an_older_one) {
  const Instant now = at(1'763'870'400);
  const std::int64_t present = totpStepAt(now);
  EXPECT_FALSE(totpStepOf(rfcSecret, totpOf(rfcSecret, present), now, present));
  EXPECT_FALSE(totpStepOf(rfcSecret, totpOf(rfcSecret, present - 1), now, present));
  EXPECT_EQ(totpStepOf(rfcSecret, totpOf(rfcSecret, present + 1), now, present), present + 1);
}

TEST(Totp, takes_nothing_that_is_no_such_password) {
  const Instant now = at(1'763'870'400);
  for (const auto* none : {"", "1", "12345", "1234567", "abcdef"}) {
    EXPECT_FALSE(totpStepOf(rfcSecret, none, now, std::nullopt)) << none;
  }
}

TEST(Base32, of_the_examples_of_rfc_4648_without_padding) {
  const std::vector<std::pair<std::string, std::string>> examples = {
      {"", ""},
      {"f", "MY"},
      {"fo", "MZXQ"},
      {"foo", "MZXW6"},
      {"foob", "MZXW6YQ"},
      {"fooba", "MZXW6YTB"},
      {"foobar", "MZXW6YTBOI"},
  };
  for (const auto& [bytes, text] : examples) EXPECT_EQ(toBase32(bytesOf(bytes)), text);
}

TEST(Totp, is_told_to_an_authenticator_by_its_uri) {
  EXPECT_EQ(totpUri(rfcSecret, "ayu+x@example.org"),
            "otpauth://totp/Praktik:ayu%2Bx%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Praktik&"
            "algorithm=SHA1&digits=6&period=30");
}

}  // namespace
}  // namespace praktik::app
