#include "domain/common_password.hpp"

#include <algorithm>
#include <array>

#include "base/utf8.hpp"
#include "domain/common_passwords.hpp"

namespace praktik::domain {
namespace {

constexpr std::size_t shortestPersonalWord = 3;
constexpr std::size_t longestPiece = 5;
/// In code points. Of what is longer nobody tries every length first.
constexpr std::size_t longestRepetition = 32;
constexpr std::size_t anyNumberDigits = 4;
constexpr std::size_t mostSigns = 3;
constexpr std::size_t shortWalk = 3;
constexpr std::size_t longWalk = 6;

constexpr std::string_view productName = "praktik";

/// Rows as they are typed along, and the columns that hands run down.
constexpr std::array<std::string_view, 9> walks = {"1234567890",
                                                   "qwertyuiop",
                                                   "asdfghjkl",
                                                   "zxcvbnm",
                                                   "qwertzuiop",
                                                   "azertyuiop",
                                                   "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
                                                   "qazwsxedcrfvtgbyhnujmikolp",
                                                   "1q2w3e4r5t6y7u8i9o0p"};

/// What one sees nothing of: white space, controls, and what fonts are to leave out (Unicode's White_Space, Cc and
/// Default_Ignorable_Code_Point, and the empty Braille pattern), each from the first to the last.
constexpr std::array<std::pair<char32_t, char32_t>, 22> unseen = {
    {{0x0, 0x20},      {0x7F, 0xA0},       {0xAD, 0xAD},       {0x34F, 0x34F},    {0x61C, 0x61C},   {0x115F, 0x1160},
     {0x1680, 0x1680}, {0x17B4, 0x17B5},   {0x180B, 0x180F},   {0x2000, 0x200F},  {0x2028, 0x202F}, {0x205F, 0x206F},
     {0x2800, 0x2800}, {0x3000, 0x3000},   {0x3164, 0x3164},   {0xFE00, 0xFE0F},  {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0},
     {0xFFF0, 0xFFF8}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF}}};

bool isUnseen(char32_t point) {
  return std::ranges::any_of(unseen, [&](const auto& range) { return point >= range.first && point <= range.second; });
}

/// Without what stands around it unseen.
std::u32string_view trimmed(std::u32string_view points) {
  while (!points.empty() && isUnseen(points.front())) points.remove_prefix(1);
  while (!points.empty() && isUnseen(points.back())) points.remove_suffix(1);
  return points;
}

template <class Char>
bool isDigit(Char c) {
  return c >= '0' && c <= '9';
}
bool isSign(char c) { return std::string_view(" !?.,;:-_+*#@$%&/()=").contains(c); }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string_view text) {
  std::string folded(text);
  std::ranges::transform(folded, folded.begin(), [](char c) { return lower(c); });
  return folded;
}

/// p4$$w0rd → password
char unmasked(char c) {
  switch (c) {
    case '0': return 'o';
    case '1':
    case '!': return 'i';
    case '3': return 'e';
    case '4':
    case '@': return 'a';
    case '5':
    case '$': return 's';
    case '7': return 't';
    default: return c;
  }
}

bool beginsWith(std::string_view text, std::string_view word) {
  return text.size() >= word.size() && std::ranges::equal(text.substr(0, word.size()), word,
                                                          [](char c, char of) { return c == of || unmasked(c) == of; });
}

std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return lines;
}

bool repeatsOnePiece(std::u32string_view text) {
  if (text.size() > longestRepetition) return false;
  for (std::size_t piece = 1; piece <= longestPiece && 2 * piece <= text.size(); ++piece) {
    bool repeats = true;
    for (std::size_t i = piece; i < text.size(); ++i) repeats = repeats && text[i] == text[i - piece];
    if (repeats) return true;
  }
  return false;
}

