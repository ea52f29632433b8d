#include "domain/common_password.hpp"

#include <gtest/gtest.h>

namespace praktik::domain {
namespace {

std::vector<std::string> wordsOf(std::initializer_list<std::string_view> texts) {
  std::vector<std::string> words;
  for (const auto text : texts) {
    for (auto& word : wordsOfPerson(text)) words.push_back(std::move(word));
  }
  return words;
}

TEST(CommonPassword, that_everybody_tries_is_one) {
  for (const auto* common : {
           "1111111111",       "1234567890",        "0123456789",           "0987654321",   "9876543210",
           "12345678910",      "1212121212",        "abcabcabcabc",         "abcdefghij",   "qwertyuiop",
           "qwertyuiop123",    "1qaz2wsx3edc",      "1q2w3e4r5t",           "qwerty12345",  "asdfghjkl123",
           "poiuytrewq",       "password12",        "password123",          "Password123",  "PASSWORD2024",
           "password123456",   "P@ssw0rd123",       "p4$$w0rd2026",         "password!!",   "123password",
           "passwordpassword", "password password", "praktik2026",          "Praktik-2026", "indonesia1945",
           "Indonesia17!",     "bismillah99",       "bismillah123",         "rahasia123",   "katasandi1",
           "iloveyou12",       "iloveyou123",       "sayangku123",          "welcome2024",  "Welcome2024!",
           "letmein1234",      "admin12345",        "administrator",        "changeme123",  "dokter12345",
           "rumahsakit",       "trustno1234",       "superman2020",         "liverpool1",   "sunshine123",
           "football99",       "qazwsxedcrfv",      "aaaaaaaaaaaaaaaaaaaa", "zyxwvutsrq",   "          ",
       }) {
    EXPECT_TRUE(isCommonPassword(common, {})) << common;
  }
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
           "ababababababababababababababababab",
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
