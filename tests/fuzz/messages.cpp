#include "live/messages.hpp"

#include <boost/json/parse.hpp>

#include "base/limits.hpp"
#include "fuzz/fuzz.hpp"

using namespace praktik;

/// A message that a page sends over the socket.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::textOf(data, std::min(size, limits::messageBytes));
  const auto message = live::decodeMessage(text);
  if (!message) {
    const Refusal refusal = message.error().refusal;
    fuzz::require(refusal == Refusal::malformed || refusal == Refusal::unknown_op, "garbage has two names");
    // What could be read of the op comes back to the page.
    (void)live::errorFrame(refusal, message.error().re);
    return 0;
  }
  boost::system::error_code failed;
  const auto parsed = boost::json::parse(text, failed);
  fuzz::require(!failed && parsed.is_object() && parsed.as_object().contains("op"),
                "a message is an object with an op");
  if (const auto* signal = std::get_if<live::Signal>(&*message)) (void)live::signalFrame(signal->call, signal->data);
  return 0;
}