bool isSequence(std::u32string_view text) {
  const auto stepsBy = [&](int step) {
    for (std::size_t i = 1; i < text.size(); ++i) {
      const int taken = static_cast<int>(text[i]) - static_cast<int>(text[i - 1]);
      // After 9 comes 0, as on the keyboard.
      const bool wraps = isDigit(text[i]) && isDigit(text[i - 1]) && (taken + 10) % 10 == (step + 10) % 10;
      if (taken != step && !wraps) return false;
    }
    return true;
  };
  return stepsBy(1) || stepsBy(-1);
}

/// How long a walk in either direction the text begins with, from shortWalk keys on.
std::size_t walkIn(std::string_view text) {
  std::size_t longest = 0;
  for (const std::string_view walk : walks) {
    const std::string back(walk.rbegin(), walk.rend());
    for (const std::string_view keys : {walk, std::string_view(back)}) {
      for (std::size_t from = 0; from < keys.size(); ++from) {
        const auto same = std::ranges::mismatch(text, keys.substr(from)).in1 - text.begin();
        longest = std::max(longest, static_cast<std::size_t>(same));
      }
    }
  }
  return longest < shortWalk ? 0 : longest;
}

/// What people put behind a walk: a year or another short number, a sequence, a few signs.
bool isTrimming(std::string_view text) {
  std::u32string digits;
  std::size_t signs = 0;
  for (const char c : text) {
    if (isDigit(c)) {
      digits += static_cast<char32_t>(c);
    } else if (isSign(c) && signs < mostSigns) {
      ++signs;
    } else {
      return false;
    }
  }
  return digits.size() <= anyNumberDigits || isSequence(digits) || repeatsOnePiece(digits);
}

/// Walks, the first of them long enough to be what it is about, and what people put behind them.
bool isWalked(std::string_view text) {
  const std::size_t begin = walkIn(text);
  for (std::size_t length = begin; length > 0 && !text.empty(); length = walkIn(text)) text.remove_prefix(length);
  return text.empty() || (begin >= longWalk && isTrimming(text));
}

bool isListed(std::string_view text) {
  static const std::vector<std::string_view> listed = linesOf(commonPasswords());
  return std::ranges::binary_search(listed, text);
}

/// Nothing but the person's own words and this product's name, with numbers and signs between and around them. Goes through
/// the places once, for both texts are a stranger's to choose.
bool isMadeOfWordsOf(std::string_view text, std::span<const std::string> personal) {
  struct Place {
    bool withoutWord = false;
    bool behindWord = false;
  };
  std::vector<Place> places(text.size() + 1);
  places.front().withoutWord = true;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const Place here = places[at];
    if (!here.withoutWord && !here.behindWord) continue;
    const std::string_view rest = text.substr(at);
    const auto take = [&](std::string_view word) {
      if (beginsWith(rest, word)) places[at + word.size()].behindWord = true;
    };
    take(productName);
    for (const std::string& word : personal) take(word);
    if (isDigit(rest.front()) || isSign(rest.front())) {
      Place& next = places[at + 1];
      next = {next.withoutWord || here.withoutWord, next.behindWord || here.behindWord};
    }
  }
  return places.back().behindWord;
}

}  // namespace

bool isCommonPassword(std::string_view password, std::span<const std::string> personal) {
  const auto points = codePointsOf(lower(password));
  if (!points) return false;  // nobody could try it
  const std::u32string_view seen = trimmed(*points);
  const std::string text = utf8Of(seen);
  return repeatsOnePiece(seen) || isSequence(seen) || isWalked(text) || isListed(text) ||
         isMadeOfWordsOf(text, personal);
}

std::vector<std::string> wordsOfPerson(std::string_view text) {
  std::vector<std::string> found;
  std::string word;
  const auto keep = [&] {
    if (word.size() >= shortestPersonalWord) found.push_back(word);
    word.clear();
  };
  for (const char c : lower(text)) {
    const bool isLetter = (c >= 'a' && c <= 'z') || isDigit(c) || static_cast<unsigned char>(c) >= 0x80;
    if (isLetter) {
      word += c;
    } else {
      keep();
    }
  }
  keep();
  return found;
}

}  // namespace praktik::domain
