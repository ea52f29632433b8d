#include "net/relay_check.hpp"

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <fmt/format.h>
#include <memory>

#include "net/stun.hpp"

namespace praktik::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using asio::ip::udp;
using asio::use_awaitable;

constexpr milliseconds resendAfter{500};  // RFC 8489 §6.2.1
constexpr std::size_t datagramBytes = 2048;

/// Where the URI leads, in its parts (RFC 7065 §3.1 has the defaults).
struct Destination {
  std::string host;
  std::string port;
  bool isTls = false;
  bool isUdp = true;
};

Destination destinationOf(const app::IceUri& uri) {
  const std::string_view text = uri.text();
  Destination to;
  to.isTls = text.starts_with("turns:");
  to.isUdp = to.isTls ? text.ends_with("=udp") : !text.ends_with("=tcp");
  std::string_view rest = text.substr(text.find(':') + 1);
  rest = rest.substr(0, rest.find('?'));
  const auto hostEnd = rest.starts_with('[') ? rest.find(']') + 1 : std::min(rest.find(':'), rest.size());
  to.host = rest.starts_with('[') ? rest.substr(1, hostEnd - 2) : rest.substr(0, hostEnd);
  to.port = hostEnd < rest.size() ? rest.substr(hostEnd + 1) : to.isTls ? "5349" : "3478";
  return to;
}

/// One way to carry a request there and its answer back. Throws boost::system::system_error.
class Link {
 public:
  Link() = default;
  Link(const Link&) = delete;
  Link& operator=(const Link&) = delete;
  virtual ~Link() = default;

  virtual asio::awaitable<void> connect(const Destination& to) = 0;
  virtual asio::awaitable<Bytes> exchange(const Bytes& request) = 0;
};

class UdpLink final : public Link {
 public:
  explicit UdpLink(asio::io_context& context) : resolver_(context), socket_(context), timer_(context) {}

  asio::awaitable<void> connect(const Destination& to) override {
    const auto found = co_await resolver_.async_resolve(to.host, to.port, use_awaitable);
    co_await asio::async_connect(socket_, found, use_awaitable);
  }

  asio::awaitable<Bytes> exchange(const Bytes& request) override {
    using asio::experimental::awaitable_operators::operator||;
    while (true) {
      co_await socket_.async_send(asio::buffer(request), use_awaitable);
      Bytes datagram(datagramBytes);
      timer_.expires_after(resendAfter);
      const auto first =
          co_await (socket_.async_receive(asio::buffer(datagram), use_awaitable) || timer_.async_wait(use_awaitable));
      if (first.index() != 0) continue;
      datagram.resize(std::get<0>(first));
      co_return datagram;
    }
  }

 private:
  udp::resolver resolver_;
  udp::socket socket_;
  asio::steady_timer timer_;
};

template <class Stream>
asio::awaitable<Bytes> exchangeOn(Stream& stream, const Bytes& request) {
  co_await asio::async_write(stream, asio::buffer(request), use_awaitable);
  Bytes message(stun::headerBytes);
  co_await asio::async_read(stream, asio::buffer(message), use_awaitable);
  const std::size_t body = stun::bodyBytes(message).value_or(0);
  message.resize(stun::headerBytes + body);
  co_await asio::async_read(stream, asio::buffer(message) + stun::headerBytes, use_awaitable);
  co_return message;
}

class TcpLink final : public Link {
 public:
  explicit TcpLink(asio::io_context& context) : resolver_(context), socket_(context) {}

  asio::awaitable<void> connect(const Destination& to) override {
    const auto found = co_await resolver_.async_resolve(to.host, to.port, use_awaitable);
    co_await asio::async_connect(socket_, found, use_awaitable);
  }
  asio::awaitable<Bytes> exchange(const Bytes& request) override { return exchangeOn(socket_, request); }

 private:
  tcp::resolver resolver_;
  tcp::socket socket_;
};

class TlsLink final : public Link {
 public:
  explicit TlsLink(asio::io_context& context)
      : trust_(asio::ssl::context::tls_client),
        resolver_(context),
        stream_(context, trust_) {
    trust_.set_default_verify_paths();
  }

