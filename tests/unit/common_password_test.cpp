#include "domain/common_password.hpp"

#include <gtest/gtest.h>

#include "domain/common_passwords.hpp"

namespace praktik::domain {
namespace {

std::vector<std::string> wordsOf(std::initializer_list<std::string_view> texts) {
  std::vector<std::string> words;
  for (const auto text : texts) {
    for (auto& word : wordsOfPerson(text)) words.push_back(std::move(word));
  }
  return words;
}

TEST(CommonPassword, the_list_is_in_the_order_that_it_is_searched_by) {
  std::string_view before;
  std::string_view rest = commonPasswords();
  std::size_t lines = 0;
  while (!rest.empty()) {
    const std::string_view line = rest.substr(0, rest.find('\n'));
    ASSERT_LT(before, line);
    ASSERT_GE(line.size(), 10U) << line;
    before = line;
    rest.remove_prefix(line.size() + 1);
    ++lines;
  }
  // OWASP ASVS 5.0, 6.2.4 wants three thousand that are long enough to be taken.
  EXPECT_GT(lines, 20'000U);
}

TEST(CommonPassword, that_everybody_tries_is_one) {
  for (const auto* common : {// Of the list, its first and its last among them
                             "!password1", "~censored~", "password123", "Password1234", "PASSWORDPASSWORD",
                             "basketball", "Bismillah123", "INDONESIA2025",
                             // By their shape
                             "1111111111", "0123456789", "9876543210", "1212121212", "abcabcabcabc", "abcdefghij",
                             "qwertyuiop", "qwertyuiop123", "1qaz2wsx3edc", "1q2w3e4r5t", "asdfghjkl123", "poiuytrewq",
                             "qazwsxedcrfv", "aaaaaaaaaaaaaaaaaaaa", "zyxwvutsrq", "          ", "praktik2026",
                             "Praktik-2026", "12345678901234567890123456789012345",
                             // In whatever script
                             "😀😀😀😀😀😀😀😀😀😀", "ééééééééééééééééé", "密码密码密码密码密码", "абвгдежзий",
                             // With what nobody sees around it, or nothing else
                             " password123", "password123   ", "Password123\u200b", "\ufeff\u00a0password123\u3000",
                             "aaaaaaaaaa\t", "\u3000\u3000\u3000\u3000\u3000\u3000\u3000\u3000\u3000\u3000\u3000",
                             "\u00a0 \u200b\u00a0  \u2060\u3000\u00a0 "}) {
    EXPECT_TRUE(isCommonPassword(common, {})) << common;
  }
  EXPECT_TRUE(isCommonPassword(" Wulandari1990\u00a0", wordsOf({"Ayu Wulandari"})));
}

TEST(CommonPassword, that_takes_some_thought_is_none) {
  for (const auto* good : {
           "correct horse battery",
           "battery staple correct",
           "long enough for anybody",
           "kucing makan ikan asin",
           "password of my grandmother",
           "a doctor in the house",
           "praktik-bukan-teori",
           "9f8a7s6d5f4g",
           "8412907335",
           "sunshine over jakarta",
           "rumah biru di tepi sungai",
           "密码密码是这个不是那个",
           "tr0ub4dor&3x",
           "my-dog-ate-1234",
           "indonesia raya merdeka",
           "twelve angry hens",
           "0194b0c0-7a10-7c3e",
           "Kx7#pQ2vLm",
           "welcomehomesoon",
           "password 123 and more",
           "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
           "ababababababababababababababababab",
           "éàéèêàéèêù",
           "😀😎😀🎈🚲😀🌧️🎹🐙🧩",
       }) {
    EXPECT_FALSE(isCommonPassword(good, {})) << good;
  }
}

TEST(CommonPassword, made_of_nothing_but_the_persons_own_words_is_one) {
  const auto ayu = wordsOf({"Ayu Wulandari", "ayu.wulan88@klinik-sehat.example"});
  for (const auto* own :
       {"ayuwulandari", "Ayu Wulandari", "wulandari1990", "AyuWulandari!", "1990wulandari", "ayu-wulandari-88",
        "wulan88ayu", "klinik.sehat", "kliniksehat2026", "praktikayu123", "Wul4ndari-4yu"}) {
    EXPECT_TRUE(isCommonPassword(own, ayu)) << own;
  }
  for (const auto* other : {"wulandari sings", "ayu likes mangoes", "xwulandarix", "bunga wulandari"}) {
    EXPECT_FALSE(isCommonPassword(other, ayu)) << other;
  }
  EXPECT_FALSE(isCommonPassword("wulandari1990", wordsOf({"Budi Santoso"})));
}

TEST(CommonPassword, of_128_characters_is_decided_quickly) {
  // Words that begin alike make the most ways to read it; and it is none in the end.
  const std::vector<std::string> words = {"aaa", "aaaa", "aaaaa"};
  EXPECT_FALSE(isCommonPassword(std::string(127, 'a') + "b" + std::string(3, 'c'), words));
}

TEST(PersonsWords, are_those_of_three_letters_and_more) {
  EXPECT_EQ(wordsOfPerson("Dr. Šimić-O'Neil x@ab.example"), (std::vector<std::string>{"Šimić", "neil", "example"}));
}

}  // namespace
}  // namespace praktik::domain
