#include "live/messages.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <initializer_list>

#include "base/limits.hpp"
#include "base/words.hpp"

namespace praktik::live {
namespace {

using boost::json::object;
using boost::json::value;

constexpr std::size_t jsonDepth = 16;

bool hasOnly(const object& message, std::initializer_list<std::string_view> keys) {
  return std::ranges::all_of(message, [&](const auto& member) {
    return member.key() == "op" || std::ranges::find(keys, std::string_view(member.key())) != keys.end();
  });
}

std::optional<std::string> text(const object& message, std::string_view key) {
  const auto* found = message.if_contains(key);
  if (found == nullptr || !found->is_string()) return std::nullopt;
  return std::string(found->as_string());
}

/// An optional text: absent is fine, another type is not.
bool isTextOrAbsent(const object& message, std::string_view key) {
  const auto* found = message.if_contains(key);
  return found == nullptr || found->is_string();
}

/// A text that is no UUID names nothing, like a UUID that nothing has; what is done with it says so.
std::optional<CallId> callOf(const object& message) {
  const auto given = text(message, "call");
  if (!given) return std::nullopt;
  return CallId::parse(*given).value_or(CallId());
}

std::optional<Message> decodeWatch(const object& message) {
  const auto topic = text(message, "topic");
  if (!hasOnly(message, {"topic", "version"}) || !topic || !isTextOrAbsent(message, "version")) return std::nullopt;
  return Watch{*topic, text(message, "version")};
}

std::optional<Message> decodeUnwatch(const object& message) {
  const auto topic = text(message, "topic");
  if (!hasOnly(message, {"topic"}) || !topic) return std::nullopt;
  return Unwatch{*topic};
}

std::optional<Message> decodeAttach(const object& message) {
  const auto call = callOf(message);
  if (!hasOnly(message, {"call"}) || !call) return std::nullopt;
  return AttachMessage{*call};
}

std::optional<Message> decodeSignal(const object& message) {
  const auto call = callOf(message);
  const auto* data = message.if_contains("data");
  if (!hasOnly(message, {"call", "to", "data"}) || !call || !isTextOrAbsent(message, "to")) return std::nullopt;
  if (data == nullptr || !data->is_object()) return std::nullopt;
  const object& body = data->as_object();
  const bool isKnown = body.size() == 1 && (body.contains("description") || body.contains("candidate"));
  if (!isKnown) return std::nullopt;
  return Signal{*call, text(message, "to"), body};
}

std::optional<Message> decodeRinging(const object& message) {
  const auto call = callOf(message);
  const auto* audible = message.if_contains("audible");
  if (!hasOnly(message, {"call", "audible"}) || !call || audible == nullptr || !audible->is_bool()) return std::nullopt;
  return Ringing{*call, audible->as_bool()};
}

std::optional<Message> decodePing(const object& message) {
  const auto* number = message.if_contains("id");
  if (!hasOnly(message, {"id"}) || number == nullptr || !number->is_int64()) return std::nullopt;
  return Ping{number->as_int64()};
}

std::optional<object> parse(std::string_view wire) {
  boost::json::parse_options options;
  options.max_depth = jsonDepth;
  boost::system::error_code failed;
  value parsed = boost::json::parse(wire, failed, {}, options);
  if (failed || !parsed.is_object()) return std::nullopt;
  return std::move(parsed.as_object());
}

Frame frame(const object& message) { return encodeTextFrame(boost::json::serialize(message)); }

}  // namespace

std::expected<Message, BadMessage> decodeMessage(std::string_view wire) {
  using Decoder = std::optional<Message> (*)(const object&);
  constexpr std::array<std::pair<std::string_view, Decoder>, ops.size()> decoders = {{
      {Watch::op, decodeWatch},
      {Unwatch::op, decodeUnwatch},
      {AttachMessage::op, decodeAttach},
      {Signal::op, decodeSignal},
      {Ringing::op, decodeRinging},
      {Ping::op, decodePing},
  }};
  const auto message = parse(wire);
  if (!message) return std::unexpected(BadMessage{});
  const std::string name = text(*message, "op").value_or("");
  for (const auto& [op, decode] : decoders) {
    if (op != name) continue;
    if (auto decoded = decode(*message)) return std::move(*decoded);
    return std::unexpected(BadMessage{Refusal::malformed, name});
  }
  return std::unexpected(BadMessage{Refusal::unknown_op, ""});
}

Frame helloFrame(const ConnectionId& connection, Instant serverAt) {
  return frame({{"op", "hello"},
                {"protocol", 1},
                {"connection", connection.text()},
                {"serverAt", toMillis(serverAt)},
                {"heartbeatSeconds", limits::heartbeat.count()}});
}

Frame pongFrame(std::int64_t id, Instant serverAt) {
  return frame({{"op", "pong"}, {"id", id}, {"serverAt", toMillis(serverAt)}});
}

Frame errorFrame(Refusal refusal, std::string_view re) {
  object message{{"op", "error"}, {"code", word(refusal)}, {"title", title(refusal)}};
  if (!re.empty()) message["re"] = re;
  return frame(message);
}

Frame goneFrame(std::string_view topic, Refusal refusal) {
  return frame({{"op", "gone"}, {"topic", topic}, {"code", word(refusal)}});
}

Frame stateFrame(std::string_view topic, std::string_view version, Instant serverAt, const object& state) {
  return frame(
      {{"op", "state"}, {"topic", topic}, {"version", version}, {"serverAt", toMillis(serverAt)}, {"state", state}});
}

Frame currentFrame(std::string_view topic, std::string_view version, Instant serverAt) {
  return frame({{"op", "current"}, {"topic", topic}, {"version", version}, {"serverAt", toMillis(serverAt)}});
}

Frame patchFrame(std::string_view topic, std::string_view base, std::string_view version, Instant serverAt,
                 const object& patch) {
  return frame({{"op", "patch"},
                {"topic", topic},
                {"base", base},
                {"version", version},
                {"serverAt", toMillis(serverAt)},
                {"patch", patch}});
}

Frame attachedFrame(const CallId& call, bool polite, std::string_view page, const std::optional<std::string>& peer) {
  object message{{"op", "attached"}, {"call", call.text()}, {"polite", polite}, {"page", page}};
  if (peer) message["peer"] = *peer;
  return frame(message);
}

Frame detachedFrame(const CallId& call, std::string_view reason) {
  return frame({{"op", "detached"}, {"call", call.text()}, {"reason", reason}});
}

Frame peerFrame(const CallId& call, bool present, std::string_view page) {
  return frame({{"op", "peer"}, {"call", call.text()}, {"present", present}, {"page", page}});
}

Frame signalFrame(const CallId& call, const object& data) {
  return frame({{"op", "signal"}, {"call", call.text()}, {"data", data}});
}

}  // namespace praktik::live
