#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "net/authenticate.hpp"
#include "net/route.hpp"
#include "net/static_files.hpp"

namespace praktik::net {

/// Finds the route of a request, checks who asks, runs the handler and turns what it says into an answer.
/// Used by all loops at once; nothing in it changes after construction.
class Router {
 public:
  Router(Services& services, const StaticFiles& files, std::vector<Route> routes);

  boost::asio::awaitable<Response> serve(Request request) const;

 private:
  struct Row {
    Route route;
    std::vector<std::string_view> parts;  ///< of the pattern
  };
  struct Match {
    const Row* row = nullptr;
    std::vector<std::string_view> captures;
    std::string allowed;  ///< the methods of this path, where it is known and the method is not
  };

  Match find(const Request& request) const;
  boost::asio::awaitable<Response> answer(const Request& request, const Match& match) const;
  boost::asio::awaitable<Reply> handle(const Row& row, Exchange& exchange) const;
  /// Puts a refusal on record that is worth it.
  void note(const Row& row, const Exchange& exchange, const app::Refused& refused) const;
  boost::asio::awaitable<Reply> guarded(const Row& row, Exchange& exchange) const;

  Services& services_;
  const StaticFiles& files_;
  std::vector<Row> rows_;
};

}  // namespace praktik::net
