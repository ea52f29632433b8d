#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>

#include "app/engine.hpp"
#include "app/passwords.hpp"

/// From an event loop to the database's threads and back: the coroutine waits, the loop goes on.
namespace praktik::net {

/// Runs the command on the writer. False: nothing of it happened.
boost::asio::awaitable<bool> onWriter(app::Engine& engine, std::function<void(app::Work&)> command);

/// Runs the query on a reader. False: it failed, or too many wait already.
boost::asio::awaitable<bool> onReader(app::Engine& engine, std::function<void(const app::Reading&)> query);

/// Runs slow work with passwords on their pool, as the turn of that network. False: it failed, or too many wait already.
boost::asio::awaitable<bool> onPasswordPool(app::PasswordPool& pool, std::string network, std::function<void()> work);

/// Resumes the coroutine on its own loop once `start` has called what it is given, from any thread, exactly once.
boost::asio::awaitable<bool> fromElsewhere(std::function<void(std::function<void(bool)>)> start);

}  // namespace praktik::net
