#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace praktik::domain {

/// Is this among the first passwords that somebody would try (NIST SP 800-63B: commonly used, expected or compromised)? What
/// counts, without regard to case and to letters written as digits:
///
/// - one character or a short piece over and over, up to 32 bytes; a sequence (`abcdefghij`, `9876543210`); a walk on the keyboard;
/// - a word of our list (English and Indonesian, 150 that stand in every published list of stolen passwords, and this
///   product's own), alone, twice, or with a year, a short or sequential number and signs around it: millions of passwords;
/// - the same with the words of `personal`, of which it may hold several: the person's own name and e-mail address.
///
/// It is a rule and not a file, so that it holds what people do to such words, too. Comparing is by bytes.
bool isCommonPassword(std::string_view password, std::span<const std::string> personal);

/// The words of a name or an e-mail address that are long enough to say something, in lower case.
std::vector<std::string> wordsOfPerson(std::string_view text);

}  // namespace praktik::domain
