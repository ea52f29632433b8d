#include "push/transport.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <functional>
#include <gtest/gtest.h>
#include <thread>

#include "base/limits.hpp"

namespace praktik::push {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

/// A server on loopback that gives each connection to the test's function, one after the other.
class Listener {
 public:
  explicit Listener(std::function<void(tcp::socket&)> serve)
      : acceptor_(context_, {asio::ip::address_v4::loopback(), 0}),
        thread_([this, serve = std::move(serve)] {
          while (true) {
            tcp::socket socket(context_);
            boost::system::error_code failed;
            (void)acceptor_.accept(socket, failed);
            if (failed || stopping_) return;
            ++connections_;
            serve(socket);
          }
        }) {}
  ~Listener() {
    stopping_ = true;
    tcp::socket last(context_);
    boost::system::error_code ignored;
    (void)last.connect(acceptor_.local_endpoint(), ignored);
    thread_.join();
  }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::string url(std::string_view host) const {
    return fmt::format("http://{}:{}/push", host, acceptor_.local_endpoint().port());
  }
  int connections() const { return connections_; }

 private:
  asio::io_context context_;
  tcp::acceptor acceptor_;
  std::atomic<bool> stopping_ = false;
  std::atomic<int> connections_ = 0;
  std::thread thread_;
};

/// Reads a request and answers it with these lines.
std::function<void(tcp::socket&)> answering(std::string reply, std::string* seen = nullptr) {
  return [reply = std::move(reply), seen](tcp::socket& socket) {
    std::string request;
    boost::system::error_code ignored;
    asio::read_until(socket, asio::dynamic_buffer(request), "hello", ignored);
    if (seen != nullptr) *seen = request;
    asio::write(socket, asio::buffer(reply), ignored);
  };
}

Attempt post(Transport& transport, const std::string& url) {
  const auto text = bytesOf("hello");
  transport.begin(1, {url, {"TTL: 30", "Expect:"}, Bytes(text.begin(), text.end())});
  while (true) {
    const auto ended = transport.wait(milliseconds(100));
    if (!ended.empty()) return ended.front().attempt;
  }
}

const EndpointPolicy publicOnly(false);
const EndpointPolicy loopbackToo(true);

TEST(PushTransport, posts_and_tells_the_status) {
  std::string seen;
  {
    const Listener service(answering("HTTP/1.1 201 Created\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", &seen));
    Transport transport(loopbackToo);
    EXPECT_EQ(post(transport, service.url("127.0.0.1")).status, 201);
  }
  EXPECT_TRUE(seen.starts_with("POST /push HTTP/1.1\r\n")) << seen;
  EXPECT_NE(seen.find("\r\nTTL: 30\r\n"), std::string::npos) << seen;
  EXPECT_NE(seen.find("\r\nContent-Length: 5\r\n"), std::string::npos) << seen;
}

TEST(PushTransport, opens_no_connection_to_an_address_inside_whatever_name_led_there) {
  const Listener service(answering("HTTP/1.1 201 Created\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
  Transport transport(publicOnly);
  std::string url = service.url("localhost");
  // The policy lets only https out; what counts here is that not even a connection is opened.
  EXPECT_EQ(post(transport, url.replace(0, 4, "https")).status, 0);
  EXPECT_EQ(service.connections(), 0);
  Transport ours(loopbackToo);
  EXPECT_EQ(post(ours, service.url("localhost")).status, 201) << "the same name, where loopback is allowed";
}

TEST(PushTransport, speaks_no_plain_http_to_the_outside) {
  const Listener service(answering("HTTP/1.1 201 Created\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
  Transport transport(publicOnly);
  EXPECT_EQ(post(transport, service.url("127.0.0.1")).status, 0);
  EXPECT_EQ(service.connections(), 0);
}

TEST(PushTransport, follows_no_redirect) {
  std::string here;
  const Listener service([&](tcp::socket& socket) {
    answering(
        fmt::format("HTTP/1.1 307 Temporary Redirect\r\nLocation: {}\r\nContent-Length: 0\r\n"
                    "Connection: close\r\n\r\n",
                    here))(socket);
  });
  here = service.url("127.0.0.1");
  Transport transport(loopbackToo);
  EXPECT_EQ(post(transport, here).status, 307);
  EXPECT_EQ(service.connections(), 1);
}

TEST(PushTransport, tells_when_to_come_again) {
  const Listener service(
      answering("HTTP/1.1 429 Too Many Requests\r\nRetry-After: 7\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
  Transport transport(loopbackToo);
  const auto attempt = post(transport, service.url("127.0.0.1"));
  EXPECT_EQ(attempt.status, 429);
  EXPECT_EQ(attempt.retryAfter, seconds(7));
}

TEST(PushTransport, reads_no_more_of_a_reply_than_it_must) {
  const std::string endless(4 * limits::pushReplyBytes, 'x');
  const Listener service(answering("HTTP/1.1 201 Created\r\n\r\n" + endless));
  Transport transport(loopbackToo);
  EXPECT_EQ(post(transport, service.url("127.0.0.1")).status, 201);
}

TEST(PushTransport, a_service_that_hangs_up_has_not_answered) {
  const Listener service([](tcp::socket& socket) { socket.close(); });
  Transport transport(loopbackToo);
  EXPECT_EQ(post(transport, service.url("127.0.0.1")).status, 0);
}

TEST(PushTransport, waiting_ends_when_somebody_wakes_it) {
  Transport transport(loopbackToo);
  std::thread other([&] { transport.wake(); });
  EXPECT_TRUE(transport.wait(std::chrono::minutes(10)).empty());
  other.join();
}

TEST(PushTransport, ends_while_a_request_is_under_way) {
  Listener service([](tcp::socket& socket) {
    char byte = 0;
    boost::system::error_code ended;
    while (!ended) socket.read_some(asio::buffer(&byte, 1), ended);
  });
  const auto text = bytesOf("hello");
  {
    Transport transport(loopbackToo);
    transport.begin(1, {service.url("127.0.0.1"), {}, Bytes(text.begin(), text.end())});
    EXPECT_TRUE(transport.wait(milliseconds(50)).empty());
  }
}

}  // namespace
}  // namespace praktik::push
