#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

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

/// A few threads for password work, so that signing in never holds up a socket. Thread safe.
class PasswordPool {
 public:
  explicit PasswordPool(std::size_t threads);
  ~PasswordPool();
  PasswordPool(const PasswordPool&) = delete;
  PasswordPool& operator=(const PasswordPool&) = delete;

  /// Runs on one of the pool's threads; false, and never run, when limits::passwordsWaiting are queued already.
  bool run(std::function<void()> work);
  void stop();

 private:
  void loop();

  std::mutex mutex_;
  std::condition_variable wanted_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace praktik::app
