#pragma once

#include <boost/json/object.hpp>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/id.hpp"
#include "base/refusal.hpp"
#include "live/frame.hpp"

/// The messages of the socket (docs/PROTOCOL.md, "WebSocket"): one decoder for what pages send, one maker for each
/// message that the server sends.
namespace praktik::live {

struct Watch {
  std::string topic;
  std::optional<std::string> version;
};
struct Unwatch {
  std::string topic;
};
struct AttachMessage {
  CallId call;
};
struct Signal {
  CallId call;
  std::optional<std::string> to;
  boost::json::object data;
};
struct Ringing {
  CallId call;
  bool audible = false;
};
struct Ping {
  std::int64_t id = 0;
};

using Message = std::variant<Watch, Unwatch, AttachMessage, Signal, Ringing, Ping>;

/// What was wrong with a message; `re` is its op when that much could be read.
struct BadMessage {
  Refusal refusal = Refusal::malformed;
  std::string re;
};

std::expected<Message, BadMessage> decodeMessage(std::string_view text);

Frame helloFrame(const ConnectionId& connection, Instant serverAt);
Frame pongFrame(std::int64_t id, Instant serverAt);
Frame errorFrame(Refusal refusal, std::string_view re);
Frame goneFrame(std::string_view topic, Refusal refusal);
Frame stateFrame(std::string_view topic, std::string_view version, Instant serverAt, const boost::json::object& state);
Frame currentFrame(std::string_view topic, std::string_view version, Instant serverAt);
Frame patchFrame(std::string_view topic, std::string_view base, std::string_view version, Instant serverAt,
                 const boost::json::object& patch);
Frame attachedFrame(const CallId& call, bool polite, std::string_view page, const std::optional<std::string>& peer);
Frame detachedFrame(const CallId& call, std::string_view reason);
Frame peerFrame(const CallId& call, bool present, std::string_view page);
Frame signalFrame(const CallId& call, const boost::json::object& data);

}  // namespace praktik::live
