#include "net/route.hpp"

#include <charconv>

#include "app/guard.hpp"
#include "base/limits.hpp"
#include "net/bridge.hpp"
#include "net/json_text.hpp"

namespace praktik::net {
namespace {

namespace asio = boost::asio;
namespace json = boost::json;

/// A query knows only text; what is written as a whole number counts as one.
json::value valueOf(const std::string& text) {
  std::int64_t number = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, number);
  if (!text.empty() && read.ec == std::errc() && read.ptr == end) return number;
  return json::value(text);
}

app::Result<json::object> queryOf(const Request& request) {
  json::object object;
  for (const auto& [key, value] : request.query) {
    if (!object.emplace(key, valueOf(value)).second) return std::unexpected(Refusal::malformed);
  }
  return object;
}

/// `application/json`, whatever parameters follow.
bool isJson(std::string_view contentType) {
  const std::string_view type = contentType.substr(0, contentType.find(';'));
  const auto last = type.find_last_not_of(" \t");
  return equalsWithoutCase(type.substr(0, last == std::string_view::npos ? 0 : last + 1), "application/json");
}

app::Refused withoutQuery(const Request& request) {
  app::Refused refused(Refusal::invalid);
  for (const auto& [key, value] : request.query) {
    if (refused.errors.size() == limits::unknownFieldsNamed) break;
    refused.errors.push_back({key, "unknown", fault::unknown().title});
  }
  return refused;
}

}  // namespace

app::Result<json::object> fieldsOf(const Request& request, bool mayBeEmpty) {
  if (request.verb == Verb::get || request.verb == Verb::head) return queryOf(request);
  const auto contentType = request.header("Content-Type");
  const bool isEmpty = request.body.empty() && mayBeEmpty;
  const bool isOtherType = contentType ? !isJson(*contentType) && !request.body.empty() : !isEmpty;
  if (isOtherType) return std::unexpected(Refusal::media_type);
  auto object = isEmpty ? json::object{} : parseObject(request.body);
  if (!object) return std::unexpected(Refusal::malformed);
  if (!request.query.empty()) return std::unexpected(withoutQuery(request));
  return std::move(*object);
}

asio::awaitable<Reply> runAsCaller(Exchange& exchange, std::function<Reply(app::Work&)> command) {
  Reply reply;
  const bool committed = co_await onWriter(exchange.services.engine, [&](app::Work& work) {
    const auto still = app::stillSignedIn(work.reading(), *exchange.caller);
    reply = still ? command(work) : std::unexpected(still.error());
  });
  if (!committed) co_return std::unexpected(Refusal::try_again);
  co_return reply;
}

asio::awaitable<Reply> runAsProved(Exchange& exchange, const store::User& proved,
                                   std::function<Reply(app::Work&)> command) {
  const std::function<Reply(app::Work&)> ifUnchanged = [&](app::Work& work) -> Reply {
    const auto user = store::findUser(work.db, proved.id);
    if (!user || user->passwordHash != proved.passwordHash) return std::unexpected(Refusal::try_again);
    return command(work);
  };
  co_return co_await runAsCaller(exchange, ifUnchanged);
}

namespace detail {

Handler running(std::function<app::Result<OnWriter>(const Exchange&)> prepare) {
  return [prepare = std::move(prepare)](Exchange& exchange) -> asio::awaitable<Reply> {
    auto run = prepare(exchange);
    if (!run) co_return std::unexpected(std::move(run.error()));
    co_return co_await runAsCaller(exchange, std::move(*run));
  };
}

Handler asking(std::function<app::Result<OnReader>(const Exchange&)> prepare) {
  return [prepare = std::move(prepare)](Exchange& exchange) -> asio::awaitable<Reply> {
    auto ask = prepare(exchange);
    if (!ask) co_return std::unexpected(std::move(ask.error()));
    Reply reply;
    const bool read =
        co_await onReader(exchange.services.engine, [&](const app::Reading& reading) { reply = (*ask)(reading); });
    if (!read) co_return std::unexpected(Refusal::try_again);
    co_return reply;
  };
}

}  // namespace detail

Reply answerMade(std::string_view name, app::Result<json::object> result, bool isNew) {
  if (!result) return std::unexpected(std::move(result.error()));
  json::object body;
  body.emplace(name, std::move(*result));
  return isNew ? created(body) : ok(body);
}

Reply answer(std::string_view name, app::Result<json::object> result) {
  return answerMade(name, std::move(result), false);
}

Reply answer(app::Result<json::object> result) {
  if (!result) return std::unexpected(std::move(result.error()));
  return ok(*result);
}

Reply answer(app::Result<void> result) {
  if (!result) return std::unexpected(std::move(result.error()));
  return noContent();
}

}  // namespace praktik::net
