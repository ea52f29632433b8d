#include "net/json_body.hpp"

#include <gtest/gtest.h>

#include "net/json_text.hpp"

namespace praktik::net {
namespace {

struct Inner {
  Text<1, 5> word;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (word))

struct Body {
  EmailAddress email;
  std::optional<Text<2, 3>> name;
  std::optional<Whole<1, 5>> count;
  Patch<Text<0, 3>> note;
  std::optional<Inner> inner;
  std::optional<ConnectionId> connection;
};
BOOST_DESCRIBE_STRUCT(Body, (), (email, name, count, note, inner, connection))

struct Needed {
  Nullable<Text<0, 3>> text;
};
BOOST_DESCRIBE_STRUCT(Needed, (), (text))

using Named = std::vector<std::pair<std::string, std::string>>;

template <class Struct>
Named errorsOf(std::string_view json) {
  const auto object = parseObject(json);
  if (!object) return {{"", "malformed"}};
  const auto body = readBody<Struct>(*object);
  Named named;
  if (body) return named;
  for (const FieldError& error : body.error()) named.emplace_back(error.field, error.code);
  return named;
}

Body bodyOf(std::string_view json) { return readBody<Body>(parseObject(json).value()).value(); }

TEST(JsonBody, reads_what_is_given_and_leaves_out_what_is_not) {
  const Body body = bodyOf(R"({"email":"ayu@example.org","count":5,"inner":{"word":"hi"}})");
  EXPECT_EQ(body.email.value, "ayu@example.org");
  EXPECT_EQ(body.count.value().value, 5);
  EXPECT_EQ(body.inner.value().word.value, "hi");
  EXPECT_FALSE(body.name);
  EXPECT_FALSE(body.note.given);
}

TEST(JsonBody, tells_an_absent_key_from_null_and_from_a_value) {
  EXPECT_FALSE(bodyOf(R"({"email":"a@b"})").note.given);
  const Body cleared = bodyOf(R"({"email":"a@b","note":null})");
  EXPECT_TRUE(cleared.note.given);
  EXPECT_FALSE(cleared.note.value);
  EXPECT_EQ(bodyOf(R"({"email":"a@b","note":"x"})").note.value.value().value, "x");
}

TEST(JsonBody, a_nullable_key_must_be_there) {
  EXPECT_EQ(errorsOf<Needed>("{}"), (Named{{"text", "missing"}}));
  EXPECT_EQ(errorsOf<Needed>(R"({"text":null})"), Named{});
  EXPECT_EQ(errorsOf<Needed>(R"({"text":7})"), (Named{{"text", "type"}}));
}

TEST(JsonBody, names_every_wrong_field_at_once_with_its_path) {
  EXPECT_EQ(errorsOf<Body>(R"({"name":7,"count":6,"inner":{"word":"longer","why":1},"extra":1})"),
            (Named{{"email", "missing"},
                   {"name", "type"},
                   {"count", "range"},
                   {"inner.word", "too_long"},
                   {"inner.why", "unknown"},
                   {"extra", "unknown"}}));
}

TEST(JsonBody, null_clears_nothing_that_is_merely_optional) {
  EXPECT_EQ(errorsOf<Body>(R"({"email":"a@b","name":null})"), (Named{{"name", "type"}}));
}

TEST(JsonBody, counts_code_points_and_not_bytes) {
  EXPECT_EQ(errorsOf<Body>(R"({"email":"a@b","name":"ééé"})"), Named{});
  EXPECT_EQ(errorsOf<Body>(R"({"email":"a@b","name":"éééé"})"), (Named{{"name", "too_long"}}));
  EXPECT_EQ(errorsOf<Body>(R"({"email":"a@b","name":"é"})"), (Named{{"name", "too_short"}}));
}

TEST(JsonBody, text_of_spaces_is_empty_text) {
  EXPECT_EQ(errorsOf<Body>(R"({"email":"a@b","name":"   "})"), (Named{{"name", "too_short"}}));
}

TEST(JsonBody, refuses_nul_in_text) {
  EXPECT_EQ(errorsOf<Body>(R"({"email":"a@b","name":"a\u0000"})"), (Named{{"name", "nul"}}));
}

TEST(JsonBody, a_whole_number_is_no_fraction_and_no_text) {
  for (const auto* json : {R"({"email":"a@b","count":1.5})", R"({"email":"a@b","count":"1"})"}) {
    EXPECT_EQ(errorsOf<Body>(json), (Named{{"count", "type"}})) << json;
  }
  EXPECT_EQ(errorsOf<Body>(R"({"email":"a@b","count":18446744073709551615})"), (Named{{"count", "range"}}));
}

TEST(JsonBody, an_id_is_a_uuid) {
  EXPECT_EQ(errorsOf<Body>(R"({"email":"a@b","connection":"x"})"), (Named{{"connection", "format"}}));
  EXPECT_EQ(errorsOf<Body>(R"({"email":"a@b","connection":"0194b0c0-7a10-7c3e-9a51-2f6d8e1b0c01"})"), Named{});
}

TEST(JsonBody, names_only_so_many_unknown_keys) {
  std::string json = R"({"email":"a@b")";
  for (int i = 0; i < 1000; ++i) json += ",\"k" + std::to_string(i) + "\":1";
  EXPECT_EQ(errorsOf<Body>(json + "}").size(), limits::unknownFieldsNamed);
}

TEST(Fields, an_email_address_has_something_on_both_sides_of_one_at) {
  for (const auto* good : {"a@b", "ayu.w+x@clinic.example.org", "ayu@xn--80ak6aa92e.com"}) {
    EXPECT_TRUE(readEmail(boost::json::value(good))) << good;
  }
  for (const auto* bad : {"ayu", "@b", "a@", "a@b@c", "a b@c", "a@b c", "a@.b", "a@b.", "a@b..c", "a\n@b"}) {
    EXPECT_FALSE(readEmail(boost::json::value(bad))) << bad;
  }
}

TEST(Fields, a_date_stands_in_the_calendar) {
  for (const auto* good : {"1980-02-29", "2000-12-31", "1900-01-01"}) {
    EXPECT_TRUE(readDate(boost::json::value(good))) << good;
  }
  for (const auto* bad :
       {"1981-02-29", "2001-13-01", "1-1-1", "17-04-1990", "1990/04/17", "1899-12-31", "199a-01-01"}) {
    EXPECT_FALSE(readDate(boost::json::value(bad))) << bad;
  }
}

TEST(Fields, a_language_tag_has_a_language_first) {
  for (const auto* good : {"en", "id", "pt-BR", "zh-Hant-TW", "es-419"}) {
    EXPECT_TRUE(readLanguage(boost::json::value(good))) << good;
  }
  for (const auto* bad : {"e", "english", "en_US", "en-", "-en", "12", "en-a", "en us"}) {
    EXPECT_FALSE(readLanguage(boost::json::value(bad))) << bad;
  }
}

TEST(JsonText, is_one_object_and_nothing_else) {
  EXPECT_TRUE(parseObject(R"({"a":[1,{"b":null}]})"));
  for (const auto* bad : {"", " ", "[]", "7", "null", "\"a\"", "{", "{}x", "{} {}", "{\"a\":1,}", "{/**/}", "{a:1}"}) {
    EXPECT_FALSE(parseObject(bad)) << bad;
  }
}

TEST(JsonText, refuses_a_key_that_stands_twice) {
  EXPECT_FALSE(parseObject(R"({"a":1,"a":2})"));
  EXPECT_FALSE(parseObject(R"({"x":{"a":1,"\u0061":2}})"));
  EXPECT_TRUE(parseObject(R"({"a":{"a":1},"b":{"a":1}})"));
}

TEST(JsonText, refuses_what_is_not_utf_8) {
  EXPECT_FALSE(parseObject("{\"a\":\"\xff\"}"));
  EXPECT_FALSE(parseObject("{\"a\":\"\xc0\xaf\"}"));
  EXPECT_FALSE(parseObject("{\"a\":\"\xed\xa0\x80\"}"));
}

TEST(JsonText, refuses_what_is_nested_too_deeply) {
  const auto nested = [](std::size_t depth) {
    return "{\"a\":" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  EXPECT_TRUE(parseObject(nested(limits::jsonDepth - 1)));
  EXPECT_FALSE(parseObject(nested(limits::jsonDepth)));
}

}  // namespace
}  // namespace praktik::net
