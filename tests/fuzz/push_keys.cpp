#include "base/base64url.hpp"
#include "fuzz/fuzz.hpp"
#include "push/encryption.hpp"

using namespace praktik;

namespace {

std::string_view withoutPadding(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  return text;
}

push::P256Key sender() {
  push::P256Key::Scalar scalar{};
  scalar.back() = 7;
  return push::P256Key::fromScalar(scalar).value();
}

}  // namespace

/// The keys of a push subscription, and base64url with them: a line for the point, a line for the secret.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest = fuzz::textOf(data, size);
  const std::string_view point = fuzz::takeLine(rest);
  const std::string_view auth = fuzz::takeLine(rest);
  for (const std::string_view text : {point, auth}) {
    const auto bytes = fromBase64url(text);
    if (bytes) fuzz::require(toBase64url(*bytes) == withoutPadding(text), "two texts never mean the same bytes");
  }
  fuzz::require(fromBase64url(toBase64url(bytesOf(rest))) == Bytes(rest.begin(), rest.end()), "bytes come back");
  const auto subscriber = push::SubscriberKeys::read(point, auth);
  if (!subscriber) return 0;
  static const push::P256Key own = sender();
  const auto body = push::encrypt(*subscriber, "{}", own, push::Salt{});
  fuzz::require(body.size() > 2, "whoever subscribes can be written to");
  return 0;
}
