#include "live/frame.hpp"

namespace praktik::live {

Frame encodeTextFrame(std::string_view text) {
  constexpr char finalText = static_cast<char>(0x81);
  constexpr std::size_t shortMost = 125;
  constexpr std::size_t mediumMost = 0xFFFF;
  std::string bytes;
  bytes.reserve(text.size() + 10);
  bytes += finalText;
  const auto appendLength = [&](int count) {
    for (int i = count - 1; i >= 0; --i) bytes += static_cast<char>((text.size() >> (8 * i)) & 0xFFU);
  };
  if (text.size() <= shortMost) {
    appendLength(1);
  } else if (text.size() <= mediumMost) {
    bytes += static_cast<char>(126);
    appendLength(2);
  } else {
    bytes += static_cast<char>(127);
    appendLength(8);
  }
  bytes += text;
  return std::make_shared<const std::string>(std::move(bytes));
}

}  // namespace praktik::live
