#pragma once

#include <string_view>

namespace praktik::domain {

/// server/domain/common_passwords.txt, built into the program: lower-case, one a line, in order of their bytes. The twenty
/// thousand most used ones of ten characters and more among ten million that leaked (Burnett's list, 2015, given to the
/// public), and Indonesian words with the endings that people give them.
std::string_view commonPasswords();

}  // namespace praktik::domain
