#include "net/device_cookie.hpp"

#include <array>
#include <charconv>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdexcept>
#include <vector>

#include "app/accounts.hpp"
#include "base/base64url.hpp"
#include "base/limits.hpp"
#include "net/cookies.hpp"

namespace praktik::net {
namespace {

// A cookie is `mark~mark`, a mark `random.milliseconds.signature`, all of them letters, digits, - and _.
constexpr char betweenMarks = '~';
constexpr char betweenParts = '.';

std::vector<std::string_view> marksIn(std::string_view cookie) {
  std::vector<std::string_view> marks;
  while (!cookie.empty() && marks.size() < limits::deviceMarks) {
    const auto end = cookie.find(betweenMarks);
    marks.push_back(cookie.substr(0, end));
    cookie = end == std::string_view::npos ? std::string_view() : cookie.substr(end + 1);
  }
  return marks;
}

std::optional<Instant> madeAt(std::string_view unsignedMark) {
  const auto dot = unsignedMark.find(betweenParts);
  if (dot == std::string_view::npos) return std::nullopt;
  std::int64_t millis = 0;
  const char* end = unsignedMark.data() + unsignedMark.size();
  const auto read = std::from_chars(unsignedMark.data() + dot + 1, end, millis);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return fromMillis(millis);
}

}  // namespace

DeviceCookies::DeviceCookies(std::string key, bool secure)
    : key_(std::move(key)),
      secure_(secure),
      name_(secure ? "__Host-praktik_device" : "praktik_device") {
  if (key_.size() < 32) throw std::invalid_argument("the key for device cookies is shorter than 32 bytes");
}

std::string DeviceCookies::signatureOf(std::string_view mark, const Account& account) const {
  // Mark and digest hold no space, so no other mark and account give the same text.
  const std::string text =
      fmt::format("praktik device {} {} {}", mark, account.credentials, app::normalEmail(account.email));
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());  // NOLINT(*-reinterpret-cast): C interface
  if (HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()), bytes, text.size(), digest.data(), &length) ==
      nullptr) {
    throw std::runtime_error("OpenSSL could not sign");
  }
  return toBase64url(std::span(digest).first(length));
}

bool DeviceCookies::isFor(std::string_view mark, const Account& account, Instant now) const {
  const auto dot = mark.rfind(betweenParts);
  if (dot == std::string_view::npos) return false;
  const std::string_view unsignedMark = mark.substr(0, dot);
  const std::string_view given = mark.substr(dot + 1);
  const std::string right = signatureOf(unsignedMark, account);
  const bool isSigned = given.size() == right.size() && CRYPTO_memcmp(given.data(), right.data(), right.size()) == 0;
  const auto made = isSigned ? madeAt(unsignedMark) : std::nullopt;
  return made && now < *made + limits::deviceTrusted;
}

std::optional<std::string> DeviceCookies::markOf(const Request& request, const Account& account, Instant now) const {
  for (const std::string_view mark : marksIn(cookie(request, name_).value_or(""))) {
    if (isFor(mark, account, now)) return std::string(mark);
  }
  return std::nullopt;
}

void DeviceCookies::give(const Request& request, Response& response, const Account& account, Instant now,
                         const RandomBytes& random) const {
  std::array<std::uint8_t, 16> bytes{};
  random(bytes);
  const std::string mark = fmt::format("{}{}{}", toBase64url(bytes), betweenParts, toMillis(now));
  std::string value = fmt::format("{}{}{}", mark, betweenParts, signatureOf(mark, account));
  std::size_t marks = 1;
  for (const std::string_view other : marksIn(cookie(request, name_).value_or(""))) {
    const bool isPlain = other.size() <= limits::deviceMarkChars &&
                         other.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.") ==
                             std::string_view::npos;
    if (!isPlain || marks == limits::deviceMarks || isFor(other, account, now)) continue;
    value += betweenMarks;
    value += other;
    ++marks;
  }
  response.set("Set-Cookie",
               fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{}", name_, value,
                           std::chrono::seconds(limits::deviceTrusted).count(), secure_ ? "; Secure" : ""));
}

}  // namespace praktik::net
