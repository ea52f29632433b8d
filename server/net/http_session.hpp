#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "net/http.hpp"
#include "net/problem.hpp"

namespace praktik::net {

/// Counts an open connection for as long as it is held.
using ConnectionSlot = std::shared_ptr<void>;

/// A connection whose upgrade was accepted and answered: what comes next is the new protocol's.
struct Upgraded {
  boost::asio::ip::tcp::socket socket;
  std::string received;  ///< bytes that came right behind the request
  ConnectionSlot slot;
  std::size_t loop = 0;  ///< the index of the loop that the connection lives on
};

/// What a connection does with its requests; shared by all, called on each one's own loop.
struct HttpService {
  /// Takes over an upgraded connection.
  using Open = std::function<void(Upgraded)>;
  /// What to do about an upgrade: the answer that refuses it, or the 101 answer and who takes over.
  struct Admission {
    Response answer;
    Open open;
  };

  std::function<boost::asio::awaitable<Response>(Request)> serve;
  /// Is this a request for another protocol that `admit` knows?
  std::function<bool(const Request&)> isUpgrade;
  std::function<boost::asio::awaitable<Admission>(Request)> admit;
  std::function<std::string()> newRequestId;
  /// Finishes every answer, also those to requests that nobody could read.
  std::function<void(Response&)> finish;
};

/// One HTTP/1.1 connection: reads requests within their limits, one after the other, and writes the answers.
/// Lives on one loop; only that loop's thread touches it.
class HttpSession : public std::enable_shared_from_this<HttpSession> {
 public:
  HttpSession(boost::asio::ip::tcp::socket socket, std::size_t loop, const HttpService& service, ConnectionSlot slot);

  /// The whole life of the connection.
  boost::asio::awaitable<void> run();
  /// Answers nothing but 503 and ends; for connections over the limit.
  boost::asio::awaitable<void> refuse();
  /// Ends now when it waits for a request, else after the answer.
  void drain();

 private:
  /// `Broken` or 413 with what the client is told; a connection that is simply gone has no answer.
  using Failure = std::optional<Response>;
  enum class Next { request, end, taken };

  boost::asio::awaitable<bool> waitForRequest();
  boost::asio::awaitable<std::expected<Request, Failure>> readRequest();
  boost::asio::awaitable<Next> answer(Request request);
  boost::asio::awaitable<Next> upgrade(Request request);
  boost::asio::awaitable<bool> write(Response response, Verb verb);
  /// Lets a client that is still sending read the answer: closing at once would throw it away.
  boost::asio::awaitable<void> linger();
  Failure failure(const boost::system::error_code& error) const;

  /// From now on the connection's operations are cancelled after that time. (beast::tcp_stream's own deadline closes the
  /// socket, and then nobody can be told why.)
  void within(std::chrono::seconds time);
  void withoutLimit();
  void waitForDeadline();

  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer deadline_;
  bool late_ = false;
  std::size_t loop_;
  boost::beast::flat_buffer buffer_;
  const HttpService& service_;
  ConnectionSlot slot_;
  std::string address_;
  std::string requestId_;  ///< of the request under way, or the last one
  bool waiting_ = false;
  bool draining_ = false;
  bool keepAlive_ = true;
};

/// What refuse() answers, as it goes over the wire: for a connection that gets no session either.
std::string refusalText(const HttpService& service);

}  // namespace praktik::net
