#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace praktik::live {

/// One whole WebSocket text frame as it goes over the wire (RFC 6455 §5.2, unmasked, as servers send), encoded once and
/// shared by every connection that gets it.
using Frame = std::shared_ptr<const std::string>;

Frame encodeTextFrame(std::string_view text);

}  // namespace praktik::live
