#include "push/receipt_tokens.hpp"

#include <gtest/gtest.h>

#include "base/base64url.hpp"
#include "support/domain.hpp"

namespace praktik::push {
namespace {

using namespace test;

const ReceiptTokens tokens(std::string(32, 'k'));
const Receipt ringReceipt{ReceiptKind::ring, nth<CallId>(3), nth<SubscriptionId>(4), now + seconds(90)};

TEST(ReceiptToken, gives_back_what_was_sealed) {
  EXPECT_EQ(tokens.check(tokens.issue(ringReceipt), now), ringReceipt);
  Receipt test = ringReceipt;
  test.kind = ReceiptKind::test;
  EXPECT_EQ(tokens.check(tokens.issue(test), now), test);
}

TEST(ReceiptToken, is_good_until_its_time_and_not_at_it) {
  const std::string token = tokens.issue(ringReceipt);
  EXPECT_TRUE(tokens.check(token, ringReceipt.expiresAt - oneMs));
  EXPECT_FALSE(tokens.check(token, ringReceipt.expiresAt));
}

TEST(ReceiptToken, with_any_byte_changed_is_none) {
  const auto token = fromBase64url(tokens.issue(ringReceipt)).value();
  for (std::size_t i = 0; i < token.size(); ++i) {
    auto forged = token;
    forged[i] ^= 1U;
    EXPECT_FALSE(tokens.check(toBase64url(forged), now)) << "byte " << i;
  }
}

TEST(ReceiptToken, cut_lengthened_or_of_something_else_is_none) {
  const std::string token = tokens.issue(ringReceipt);
  for (const std::string& wrong : {std::string(), token.substr(4), token.substr(0, token.size() - 4), token + "AAAA",
                                   std::string("not a token"), std::string(token.size(), 'A')}) {
    EXPECT_FALSE(tokens.check(wrong, now)) << wrong;
  }
}

TEST(ReceiptToken, of_another_server_is_none) {
  EXPECT_FALSE(ReceiptTokens(std::string(32, 'q')).check(tokens.issue(ringReceipt), now));
  EXPECT_THROW(ReceiptTokens(std::string(31, 'k')), std::invalid_argument);
}

}  // namespace
}  // namespace praktik::push
