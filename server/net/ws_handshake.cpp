#include "net/ws_handshake.hpp"

#include <array>
#include <openssl/evp.h>

namespace praktik::net {
namespace {

constexpr std::string_view subprotocol = "praktik.v1";
/// 16 random bytes in base64.
constexpr std::size_t keyLength = 24;

/// Is the word one of a header's comma-separated list, compared without case?
bool lists(std::string_view list, std::string_view word) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    std::string_view part = list.substr(0, comma);
    list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
    const auto first = part.find_first_not_of(" \t");
    if (first == std::string_view::npos) continue;
    part = part.substr(first, part.find_last_not_of(" \t") - first + 1);
    if (equalsWithoutCase(part, word)) return true;
  }
  return false;
}

std::string_view value(const Request& request, std::string_view name) { return request.header(name).value_or(""); }

/// RFC 6455 §4.2.2: proves that the server understood the handshake.
std::string acceptValue(std::string_view key) {
  const std::string text = std::string(key) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int length = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &length, EVP_sha1(), nullptr);
  std::array<unsigned char, 64> encoded{};
  const int size = EVP_EncodeBlock(encoded.data(), digest.data(), static_cast<int>(length));
  return {encoded.begin(), encoded.begin() + size};
}

}  // namespace

bool asksForWebSocket(const Request& request) {
  return request.verb == Verb::get && lists(value(request, "Upgrade"), "websocket");
}

bool isValidHandshake(const Request& request) {
  return lists(value(request, "Connection"), "upgrade") && value(request, "Sec-WebSocket-Version") == "13" &&
         value(request, "Sec-WebSocket-Key").size() == keyLength &&
         lists(value(request, "Sec-WebSocket-Protocol"), subprotocol);
}

Response acceptHandshake(const Request& request) {
  Response response;
  response.status = 101;
  response.set("Upgrade", "websocket");
  response.set("Connection", "Upgrade");
  response.set("Sec-WebSocket-Accept", acceptValue(value(request, "Sec-WebSocket-Key")));
  response.set("Sec-WebSocket-Protocol", std::string(subprotocol));
  return response;
}

}  // namespace praktik::net
