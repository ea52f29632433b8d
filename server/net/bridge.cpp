#include "net/bridge.hpp"

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>

#include "base/log.hpp"

namespace praktik::net {

namespace asio = boost::asio;

asio::awaitable<bool> fromElsewhere(std::function<void(std::function<void(bool)>)> start) {
  auto initiate = [start = std::move(start)](auto handler) {
    // std::function copies what it holds, and a completion handler can only be moved.
    auto shared = std::make_shared<decltype(handler)>(std::move(handler));
    start([shared](bool value) {
      const auto executor = asio::get_associated_executor(*shared);
      asio::post(executor, [shared, value] { std::move (*shared)(value); });
    });
  };
  const bool value = co_await asio::async_initiate<const asio::use_awaitable_t<>, void(bool)>(std::move(initiate),
                                                                                              asio::use_awaitable);
  co_return value;
}

asio::awaitable<bool> onWriter(app::Engine& engine, std::function<void(app::Work&)> command) {
  auto start = [&engine, command = std::move(command)](std::function<void(bool)> done) {
    engine.write(command, std::move(done));
  };
  co_return co_await fromElsewhere(std::move(start));
}

asio::awaitable<bool> onPasswordPool(app::PasswordPool& pool, std::string network, std::function<void()> work) {
  auto start = [&pool, network = std::move(network), work = std::move(work)](const std::function<void(bool)>& done) {
    pool.run(network, [work, done](bool isItsTurn) {
      bool succeeded = false;
      try {
        if (isItsTurn) work();
        succeeded = isItsTurn;
      } catch (const std::exception& error) {
        log::error("work with a password failed: {}", error.what());
      }
      done(succeeded);
    });
  };
  co_return co_await fromElsewhere(std::move(start));
}

asio::awaitable<bool> onReader(app::Engine& engine, std::function<void(const app::Reading&)> query) {
  auto start = [&engine, query = std::move(query)](const std::function<void(bool)>& done) {
    const bool accepted = engine.read([query, done](const app::Reading& reading) {
      try {
        query(reading);
      } catch (...) {
        done(false);
        throw;  // the database says what it means, and whether it is damaged
      }
      done(true);
    });
    if (!accepted) done(false);
  };
  co_return co_await fromElsewhere(std::move(start));
}

}  // namespace praktik::net
