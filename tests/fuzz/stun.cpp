#include "net/stun.hpp"

#include <algorithm>

#include "fuzz/fuzz.hpp"

using namespace praktik;

/// What a TURN server answers; its transaction is made to be ours, so that the attributes are read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Bytes message(data, data + size);
  net::stun::Transaction transaction{};
  if (message.size() >= net::stun::headerBytes) {
    std::copy_n(message.begin() + 8, transaction.size(), transaction.begin());
  }
  const auto body = net::stun::bodyBytes(message);
  fuzz::require(!body || *body % 4 == 0, "a body is a number of words");
  const auto answer = net::stun::readAnswer(message, transaction);
  if (!answer) return 0;
  fuzz::require(body && message.size() == net::stun::headerBytes + *body, "an answer is whole");
  fuzz::require(answer->realm.size() + answer->nonce.size() + answer->reason.size() <= message.size(),
                "nothing is read that was not there");
  transaction.front() = static_cast<std::uint8_t>(~transaction.front());
  fuzz::require(!net::stun::readAnswer(message, transaction), "an answer to somebody else is none");
  // What it demands goes into the next question.
  (void)net::stun::allocateRequest(transaction, net::stun::LongTerm{"name", "word", answer->realm, answer->nonce});
  return 0;
}
