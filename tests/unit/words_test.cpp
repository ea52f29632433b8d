#include "base/words.hpp"

#include <cctype>
#include <gtest/gtest.h>
#include <set>

#include "base/refusal.hpp"
#include "domain/words.hpp"
#include "support/table.hpp"

namespace praktik {
namespace {

template <class Enum>
std::string wordsOf() {
  std::string words;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Enum>>([&](auto enumerator) {
    EXPECT_EQ(fromWord<Enum>(word(enumerator.value)), enumerator.value);
    words += words.empty() ? "" : " ";
    words += word(enumerator.value);
  });
  return words;
}

// The wire, the database and the screens know these words: a change here is a change of the contract.
TEST(Words, the_words_of_the_contract) {
  using namespace domain;
  EXPECT_EQ(wordsOf<Role>(), "DOCTOR PATIENT");
  EXPECT_EQ(wordsOf<ScheduleStatus>(), "UPCOMING ONLINE COMPLETED CANCELLED");
  EXPECT_EQ(wordsOf<EntryStatus>(), "NOT_READY READY RINGING IN_CALL DONE LEFT NOT_SEEN");
  EXPECT_EQ(wordsOf<Outcome>(), "DECLINED MISSED CANCELLED ENDED CONNECTION_LOST");
  EXPECT_EQ(wordsOf<CallStatus>(), "RINGING ACTIVE ENDED DECLINED MISSED CANCELLED");
  EXPECT_EQ(wordsOf<EndReason>(), "HUNG_UP CONNECTION_LOST PRACTICE_COMPLETED");
  EXPECT_EQ(wordsOf<RingOutcome>(), "ANSWERED DECLINED MISSED CANCELLED");
  EXPECT_EQ(wordsOf<PushEvent>(), "delivered shown clicked declined");
}

TEST(Words, what_is_no_word_of_an_enum_is_nothing) {
  for (const std::string_view text : {"", "ready", "READY ", "RINGINGS", "UPCOMING"}) {
    EXPECT_EQ(fromWord<domain::EntryStatus>(text), std::nullopt) << text;
  }
}

TEST(Words, every_refusal_has_a_stable_code_and_a_sentence_of_its_own) {
  std::set<std::string_view> sentences;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<Refusal>>([&](auto enumerator) {
    for (const char c : word(enumerator.value)) EXPECT_TRUE(std::islower(c) != 0 || c == '_') << word(enumerator.value);
    const std::string_view sentence = title(enumerator.value);
    EXPECT_TRUE(sentence.ends_with('.') && sentence != "Refused.") << word(enumerator.value);
    EXPECT_TRUE(sentences.insert(sentence).second) << "said twice: " << sentence;
  });
}

TEST(Words, closed_schedules_are_the_completed_and_the_cancelled) {
  using enum domain::ScheduleStatus;
  EXPECT_FALSE(isClosed(UPCOMING));
  EXPECT_FALSE(isClosed(ONLINE));
  EXPECT_TRUE(isClosed(COMPLETED));
  EXPECT_TRUE(isClosed(CANCELLED));
}

}  // namespace
}  // namespace praktik
