#include "net/router.hpp"

#include "app/guard.hpp"
#include "base/log.hpp"
#include "net/problem.hpp"
#include "net/refused_access.hpp"

namespace praktik::net {
namespace {

namespace asio = boost::asio;
using std::chrono::steady_clock;

std::vector<std::string_view> partsOf(std::string_view path) {
  std::vector<std::string_view> parts;
  while (!path.empty()) {
    path.remove_prefix(1);
    const auto end = path.find('/');
    parts.push_back(path.substr(0, end));
    path = end == std::string_view::npos ? std::string_view() : path.substr(end);
  }
  return parts;
}

bool isCapture(std::string_view part) { return part.starts_with('{'); }

/// The parts behind the pattern's braces; empty when the path is another.
std::optional<std::vector<std::string_view>> capturesOf(const std::vector<std::string_view>& pattern,
                                                        const std::vector<std::string>& path) {
  if (pattern.size() != path.size()) return std::nullopt;
  std::vector<std::string_view> captures;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (isCapture(pattern[i])) {
      captures.emplace_back(path[i]);
    } else if (pattern[i] != path[i]) {
      return std::nullopt;
    }
  }
  return captures;
}

bool belongsToApi(const Request& request) { return !request.segments.empty() && request.segments.front() == "api"; }

bool serves(Verb route, Verb asked) { return route == asked || (route == Verb::get && asked == Verb::head); }

}  // namespace

Router::Router(Services& services, const StaticFiles& files, std::vector<Route> routes)
    : services_(services),
      files_(files) {
  for (Route& route : routes) {
    auto parts = partsOf(route.pattern);
    rows_.push_back({std::move(route), std::move(parts)});
  }
}

Router::Match Router::find(const Request& request) const {
  Match match;
  for (const Row& row : rows_) {
    auto captures = capturesOf(row.parts, request.segments);
    if (!captures) continue;
    if (serves(row.route.verb, request.verb)) return {&row, std::move(*captures), {}};
    if (!match.allowed.empty()) match.allowed += ", ";
    match.allowed += methodName(row.route.verb);
    if (row.route.verb == Verb::get) match.allowed += ", HEAD";
  }
  return match;
}

asio::awaitable<Response> Router::serve(Request request) const {
  const auto begin = steady_clock::now();
  const Match match = find(request);
  Response response;
  try {
    response = co_await answer(request, match);
  } catch (const std::exception& error) {
    log::error("request {} failed: {}", request.id, error.what());
    response = problem(Broken::internal, request.id);
  }
  const auto took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin);
  log::debug("{} {} {} {} ms {}", methodName(request.verb), match.row != nullptr ? match.row->route.pattern : "-",
             response.status, took.count(), request.id);
  co_return response;
}

asio::awaitable<Response> Router::answer(const Request& request, const Match& match) const {
  if (match.row == nullptr && !match.allowed.empty()) {
    Response response = problem(Refusal::method, request.id);
    response.set("Allow", match.allowed);
    co_return response;
  }
  if (match.row == nullptr) {
    co_return belongsToApi(request) ? problem(Refusal::not_found, request.id) : files_.answer(request);
  }
  Exchange exchange{request, services_, std::nullopt, match.captures};
  Reply reply = co_await handle(*match.row, exchange);
  if (reply) co_return std::move(*reply);
  note(*match.row, exchange, reply.error());
  co_return problem(reply.error(), request.id);
}

asio::awaitable<Reply> Router::handle(const Row& row, Exchange& exchange) const {
  if (!row.route.access.isOpen()) co_return co_await guarded(row, exchange);
  // Which cookies an open route looks at is its own matter: the refresh cookie counts whoever else is shown.
  if (!hasTrustedOrigin(exchange.request, services_, true)) co_return std::unexpected(Refusal::origin);
  co_return co_await row.route.handler(exchange);
}

void Router::note(const Row& row, const Exchange& exchange, const app::Refused& refused) const {
  const Access& access = row.route.access;
  const auto action = exchange.caller ? access.actionOf(exchange.caller->role) : access.actions().front();
  const auto asked = exchange.captures.empty() ? std::string_view() : exchange.captures.front();
  noteRefusedAccess(services_, exchange.request, exchange.caller, action, asked, refused);
}

asio::awaitable<Reply> Router::guarded(const Row& row, Exchange& exchange) const {
  auto caller = co_await authenticate(exchange.request, services_);
  if (!caller) co_return std::unexpected(std::move(caller.error()));
  exchange.caller = std::move(*caller);
  const bool isByRefreshCookie = !exchange.caller && row.route.isOpenToRefreshCookie &&
                                 !services_.cookies.refresh(exchange.request).value_or("").empty();
  if (!exchange.caller && !isByRefreshCookie) co_return std::unexpected(Refusal::not_signed_in);
  if (!hasTrustedOrigin(exchange.request, services_, isByRefreshCookie)) co_return std::unexpected(Refusal::origin);
  if (exchange.caller) {
    const domain::Action action = row.route.access.actionOf(exchange.caller->role);
    if (auto refused = app::guard(*exchange.caller, action)) co_return std::unexpected(std::move(*refused));
  }
  co_return co_await row.route.handler(exchange);
}

}  // namespace praktik::net
