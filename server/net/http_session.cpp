#include "net/http_session.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/limits.hpp"

namespace praktik::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Parser = http::request_parser<http::string_body>;

constexpr auto asValue = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t readBytes = 4096;

Verb verbOf(http::verb verb) {
  switch (verb) {
    case http::verb::get: return Verb::get;
    case http::verb::head: return Verb::head;
    case http::verb::post: return Verb::post;
    case http::verb::put: return Verb::put;
    case http::verb::patch: return Verb::patch;
    case http::verb::delete_: return Verb::del;
    default: return Verb::other;
  }
}

/// All but the body. Asked for before that is read: Beast puts the fields of a trailer among those of the header, and what
/// a proxy took out of the one it may let pass in the other.
std::expected<Request, Broken> requestOf(const Parser::value_type& message, const std::string& id,
                                         const std::string& address) {
  Request request;
  if (message.target().size() > limits::targetBytes) return std::unexpected(Broken::target);
  if (std::distance(message.begin(), message.end()) > limits::headerCount) return std::unexpected(Broken::headers);
  const bool hasHost = message.version() < 11 || message.count(http::field::host) == 1;
  // RFC 9112 §6.3: nobody can tell where such a body ends, and the next request begins (Beast takes it for none).
  const bool hasEnd = message.count(http::field::transfer_encoding) == 0 || message.chunked();
  if (!hasHost || !hasEnd || !readTarget(message.target(), request)) return std::unexpected(Broken::request);
  request.verb = verbOf(message.method());
  for (const auto& field : message) request.headers.emplace_back(field.name_string(), field.value());
  request.address = address;
  request.id = id;
  return request;
}

bool hasBody(int status) { return status >= 200 && status != 204 && status != 304; }

/// RFC 9112 §4 and §5.
std::string headOf(const Response& response, bool keepAlive) {
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  std::string head =
      fmt::format("HTTP/1.1 {} {}\r\nDate: {:%a, %d %b %Y %H:%M:%S} GMT\r\n", response.status,
                  std::string_view(http::obsolete_reason(http::int_to_status(static_cast<unsigned>(response.status)))),
                  fmt::gmtime(std::chrono::system_clock::to_time_t(now)));
  for (const auto& [name, value] : response.headers) head += fmt::format("{}: {}\r\n", name, value);
  if (hasBody(response.status)) head += fmt::format("Content-Length: {}\r\n", response.body().size());
  if (!keepAlive) head += "Connection: close\r\n";
  return head + "\r\n";
}

Response refusal(const std::string& requestId) {
  Response response = problem(Refusal::try_again, requestId);
  response.set("Retry-After", "1");
  return response;
}

std::string addressOf(const asio::ip::tcp::socket& socket) {
  boost::system::error_code error;
  const auto endpoint = socket.remote_endpoint(error);
  return error ? std::string() : endpoint.address().to_string();
}

}  // namespace

HttpSession::HttpSession(asio::ip::tcp::socket socket, std::size_t loop, const HttpService& service,
                         ConnectionSlot slot)
    : socket_(std::move(socket)),
      deadline_(socket_.get_executor()),
      loop_(loop),
      buffer_(limits::headerBytes + limits::bodyBytes),
      service_(service),
      slot_(std::move(slot)),
      address_(addressOf(socket_)) {}

asio::awaitable<void> HttpSession::run() {
  const auto self = shared_from_this();
  boost::system::error_code ignored;
  (void)socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  // Left to itself the kernel takes up to 4 MiB of an answer that nobody reads: a few hundred such readers would hold all
  // the memory that the machine has for TCP.
  (void)socket_.set_option(asio::socket_base::send_buffer_size(limits::socketBufferBytes), ignored);
  Next next = Next::request;
  while (next == Next::request && co_await waitForRequest()) {
    auto request = co_await readRequest();
    if (request) {
      next = co_await answer(std::move(*request));
      continue;
    }
    keepAlive_ = false;
    next = Next::end;
    if (request.error() && co_await write(std::move(*request.error()), Verb::get)) co_await linger();
  }
  withoutLimit();
  if (next != Next::taken) (void)socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
}

asio::awaitable<void> HttpSession::refuse() {
  const auto self = shared_from_this();
  keepAlive_ = false;
  requestId_ = service_.newRequestId();
  if (co_await write(refusal(requestId_), Verb::get)) co_await linger();
  withoutLimit();
}

void HttpSession::within(std::chrono::seconds time) {
  late_ = false;
  deadline_.expires_after(time);
  waitForDeadline();
}

void HttpSession::waitForDeadline() {
  deadline_.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    const auto self = weak.lock();
    // A wait that ended in the same instant in which a new one began is none of the new one's business.
    const bool isDue = !error && self && self->deadline_.expiry() <= std::chrono::steady_clock::now();
    if (!isDue) return;
    self->late_ = true;
    boost::system::error_code ignored;
    (void)self->socket_.cancel(ignored);
    // A read that has just got its bytes only waits to be told so: nothing was there to cancel, and what it is a part of
    // goes on.
    self->deadline_.expires_after(limits::cancelledAgainEvery);
    self->waitForDeadline();
  });
}

