#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "app/turns.hpp"

namespace praktik::app {

/// Argon2id (RFC 9106) with 19 MiB and two passes, about 20 ms of one core. Throws std::bad_alloc without memory.
std::string hashPassword(const std::string& password);
/// False for a wrong password and for a hash that is none.
bool verifyPassword(const std::string& hash, const std::string& password);
/// A hash that no password matches: verifying against it costs what a real one costs, so that an unknown e-mail takes
/// as long as a wrong password.
const std::string& nobodysHash();

/// Would somebody who attacks this person's account try the password among the first?
bool isCommonPassword(const std::string& password, const std::string& email, const std::string& name);
/// What a person is told about one that is.
inline constexpr std::string_view commonPasswordTitle =
    "This password is one of the first that somebody would try. Please choose another.";

/// A few threads for password work, so that signing in never holds up a socket. The networks that ask are served in turn, so
/// that none of them, with however many requests at once, keeps the others from signing in. Thread safe.
class PasswordPool {
 public:
  explicit PasswordPool(std::size_t threads);
  ~PasswordPool();
  PasswordPool(const PasswordPool&) = delete;
  PasswordPool& operator=(const PasswordPool&) = delete;

  /// Called exactly once: with true on one of the pool's threads, or with false where there is no place for it.
  using Work = std::function<void(bool isItsTurn)>;

  /// `network` names whose turn it takes. Beyond limits::passwordsWaiting the work of a network that has few waiting takes the
  /// place of the last work of the network that has most. What has no place is told so on the caller's thread, and everything
  /// is once the pool has stopped.
  void run(const std::string& network, Work work);
  /// Finishes what is being done, ends the threads and tells what still waits, on the caller's thread, that it has no place:
  /// a full queue would be work for many seconds.
  void stop();

 private:
  void loop();

  std::mutex mutex_;
  std::condition_variable wanted_;
  Turns<Work> waiting_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace praktik::app
