#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/base64url.hpp"
#include "fuzz/fuzz.hpp"
#include "net/tokens.hpp"

using namespace praktik;

namespace {

const std::string key(64, 'k');
constexpr Instant now = fromMillis(1'763'870'400'000);

/// A token whose seal is right, whatever it says.
std::string sealed(std::string_view header, std::string_view claims) {
  std::string text = toBase64url(bytesOf(header)) + "." + toBase64url(bytesOf(claims));
  std::array<std::uint8_t, 32> seal{};
  unsigned int length = seal.size();
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytesOf(text).data(), text.size(), seal.data(), &length);
  return text + "." + toBase64url(seal);
}

}  // namespace

/// Access tokens: as they come, and with header and claims (a line each) of which only the seal is right.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text = fuzz::textOf(data, size);
  static const net::AccessTokens tokens(key);
  fuzz::require(!tokens.check(text, now), "nobody guesses a seal");
  const std::string_view header = fuzz::takeLine(text);
  const auto claims = tokens.check(sealed(header, text), now);
  if (!claims) return 0;
  const auto again = tokens.check(tokens.issue(*claims, now, now + std::chrono::minutes(1)), now);
  fuzz::require(again && again->user == claims->user && again->signIn == claims->signIn, "the claims can be issued");
  return 0;
}
