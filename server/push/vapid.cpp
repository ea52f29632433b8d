#include "push/vapid.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <fmt/format.h>

namespace praktik::push {
namespace {

/// RFC 8292 §2 allows 24 hours; half of it leaves room for clocks that differ.
constexpr std::chrono::hours tokenLife{12};

std::int64_t inSeconds(Instant instant) { return std::chrono::floor<seconds>(instant).time_since_epoch().count(); }

std::string encoded(const boost::json::object& part) { return toBase64url(bytesOf(boost::json::serialize(part))); }

bool isMailAddress(std::string_view text) {
  const auto at = text.find('@');
  if (at == 0 || at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos) return false;
  const std::string_view domain = text.substr(at + 1);
  const auto dot = domain.find('.');
  const bool hasDomain = dot != 0 && dot != std::string_view::npos && !domain.ends_with('.');
  return hasDomain && std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F; });
}

}  // namespace

Vapid::Vapid(P256Key key, std::string subject)
    : key_(std::move(key)),
      subject_(std::move(subject)),
      publicKey_(toBase64url(key_.publicBytes())) {}

std::string Vapid::authorization(std::string_view audience, Instant now) const {
  const boost::json::object head{{"typ", "JWT"}, {"alg", "ES256"}};
  const boost::json::object claims{{"aud", audience}, {"exp", inSeconds(now + tokenLife)}, {"sub", subject_}};
  const std::string signedText = encoded(head) + "." + encoded(claims);
  const auto signature = key_.sign(bytesOf(signedText));
  return fmt::format("vapid t={}.{}, k={}", signedText, toBase64url(signature), publicKey_);
}

bool Vapid::isSubject(std::string_view text) {
  constexpr std::string_view mailto = "mailto:";
  if (text.starts_with(mailto)) return isMailAddress(text.substr(mailto.size()));
  const auto url = boost::urls::parse_uri(text);
  return url && url->scheme_id() == boost::urls::scheme::https && url->has_authority() && !url->has_userinfo() &&
         url->encoded_host().find('.') != std::string_view::npos;
}

}  // namespace praktik::push
