#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/describe/class.hpp>
#include <functional>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <vector>

#include "domain/access.hpp"
#include "net/exchange.hpp"
#include "net/json_body.hpp"
#include "store/users.hpp"

/// Routes as rows: method, pattern, who may, and a handler made of a plain function.
namespace praktik::net {

using Reply = app::Result<Response>;
using Handler = std::function<boost::asio::awaitable<Reply>(Exchange&)>;

/// What using a route is, in the words of the table of access; what stands behind the path's id decides the rest. Made by
/// `to` alone, so a route without it does not compile.
class Access {
 public:
  /// The action, or the other one where the route means that to the role.
  domain::Action actionOf(domain::Role role) const {
    return otherwise_ && !domain::mayEver(role, action_) ? *otherwise_ : action_;
  }
  /// Everything that the route may be.
  std::vector<domain::Action> actions() const {
    return otherwise_ ? std::vector{action_, *otherwise_} : std::vector{action_};
  }
  bool isOpen() const { return domain::isOpen(action_); }

 private:
  friend Access to(domain::Action action);
  friend Access to(domain::Action action, domain::Action otherwise);
  Access(domain::Action action, std::optional<domain::Action> otherwise) : action_(action), otherwise_(otherwise) {}

  domain::Action action_;
  std::optional<domain::Action> otherwise_;
};

inline Access to(domain::Action action) { return {action, std::nullopt}; }
/// The same route for the other role, when it means something else to it.
inline Access to(domain::Action action, domain::Action otherwise) { return {action, otherwise}; }

struct Route {
  Verb verb;
  std::string_view pattern;  ///< "/api/schedules/{id}": a part in braces takes any one part of a path
  Access access;
  Handler handler;
  /// Is the refresh cookie enough, for a browser whose access token ran out? The exchange then has no caller.
  bool isOpenToRefreshCookie = false;
};

/// Runs the command on the writer for the exchange's caller, who must still be signed in by then (app::stillSignedIn).
/// `try_again`: nothing of it happened.
boost::asio::awaitable<Reply> runAsCaller(Exchange& exchange, std::function<Reply(app::Work&)> command);

/// The same for a caller who knew the password that `proved` has; `try_again`, too, when it was changed since.
boost::asio::awaitable<Reply> runAsProved(Exchange& exchange, const store::User& proved,
                                          std::function<Reply(app::Work&)> command);

/// A body or query without any field.
struct NoFields {};
BOOST_DESCRIBE_STRUCT(NoFields, (), ())

/// The request's fields as one JSON object: of a GET the query's, of all others the body's. Refused as `media_type`,
/// `malformed`, or `invalid` for a query where none belongs. `mayBeEmpty`: no body at all stands for no field.
app::Result<boost::json::object> fieldsOf(const Request& request, bool mayBeEmpty);

/// The fields of a request as a struct.
template <class Fields>
app::Result<Fields> readFields(const Request& request) {
  static const bool mayBeEmpty = readBody<Fields>(boost::json::object{}).has_value();
  auto object = fieldsOf(request, mayBeEmpty);
  if (!object) return std::unexpected(std::move(object.error()));
  auto fields = readBody<Fields>(*object);
  if (fields) return std::move(*fields);
  app::Refused refused(Refusal::invalid);
  refused.errors = std::move(fields.error());
  return std::unexpected(std::move(refused));
}

namespace detail {

template <class T>
struct IsId : std::false_type {};
template <class Kind>
struct IsId<Id<Kind>> : std::true_type {};

template <class... Inputs>
struct FieldsOf {
  using type = NoFields;
};
template <class First, class... Rest>
struct FieldsOf<First, Rest...> {
  using type = std::conditional_t<IsId<First>::value, typename FieldsOf<Rest...>::type, First>;
};

/// Everything a handler function takes from the request: fields first (422), then the path's ids (404).
template <class... Inputs>
app::Result<std::tuple<Inputs...>> readInputs(const Exchange& exchange) {
  using Fields = typename FieldsOf<Inputs...>::type;
  auto fields = readFields<Fields>(exchange.request);
  if (!fields) return std::unexpected(std::move(fields.error()));
  std::size_t capture = 0;
  bool areIds = true;
  const auto input = [&]<class Input>(std::type_identity<Input>) -> Input {
    if constexpr (IsId<Input>::value) {
      const auto id = Input::parse(exchange.captures.at(capture++));
      areIds = areIds && id.has_value();
      return id.value_or(Input{});
    } else {
      return std::move(*fields);
    }
  };
  // Braces, because only they promise the order from left to right.
  std::tuple<Inputs...> inputs{input(std::type_identity<Inputs>{})...};
  if (!areIds) return std::unexpected(Refusal::not_found);
  return inputs;
}

using OnWriter = std::function<Reply(app::Work&)>;
using OnReader = std::function<Reply(const app::Reading&)>;
Handler running(std::function<app::Result<OnWriter>(const Exchange&)> prepare);
Handler asking(std::function<app::Result<OnReader>(const Exchange&)> prepare);

template <class Run, class Context, class Function, class... Inputs>
auto preparing(Function function) {
  return [function](const Exchange& exchange) -> app::Result<Run> {
    auto inputs = readInputs<Inputs...>(exchange);
    if (!inputs) return std::unexpected(std::move(inputs.error()));
    return Run([function, caller = *exchange.caller, inputs = std::move(*inputs)](Context& context) {
      return std::apply([&](const Inputs&... values) { return function(context, caller, values...); }, inputs);
    });
  };
}

}  // namespace detail

/// A handler that runs the function on the writer. What the function takes behind the caller is read from the request:
/// ids from the path's captures, in order, and one described struct from the body.
template <class... Inputs>
Handler command(Reply (*function)(app::Work&, const app::Caller&, const Inputs&...)) {
  return detail::running(detail::preparing<detail::OnWriter, app::Work, decltype(function), Inputs...>(function));
}

/// The same for a function that only reads.
template <class... Inputs>
Handler query(Reply (*function)(const app::Reading&, const app::Caller&, const Inputs&...)) {
  return detail::asking(
      detail::preparing<detail::OnReader, const app::Reading, decltype(function), Inputs...>(function));
}

/// `{name: object}` with status 200, or the refusal.
Reply answer(std::string_view name, app::Result<boost::json::object> result);
/// The same with 201 for what the command made.
Reply answerMade(std::string_view name, app::Result<boost::json::object> result, bool isNew);
/// An object that is the whole answer.
Reply answer(app::Result<boost::json::object> result);
/// 204, or the refusal.
Reply answer(app::Result<void> result);

}  // namespace praktik::net
