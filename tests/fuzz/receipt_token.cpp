#include "base/base64url.hpp"
#include "fuzz/fuzz.hpp"
#include "push/crypto.hpp"
#include "push/receipt_tokens.hpp"

using namespace praktik;

/// The tokens that service workers send back: as they come, and any bytes of which only the seal is right.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string key(64, 'k');
  static const push::ReceiptTokens tokens(key);
  fuzz::require(!tokens.check(fuzz::textOf(data, size), Instant{}), "nobody guesses a seal");
  Bytes token(data, data + size);
  const auto seal = push::hmac(bytesOf(key), token);
  token.insert(token.end(), seal.begin(), seal.end());
  const auto receipt = tokens.check(toBase64url(token), Instant{});
  if (!receipt) return 0;
  fuzz::require(receipt->expiresAt > Instant{}, "a receipt whose time is up is none");
  fuzz::require(tokens.issue(*receipt) == toBase64url(token), "a receipt has one token");
  return 0;
}
