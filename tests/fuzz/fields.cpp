#include <set>

#include "base/limits.hpp"
#include "fuzz/fuzz.hpp"
#include "net/route.hpp"

using namespace praktik;

namespace {

enum class Word { ONE, TWO };
BOOST_DESCRIBE_ENUM(Word, ONE, TWO)

struct Inner {
  net::Text<1, 8> name;
  net::Patch<net::Whole<-5, 5>> number;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (name, number))

/// One member of each kind that stands in a route's struct.
struct Body {
  net::EmailAddress email;
  std::optional<net::LanguageTag> locale;
  std::optional<net::Date> date;
  std::optional<Instant> at;
  net::Nullable<net::Text<0, 3>> text;
  std::optional<bool> flag;
  std::optional<Word> word;
  std::optional<UserId> id;
  Inner inner;
};
BOOST_DESCRIBE_STRUCT(Body, (), (email, locale, date, at, text, flag, word, id, inner))

struct Query {
  std::optional<Instant> from;
  std::optional<net::Whole<1, 200>> limit;
  std::optional<net::Text<1, 36>> after;
};
BOOST_DESCRIBE_STRUCT(Query, (), (from, limit, after))

const std::set<std::string> codes = {"missing", "unknown", "type", "too_short", "too_long", "range", "format", "nul"};

template <class Fields>
void tryFields(const net::Request& request) {
  const auto read = net::readFields<Fields>(request);
  if (read) return;
  const app::Refused& refused = read.error();
  const bool isInvalid = refused.refusal == Refusal::invalid;
  fuzz::require(isInvalid || refused.refusal == Refusal::malformed || refused.refusal == Refusal::media_type,
                "fields are refused in three ways");
  fuzz::require(isInvalid == !refused.errors.empty(), "wrong fields are named, and only they");
  for (const FieldError& error : refused.errors) {
    fuzz::require(codes.contains(error.code) && !error.title.empty(), "a wrong field has a known code and words");
  }
  fuzz::require(refused.errors.size() <= 9 + 2 + 2 * limits::unknownFieldsNamed, "no list of wrong fields is endless");
}

}  // namespace

/// The fields of a request: its query, or its body behind a Content-Type (a line).
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text = fuzz::textOf(data, size);
  net::Request post;
  post.verb = net::Verb::post;
  post.headers.emplace_back("Content-Type", fuzz::takeLine(text));
  post.body = text;
  tryFields<Body>(post);
  post.headers.front().second = "application/json";
  tryFields<Body>(post);
  tryFields<Query>(post);
  net::Request get;
  if (net::readTarget("/?" + std::string(text), get)) tryFields<Query>(get);
  return 0;
}
