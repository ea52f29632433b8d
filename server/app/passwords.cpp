#include "app/passwords.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <new>
#include <sodium.h>

#include "base/limits.hpp"
#include "domain/common_password.hpp"

namespace praktik::app {
namespace {

constexpr unsigned long long passes = 2;
constexpr std::size_t memoryBytes = 19U * 1024U * 1024U;

void initialize() {
  static const int ready = sodium_init();
  if (ready < 0) throw std::bad_alloc();
}

}  // namespace

std::string hashPassword(const std::string& password) {
  initialize();
  std::array<char, crypto_pwhash_STRBYTES> hash{};
  if (crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), passes, memoryBytes,
                            crypto_pwhash_ALG_ARGON2ID13) != 0) {
    throw std::bad_alloc();
  }
  return hash.data();
}

bool verifyPassword(const std::string& hash, const std::string& password) {
  initialize();
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

const std::string& nobodysHash() {
  static const std::string hash = [] {
    initialize();
    std::array<unsigned char, 32> secret{};
    randombytes_buf(secret.data(), secret.size());
    return hashPassword(std::string(secret.begin(), secret.end()));
  }();
  return hash;
}

bool isCommonPassword(const std::string& password, const std::string& email, const std::string& name) {
  auto personal = domain::wordsOfPerson(email);
  std::ranges::move(domain::wordsOfPerson(name), std::back_inserter(personal));
  return domain::isCommonPassword(password, personal);
}

PasswordPool::PasswordPool(std::size_t threads) : waiting_(limits::passwordsWaiting) {
  for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { loop(); });
}

PasswordPool::~PasswordPool() { stop(); }

void PasswordPool::run(const std::string& network, Work work) {
  std::optional<Work> refused;
  {
    const std::lock_guard lock(mutex_);
    refused = stopping_ ? std::move(work) : waiting_.add(network, std::move(work));
  }
  wanted_.notify_one();
  if (refused) (*refused)(false);
}

void PasswordPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wanted_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
  // The pool's own threads are gone, and run() adds nothing any more.
  while (!waiting_.isEmpty()) waiting_.next()(false);
}

void PasswordPool::loop() {
  while (true) {
    Work work;
    {
      std::unique_lock lock(mutex_);
      wanted_.wait(lock, [this] { return stopping_ || !waiting_.isEmpty(); });
      if (stopping_) return;
      work = waiting_.next();
    }
    work(true);
  }
}

}  // namespace praktik::app