  asio::awaitable<void> connect(const Destination& to) override {
    const auto found = co_await resolver_.async_resolve(to.host, to.port, use_awaitable);
    co_await asio::async_connect(stream_.lowest_layer(), found, use_awaitable);
    stream_.set_verify_mode(asio::ssl::verify_peer);
    stream_.set_verify_callback(asio::ssl::host_name_verification(to.host));
    SSL_set_tlsext_host_name(stream_.native_handle(), to.host.c_str());
    co_await stream_.async_handshake(asio::ssl::stream_base::client, use_awaitable);
  }
  asio::awaitable<Bytes> exchange(const Bytes& request) override { return exchangeOn(stream_, request); }

 private:
  asio::ssl::context trust_;
  tcp::resolver resolver_;
  asio::ssl::stream<tcp::socket> stream_;
};

std::unique_ptr<Link> linkTo(const Destination& to, asio::io_context& context) {
  if (to.isUdp) return std::make_unique<UdpLink>(context);
  if (to.isTls) return std::make_unique<TlsLink>(context);
  return std::make_unique<TcpLink>(context);
}

constexpr std::string_view noTurn = "what answers there is no TURN server that asks for credentials.";

std::string refusal(const stun::Answer& answer) {
  constexpr int unauthorized = 401;
  constexpr int quotaReached = 486;
  if (answer.error == unauthorized) {
    return "it refuses the credential: compare --turn-secret-file with its static-auth-secret, and the clocks.";
  }
  if (answer.error == quotaReached) return "it relays as much already as its quotas allow.";
  return fmt::format("it gives no relay and says: {} {}.", answer.error, answer.reason);
}

asio::awaitable<std::optional<std::string>> allocate(Link& link, const Destination& to,
                                                     const app::TurnCredential& credential, const RandomBytes& random) {
  constexpr int unauthorized = 401;
  constexpr int staleNonce = 438;
  co_await link.connect(to);
  std::optional<stun::LongTerm> from;
  // As a stranger, then as somebody, and once more where the nonce went stale in between.
  for (int attempt = 0; attempt < 3; ++attempt) {
    stun::Transaction transaction{};
    random(transaction);
    const auto answer = stun::readAnswer(co_await link.exchange(stun::allocateRequest(transaction, from)), transaction);
    if (!answer) co_return std::string(noTurn);
    if (answer->error == 0)
      co_return from ? std::nullopt : std::optional("it relays for everybody: it wants no credential.");
    const bool isChallenge = answer->error == staleNonce || (answer->error == unauthorized && !from);
    if (!isChallenge) co_return refusal(*answer);
    from = stun::LongTerm{credential.username, credential.password, answer->realm, answer->nonce};
  }
  co_return std::string("it calls every nonce stale.");
}

asio::awaitable<void> attempt(Link& link, const Destination& to, const app::TurnCredential& credential,
                              const RandomBytes& random, std::optional<std::string>& fault) {
  try {
    fault = co_await allocate(link, to, credential, random);
  } catch (const boost::system::system_error& error) {
    fault = fmt::format("it cannot be reached: {}.", error.code().message());
  }
}

}  // namespace

std::optional<std::string> faultOfRelay(const app::IceUri& uri, const app::TurnCredential& credential,
                                        const RandomBytes& random, milliseconds patience, const std::stop_token& stop) {
  const Destination to = destinationOf(uri);
  if (to.isTls && to.isUdp) return "browsers do not speak DTLS to a TURN server: use ?transport=tcp.";
  asio::io_context context;
  const auto link = linkTo(to, context);
  std::optional<std::string> fault =
      fmt::format("nobody answered in {} s: look whether it runs and the firewall lets {} through.",
                  std::chrono::ceil<seconds>(patience).count(), to.isUdp ? "UDP" : "TCP");
  asio::co_spawn(context, attempt(*link, to, credential, random, fault), asio::detached);
  const std::stop_callback atStop(stop, [&] { context.stop(); });
  context.run_for(patience);
  return fault;
}

}  // namespace praktik::net
