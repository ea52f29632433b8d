#pragma once

#include <array>
#include <soci/soci.h>
#include <utility>

#include "store/connection.hpp"
#include "store/error.hpp"

namespace praktik::store {

/// The place that SOCI reads a bound value from, or writes a fetched one to.
template <class T>
struct Cell {
  using Stored = typename Column<T>::Stored;
  Stored stored{};
  soci::indicator indicator = soci::i_ok;

  void set(const T& value) { stored = Column<T>::store(value); }
  T get() const {
    if (indicator != soci::i_ok) throw DatabaseError("a column that must have a value is null");
    return Column<T>::load(stored);
  }
};

template <class T>
struct Cell<std::optional<T>> {
  using Stored = typename Column<T>::Stored;
  Stored stored{};
  soci::indicator indicator = soci::i_null;

  void set(const std::optional<T>& value) {
    indicator = value ? soci::i_ok : soci::i_null;
    if (value) stored = Column<T>::store(*value);
  }
  std::optional<T> get() const {
    if (indicator != soci::i_ok) return std::nullopt;
    return Column<T>::load(stored);
  }
};

/// One prepared statement with its bound cells. This is the only place that meets SOCI's statements, and their traps:
/// a statement with rows is always fetched to its end and a failed one is dropped, otherwise it would keep its
/// transaction or snapshot open until its next use.
template <class Row, class... In>
class Connection::Prepared final : public Connection::PreparedBase {
 public:
  Prepared(soci::session& session, std::string_view sql) : Prepared(session, sql, std::index_sequence_for<In...>{}) {}

  std::vector<Row> all(const In&... in) {
    return guarded([&] {
      bind(in...);
      statement_.execute(false);
      std::vector<Row> rows;
      while (statement_.fetch()) rows.push_back(row(std::make_index_sequence<std::tuple_size_v<Row>>{}));
      return rows;
    });
  }

  std::int64_t run(const In&... in) {
    return guarded([&] {
      bind(in...);
      statement_.execute(true);
      return static_cast<std::int64_t>(statement_.get_affected_rows());
    });
  }

 private:
  template <class R>
  struct Cells;
  template <class... Out>
  struct Cells<std::tuple<Out...>> {
    using type = std::tuple<Cell<Out>...>;
  };

  template <std::size_t... I>
  Prepared(soci::session& session, std::string_view sql, std::index_sequence<I...>) : statement_(session) {
    guarded([&] {
      (statement_.exchange(soci::use(std::get<I>(in_).stored, std::get<I>(in_).indicator, names[I])), ...);
      exchangeInto(std::make_index_sequence<std::tuple_size_v<Row>>{});
      statement_.alloc();
      statement_.prepare(std::string(sql));
      statement_.define_and_bind();
    });
  }

  template <std::size_t... I>
  void exchangeInto(std::index_sequence<I...>) {
    (statement_.exchange(soci::into(std::get<I>(out_).stored, std::get<I>(out_).indicator)), ...);
  }

  void bind(const In&... in) {
    std::apply([&](auto&... cell) { (cell.set(in), ...); }, in_);
  }

  template <std::size_t... I>
  Row row(std::index_sequence<I...>) {
    return Row(std::get<I>(out_).get()...);
  }

  template <class Step>
  auto guarded(Step step) -> decltype(step()) {
    try {
      return step();
    } catch (const std::exception& error) {
      broken_ = true;
      statement_.clean_up();
      throwTranslated(error);
    }
  }

  static constexpr std::array<const char*, 24> names = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l",
                                                        "m", "n", "o", "p", "q", "r", "s", "t", "u", "v", "w", "x"};
  static_assert(sizeof...(In) <= names.size());

  std::tuple<Cell<In>...> in_;
  typename Cells<Row>::type out_;
  soci::statement statement_;
};

template <class Row, class... In>
Connection::Prepared<Row, In...>& Connection::prepared(std::string_view sql) {
  auto& slot = prepared_[sql.data()];
  if (!slot || slot->broken_) slot = std::make_unique<Prepared<Row, In...>>(*session_, sql);
  auto* statement = dynamic_cast<Prepared<Row, In...>*>(slot.get());
  if (statement == nullptr) throw DatabaseError("one statement was used with two sets of types");
  return *statement;
}

}  // namespace praktik::store
