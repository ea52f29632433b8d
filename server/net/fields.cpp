#include "net/fields.hpp"

#include <algorithm>
#include <chrono>
#include <fmt/format.h>

#include "base/limits.hpp"

namespace praktik::net {
namespace {

namespace json = boost::json;

/// The last millisecond of the year 9999: what a four-digit year can show.
constexpr std::int64_t lastMilli = 253'402'300'799'999;

// The parser has already refused text that is not UTF-8.
std::size_t codePoints(std::string_view text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

bool isBlank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

constexpr bool isDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool isVisibleAscii(char c) { return c > ' ' && c <= '~'; }

/// Good enough to catch a slip of the finger; only a message that arrives proves an address. ASCII alone, as in browsers' own
/// fields for it: of its letters everybody knows which are the same without case, and none is unseen or looks like another's.
bool looksLikeEmail(std::string_view text) {
  const auto at = text.find('@');
  if (at == 0 || at == std::string_view::npos || text.find('@', at + 1) != std::string_view::npos) return false;
  const std::string_view domain = text.substr(at + 1);
  const bool hasDomain =
      !domain.empty() && domain.front() != '.' && domain.back() != '.' && domain.find("..") == std::string_view::npos;
  return hasDomain && std::ranges::all_of(text, isVisibleAscii);
}

std::optional<int> number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) {
    if (!isDigit(c)) return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

bool isDate(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  const auto year = number(text.substr(0, 4));
  const auto month = number(text.substr(5, 2));
  const auto day = number(text.substr(8, 2));
  if (!year || !month || !day) return false;
  const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  return date.ok();
}

bool isLanguageTag(std::string_view text) {
  std::size_t part = 0;
  bool isFirst = true;
  for (const char c : text) {
    if (c == '-') {
      if (part < 2) return false;
      part = 0;
      isFirst = false;
      continue;
    }
    if (!isLetter(c) && (isFirst || !isDigit(c))) return false;
    if (++part > (isFirst ? 3U : 8U)) return false;
  }
  return part >= 2;
}

}  // namespace

namespace fault {

Fault type(std::string_view wanted) { return {"type", fmt::format("This must be {}.", wanted)}; }
Fault missing() { return {"missing", "This is needed."}; }
Fault unknown() { return {"unknown", "There is no such field here."}; }
Fault format(std::string_view wanted) { return {"format", fmt::format("This must be {}.", wanted)}; }
Fault tooShort(std::size_t least) {
  if (least == 1) return {"too_short", "This may not be empty."};
  return {"too_short", fmt::format("This must have at least {} characters.", least)};
}
Fault tooLong(std::size_t most) { return {"too_long", fmt::format("This may have at most {} characters.", most)}; }
Fault range(std::int64_t least, std::int64_t most) {
  return {"range", fmt::format("This must lie between {} and {}.", least, most)};
}

}  // namespace fault

Read<std::string> readText(const json::value& value, std::size_t least, std::size_t most) {
  const auto* text = value.if_string();
  if (text == nullptr) return std::unexpected(fault::type("text"));
  const std::string_view view(*text);
  if (view.find('\0') != std::string_view::npos) return std::unexpected(Fault{"nul", "This may not contain a NUL."});
  const std::size_t length = codePoints(view);
  if (length < least || (least > 0 && isBlank(view))) return std::unexpected(fault::tooShort(least));
  if (length > most) return std::unexpected(fault::tooLong(most));
  return std::string(view);
}

Read<std::int64_t> readWhole(const json::value& value, std::int64_t least, std::int64_t most) {
  if (value.is_uint64()) return std::unexpected(fault::range(least, most));
  const auto* whole = value.if_int64();
  if (whole == nullptr) return std::unexpected(fault::type("a whole number"));
  if (*whole < least || *whole > most) return std::unexpected(fault::range(least, most));
  return *whole;
}

Read<bool> readBool(const json::value& value) {
  if (const auto* given = value.if_bool()) return *given;
  return std::unexpected(fault::type("true or false"));
}

Read<EmailAddress> readEmail(const json::value& value) {
  return then<EmailAddress>(readText(value, 1, limits::emailChars), [](std::string text) -> Read<EmailAddress> {
    if (!looksLikeEmail(text))
      return std::unexpected(fault::format("an e-mail address, without spaces and in the letters a to z"));
    return EmailAddress{std::move(text)};
  });
}

Read<Date> readDate(const json::value& value) {
  return then<Date>(readText(value, 0, limits::nameChars), [](std::string text) -> Read<Date> {
    if (!isDate(text)) return std::unexpected(fault::format("a date as in 1980-01-31"));
    if (text < "1900-01-01") return std::unexpected(Fault{"range", "This lies too far in the past."});
    return Date{std::move(text)};
  });
}

Read<LanguageTag> readLanguage(const json::value& value) {
  return then<LanguageTag>(readText(value, 1, limits::localeChars), [](std::string text) -> Read<LanguageTag> {
    if (!isLanguageTag(text)) return std::unexpected(fault::format("a language as in en or id"));
    return LanguageTag{std::move(text)};
  });
}

Read<Instant> readInstant(const json::value& value) {
  return then<Instant>(readWhole(value, 0, lastMilli), fromMillis);
}

Read<UuidBytes> readUuid(const json::value& value) {
  const auto* text = value.if_string();
  if (text == nullptr) return std::unexpected(fault::type("text"));
  const auto bytes = parseUuid(*text);
  if (!bytes) return std::unexpected(fault::format("an id (UUID)"));
  return *bytes;
}

}  // namespace praktik::net
