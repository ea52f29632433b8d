#pragma once

#include <array>
#include <boost/json/object.hpp>
#include <concepts>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "base/id.hpp"
#include "base/refusal.hpp"
#include "domain/access.hpp"
#include "live/frame.hpp"

/// The messages of the socket (docs/PROTOCOL.md, "WebSocket"): one decoder for what pages send, one maker for each
/// message that the server sends.
namespace praktik::live {

// Each names its op, and what it is in the words of the table of access. For `connect` the open connection is answer
// enough; every other action is looked at anew each time, and so is the topic of a watch.

struct Watch {
  static constexpr std::string_view op = "watch";
  static constexpr domain::Action action = domain::Action::connect;

  std::string topic;
  std::optional<std::string> version;
};
struct Unwatch {
  static constexpr std::string_view op = "unwatch";
  static constexpr domain::Action action = domain::Action::connect;

  std::string topic;
};
struct AttachMessage {
  static constexpr std::string_view op = "attach";
  static constexpr domain::Action action = domain::Action::joinMedia;

  CallId call;
};
struct Signal {
  static constexpr std::string_view op = "signal";
  static constexpr domain::Action action = domain::Action::joinMedia;

  CallId call;
  std::optional<std::string> to;
  boost::json::object data;
};
struct Ringing {
  static constexpr std::string_view op = "ringing";
  static constexpr domain::Action action = domain::Action::reportRing;

  CallId call;
  bool audible = false;
};
struct Ping {
  static constexpr std::string_view op = "ping";
  static constexpr domain::Action action = domain::Action::connect;

  std::int64_t id = 0;
};

using Message = std::variant<Watch, Unwatch, AttachMessage, Signal, Ringing, Ping>;

template <class T>
concept NamesItsAction = requires {
  { T::op } -> std::convertible_to<std::string_view>;
  { T::action } -> std::convertible_to<domain::Action>;
};

struct Op {
  std::string_view name;
  domain::Action action;
};
/// All ops of the socket; a message that does not name its own does not compile.
inline constexpr auto ops = []<NamesItsAction... Messages>(std::type_identity<std::variant<Messages...>>) {
  return std::array{Op{Messages::op, Messages::action}...};
}(std::type_identity<Message>{});

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
