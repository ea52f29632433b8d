#include "net/listener.hpp"

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <stdexcept>

#include "base/limits.hpp"
#include "base/log.hpp"

namespace praktik::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto asValue = asio::as_tuple(asio::use_awaitable);
constexpr std::size_t bytesRead = 4096;

tcp::endpoint endpointOf(const std::string& host, std::uint16_t port) {
  boost::system::error_code error;
  const auto address = asio::ip::make_address(host == "localhost" ? "127.0.0.1" : host, error);
  if (error) throw std::runtime_error(fmt::format("{} is no address to listen on", host));
  return {address, port};
}

void require(const boost::system::error_code& error, const std::string& host, std::uint16_t port) {
  if (error) throw std::runtime_error(fmt::format("cannot listen on {}:{}: {}", host, port, error.message()));
}

}  // namespace

Listener::Listener(IoThreads& threads, const std::string& host, std::uint16_t port, std::size_t most)
    : threads_(threads),
      acceptor_(threads.loop(0)),
      most_(most),
      lanes_(threads.size()) {
  const tcp::endpoint endpoint = endpointOf(host, port);
  boost::system::error_code error;
  require(acceptor_.open(endpoint.protocol(), error), host, port);
  require(acceptor_.set_option(tcp::acceptor::reuse_address(true), error), host, port);
  require(acceptor_.bind(endpoint, error), host, port);
  require(acceptor_.listen(asio::socket_base::max_listen_connections, error), host, port);
  port_ = acceptor_.local_endpoint().port();
}

void Listener::start(HttpService service) {
  service_ = std::move(service);
  asio::co_spawn(threads_.loop(0), acceptLoop(), asio::detached);
}

asio::awaitable<void> Listener::acceptLoop() {
  asio::steady_timer pause(threads_.loop(0));
  while (acceptor_.is_open()) {
    const std::size_t index = next_++ % threads_.size();
    auto [error, socket] = co_await acceptor_.async_accept(threads_.loop(index), asValue);
    if (!error) {
      open(index, std::move(socket));
      continue;
    }
    if (error == asio::error::operation_aborted || error == asio::error::bad_descriptor) co_return;
    log::warn("cannot accept a connection: {}", error.message());
    // Out of descriptors, most likely: trying again at once would only keep a core busy.
    pause.expires_after(limits::acceptPause);
    co_await pause.async_wait(asValue);
  }
}

ConnectionSlot Listener::takeSlot(Kind kind) {
  const std::lock_guard lock(open_->mutex);
  ++((*open_).*kind);
  return {nullptr, [open = open_, kind](void*) {
            const std::lock_guard inner(open->mutex);
            --((*open).*kind);
            if (open->served + open->refused == 0) open->none.notify_all();
          }};
}

std::size_t Listener::count(Kind kind) const {
  const std::lock_guard lock(open_->mutex);
  return (*open_).*kind;
}

std::size_t Listener::connections() const {
  const std::lock_guard lock(open_->mutex);
  return open_->served + open_->refused;
}

bool Listener::waitUntilEmpty(milliseconds time) const {
  std::unique_lock lock(open_->mutex);
  return open_->none.wait_for(lock, time, [this] { return open_->served + open_->refused == 0; });
}

/// Only this thread takes slots, so who comes first has the place, however late its own loop comes to it.
void Listener::open(std::size_t index, tcp::socket socket) {
  const auto executor = socket.get_executor();
  if (count(&Open::served) < most_) {
    asio::co_spawn(executor, live(index, std::move(socket), takeSlot(&Open::served)), asio::detached);
  } else if (count(&Open::refused) < limits::connectionsRefused) {
    asio::co_spawn(executor, refuse(index, std::move(socket), takeSlot(&Open::refused)), asio::detached);
  } else {
    turnAway(std::move(socket));
  }
}

void Listener::turnAway(tcp::socket socket) const {
  boost::system::error_code ignored;
  (void)socket.non_blocking(true, ignored);
  // Closing on what was not read would throw the answer away.
  std::array<char, bytesRead> asked{};
  (void)socket.read_some(asio::buffer(asked), ignored);
  (void)socket.write_some(asio::buffer(refusalText(service_)), ignored);
  (void)socket.shutdown(tcp::socket::shutdown_send, ignored);
}

asio::awaitable<void> Listener::refuse(std::size_t index, tcp::socket socket, ConnectionSlot slot) {
  co_await std::make_shared<HttpSession>(std::move(socket), index, service_, std::move(slot))->refuse();
}

asio::awaitable<void> Listener::live(std::size_t index, tcp::socket socket, ConnectionSlot slot) {
  const auto session = std::make_shared<HttpSession>(std::move(socket), index, service_, std::move(slot));
  Lane& lane = lanes_[index];
  lane.sessions.insert(session);
  if (lane.draining) session->drain();
  try {
    co_await session->run();
  } catch (const std::exception& error) {
    log::error("a connection failed: {}", error.what());
  }
  lane.sessions.erase(session);
}

void Listener::drain() {
  asio::post(threads_.loop(0), [this] {
    boost::system::error_code ignored;
    (void)acceptor_.close(ignored);
  });
  for (std::size_t index = 0; index < lanes_.size(); ++index) {
    asio::post(threads_.loop(index), [&lane = lanes_[index]] {
      lane.draining = true;
      for (const auto& session : lane.sessions) session->drain();
    });
  }
}

}  // namespace praktik::net
