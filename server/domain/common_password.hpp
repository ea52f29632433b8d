#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace praktik::domain {

/// Is this among the first passwords that somebody would try (NIST SP 800-63B: commonly used, expected or compromised)? What
/// counts, without regard to case:
///
/// - one of the list, domain/common_passwords.hpp;
/// - one character or a short piece over and over; a sequence (`abcdefghij`, `9876543210`); a walk on the
///   keyboard;
/// - nothing but this product's name and the words of `personal`, also with letters written as digits, with numbers and signs
///   around them. `personal` holds the words of the person's own name and e-mail address.
///
/// White space and invisible characters around it make it no other. What a password is made of is nobody's matter beyond that.
/// Characters are code points: two forms of one letter are two.
bool isCommonPassword(std::string_view password, std::span<const std::string> personal);

/// The words of a name or an e-mail address that are long enough to say something, in lower case.
std::vector<std::string> wordsOfPerson(std::string_view text);

}  // namespace praktik::domain