/// For a wait that has ended and only is to be told so as well: it is not due then.
void HttpSession::withoutLimit() { deadline_.expires_at(asio::steady_timer::time_point::max()); }

void HttpSession::drain() {
  draining_ = true;
  boost::system::error_code ignored;
  if (waiting_) (void)socket_.cancel(ignored);
}

asio::awaitable<bool> HttpSession::waitForRequest() {
  if (draining_) co_return false;
  if (buffer_.size() > 0) co_return true;
  waiting_ = true;
  within(limits::idleTime);
  const auto [error, bytes] = co_await socket_.async_read_some(buffer_.prepare(readBytes), asValue);
  waiting_ = false;
  buffer_.commit(bytes);
  co_return !error;
}

asio::awaitable<std::expected<Request, HttpSession::Failure>> HttpSession::readRequest() {
  requestId_ = service_.newRequestId();
  Parser parser;
  parser.header_limit(limits::headerBytes);
  parser.body_limit(limits::bodyBytes);
  // One deadline for the whole request, so that sending it byte by byte gains nothing.
  within(limits::requestTime);
  const auto [headError, headBytes] = co_await http::async_read_header(socket_, buffer_, parser, asValue);
  if (headError) co_return std::unexpected(failure(headError));
  auto request = requestOf(parser.get(), requestId_, address_);
  if (!request) co_return std::unexpected(Failure(problem(request.error(), requestId_)));
  keepAlive_ = parser.get().keep_alive();
  if (beast::iequals(parser.get()[http::field::expect], "100-continue")) {
    constexpr std::string_view goOn = "HTTP/1.1 100 Continue\r\n\r\n";
    const auto [error, bytes] = co_await asio::async_write(socket_, asio::buffer(goOn), asValue);
    if (error) co_return std::unexpected(Failure());
  }
  // The parser is what is read, not its message: only then do its limits hold.
  const auto [bodyError, bodyBytes] = co_await http::async_read(socket_, buffer_, parser, asValue);
  if (bodyError) co_return std::unexpected(failure(bodyError));
  request->body = std::move(parser.get().body());
  co_return std::move(*request);
}

HttpSession::Failure HttpSession::failure(const boost::system::error_code& error) const {
  if (error == http::error::body_limit) return problem(Refusal::too_large, requestId_);
  if (error == http::error::header_limit || error == http::error::buffer_overflow) {
    return problem(Broken::headers, requestId_);
  }
  if (late_) return problem(Broken::timeout, requestId_);
  const bool isGone = error == http::error::end_of_stream || error == http::error::partial_message ||
                      error.category() != http::make_error_code(http::error::bad_method).category();
  if (isGone) return std::nullopt;
  return problem(Broken::request, requestId_);
}

asio::awaitable<HttpSession::Next> HttpSession::answer(Request request) {
  withoutLimit();
  if (service_.isUpgrade(request)) co_return co_await upgrade(std::move(request));
  const Verb verb = request.verb;
  Response response = co_await service_.serve(std::move(request));
  const bool written = co_await write(std::move(response), verb);
  co_return written&& keepAlive_ ? Next::request : Next::end;
}

asio::awaitable<HttpSession::Next> HttpSession::upgrade(Request request) {
  HttpService::Admission admission = co_await service_.admit(std::move(request));
  if (draining_) admission = {problem(Refusal::try_again, requestId_), {}};
  const bool written = co_await write(std::move(admission.answer), Verb::get);
  if (!written || !admission.open) co_return written&& keepAlive_ ? Next::request : Next::end;
  withoutLimit();
  std::string received(static_cast<const char*>(buffer_.data().data()), buffer_.size());
  admission.open({std::move(socket_), std::move(received), std::move(slot_), loop_});
  co_return Next::taken;
}

asio::awaitable<bool> HttpSession::write(Response response, Verb verb) {
  service_.finish(response);
  response.set("X-Request-Id", requestId_);
  keepAlive_ = keepAlive_ && !draining_;
  const std::string head = headOf(response, keepAlive_);
  const std::string_view body = verb == Verb::head || !hasBody(response.status) ? std::string_view() : response.body();
  const std::array<asio::const_buffer, 2> buffers = {asio::buffer(head), asio::buffer(body)};
  within(limits::idleTime);
  const auto [error, bytes] = co_await asio::async_write(socket_, buffers, asValue);
  co_return !error;
}

asio::awaitable<void> HttpSession::linger() {
  boost::system::error_code ignored;
  (void)socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  within(limits::lingerTime);
  std::size_t seen = 0;
  while (seen < limits::lingerBytes) {
    buffer_.clear();
    const auto [error, bytes] = co_await socket_.async_read_some(buffer_.prepare(readBytes), asValue);
    if (error) break;
    seen += bytes;
  }
}

std::string refusalText(const HttpService& service) {
  const std::string requestId = service.newRequestId();
  Response response = refusal(requestId);
  service.finish(response);
  response.set("X-Request-Id", requestId);
  return headOf(response, false).append(response.body());
}

}  // namespace praktik::net
