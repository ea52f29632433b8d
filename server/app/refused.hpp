#pragma once

#include <boost/json/object.hpp>
#include <expected>
#include <optional>
#include <vector>

#include "base/id.hpp"
#include "base/instant.hpp"
#include "base/refusal.hpp"

namespace praktik::app {

/// Somebody was kept from what is not theirs: whose it is, as far as that is known. For the record alone; an answer that
/// told it would tell that there is such an object.
struct Trespass {
  std::string id;
  std::optional<UserId> doctor;
  std::optional<UserId> patient;
};

/// A refusal with what helps the person or program that gets it.
struct Refused {
  Refusal refusal = Refusal::not_found;
  std::vector<FieldError> errors;
  /// For a conflict: the object as it is now, without a wrapper.
  std::optional<boost::json::object> current;
  std::optional<seconds> retryAfter;
  /// What more there is to say, as a sentence that anybody may read.
  std::optional<std::string> detail;
  std::optional<Trespass> trespass;
  /// The rule does not forbid it to this person, but stands against it as things are.
  bool isConflict = false;

  Refused() = default;
  Refused(Refusal why) : refusal(why) {}  // NOLINT(google-explicit-constructor): a bare rule is a whole refusal
  Refused(Refusal why, boost::json::object now) : refusal(why), current(std::move(now)) {}
  Refused(Refusal why, Trespass of) : refusal(why), trespass(std::move(of)) {}
  static Refused tooMany(seconds wait) {
    Refused refused(Refusal::too_many);
    refused.retryAfter = wait;
    return refused;
  }
  static Refused field(std::string name, std::string code, std::string sentence) {
    Refused refused(Refusal::invalid);
    refused.errors.push_back({std::move(name), std::move(code), std::move(sentence)});
    return refused;
  }
};

template <class T>
using Result = std::expected<T, Refused>;

}  // namespace praktik::app
