#include "base/id.hpp"

#include <gtest/gtest.h>
#include <random>
#include <rapidcheck/gtest.h>
#include <type_traits>
#include <unordered_set>

#include "base/limits.hpp"
#include "support/domain.hpp"

namespace praktik {
namespace {

using test::now;

RandomBytes seeded(std::uint32_t seed) {
  return [engine = std::mt19937(seed)](std::span<std::uint8_t> bytes) mutable {
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(engine());
  };
}

RandomBytes all(std::uint8_t value) {
  return [value](std::span<std::uint8_t> bytes) { std::ranges::fill(bytes, value); };
}

template <class Left, class Right>
concept Comparable = requires(Left left, Right right) { left == right; };

static_assert(Comparable<UserId, UserId>);
static_assert(!Comparable<UserId, CallId>, "ids of different kinds must not compare");
static_assert(!std::is_convertible_v<UserId, CallId>, "nor be passed for each other");

// Example of RFC 9562, appendix A.6: the time 0x017F22E279B0, version 7, variant 10.
TEST(Id, version_seven_as_the_standard_writes_it) {
  const Instant at = fromMillis(0x017F22E279B0);
  EXPECT_EQ(CallId::make(at, all(0xFF)).text(), "017f22e2-79b0-7fff-bfff-ffffffffffff");
  EXPECT_EQ(CallId::make(at, all(0x00)).text(), "017f22e2-79b0-7000-8000-000000000000");
}

TEST(Id, ids_sort_by_the_millisecond_they_were_made_in) {
  const CallId earlier = CallId::make(now, all(0xFF));
  const CallId later = CallId::make(now + milliseconds(1), all(0x00));
  EXPECT_LT(earlier, later);
  EXPECT_LT(earlier.text(), later.text());
}

TEST(Id, ids_of_the_same_millisecond_differ) {
  const RandomBytes random = seeded(1);
  std::unordered_set<CallId> ids;
  for (int i = 0; i < 1000; ++i) ids.insert(CallId::make(now, random));
  EXPECT_EQ(ids.size(), 1000U);
}

TEST(Id, a_sequence_ascends_within_a_millisecond_and_while_the_clock_is_set_back) {
  const RandomBytes random = seeded(1);
  UuidSequence sequence;
  CallId last;
  // More than the counter holds, so that it goes over into the next millisecond.
  for (int i = 0; i < 10'000; ++i) {
    const Instant at = i < 9'000 ? now : now - limits::hours(1);
    const CallId id(sequence.next(at, random));
    ASSERT_LT(last, id) << i;
    last = id;
  }
  EXPECT_LT(last, CallId(sequence.next(now + limits::hours(1), random)));
  EXPECT_EQ(last.text().at(14), '7') << "version seven";
}

TEST(Id, the_first_of_a_sequence_in_a_millisecond_is_random) {
  const RandomBytes random = seeded(1);
  UuidSequence sequence;
  std::unordered_set<std::string> counters;
  for (int i = 0; i < 50; ++i)
    counters.insert(CallId(sequence.next(now + milliseconds(i), random)).text().substr(14, 4));
  EXPECT_GT(counters.size(), 40U);
}

RC_GTEST_PROP(Id, what_is_written_is_read_again, ()) {
  UuidBytes bytes{};
  for (std::uint8_t& byte : bytes) byte = *rc::gen::arbitrary<std::uint8_t>();
  const std::string text = formatUuid(bytes);
  RC_ASSERT(text.size() == 36U);
  RC_ASSERT(parseUuid(text) == std::optional(bytes));
}

TEST(Id, upper_case_is_read_and_lower_case_is_written) {
  const auto id = CallId::parse("017F22E2-79B0-7CC3-98C4-DC0C0C07398F");
  ASSERT_TRUE(id);
  EXPECT_EQ(id->text(), "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
}

TEST(Id, what_is_no_uuid_is_refused) {
  for (const std::string_view text : {
           "", "1",
           "017f22e2-79b0-7cc3-98c4-dc0c0c07398",    // one short
           "017f22e2-79b0-7cc3-98c4-dc0c0c07398ff",  // one long
           "017f22e279b07cc398c4dc0c0c07398f",       // no dashes
           "017f22e27-9b0-7cc3-98c4-dc0c0c07398f",   // a dash in the wrong place
           "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",   // not a hexadecimal digit
           "017f22e2-79b0-7cc3-98c4-dc0c0c07398 ",   // a space
           "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}",   // braces
           "017f22e2-79b0-7cc3-98c4_dc0c0c07398f",   // not a dash
       }) {
    EXPECT_EQ(CallId::parse(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace praktik
