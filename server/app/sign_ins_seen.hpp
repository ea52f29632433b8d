#pragma once

#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/id.hpp"
#include "base/instant.hpp"

namespace praktik::app {

class Engine;

/// When each sign-in was last used, until the database knows it: a request only leaves a note here, and the notes are written
/// down together. Whether a sign-in is idle is judged by both, because a note may wait for longer than the sign-in has left.
/// Thread safe.
class SignInsSeen {
 public:
  struct Seen {
    SignInId signIn;
    Instant at;
  };

  void note(const SignInId& signIn, Instant at);
  /// Its newest note; empty when the database has known it for a while, or there was none.
  std::optional<Instant> newest(const SignInId& signIn) const;

  /// What is to be written now, at most `most` of it: of each sign-in the newest note, once in `every`. It counts as written.
  std::vector<Seen> take(Instant now, milliseconds every, std::size_t most);

 private:
  struct Times {
    Instant seenAt;
    Instant writtenAt;  ///< at first: when the first note was left
    bool isWritten = false;
  };

  mutable std::mutex mutex_;
  std::unordered_map<SignInId, Times> signIns_;
};

/// Writes down what is due of the notes, and that pages are open, in one command of the writer.
void writeSignInsSeen(Engine& engine);
/// Writes everything down, before the server ends.
void writeAllSignInsSeen(Engine& engine);

}  // namespace praktik::app
