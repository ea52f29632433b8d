#pragma once

#include <array>
#include <boost/describe/enumerators.hpp>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <string_view>
#include <variant>

/// Decision tables: one row a command, one column a state, each cell the words that the decision must come to.
namespace praktik::test {

template <class Command, std::size_t Columns>
struct Row {
  std::string_view name;
  Command command;
  std::array<std::string_view, Columns> expected;
};

/// Decides every cell with `decideWords(command, column)` and compares. A command of the variant without a row fails, and
/// so does a cell left out: it is the empty string, which no decision comes to.
template <class Command, std::size_t Columns, std::size_t Rows, class Decide>
void expectTable(const Row<Command, Columns> (&rows)[Rows], const std::array<std::string_view, Columns>& columns,
                 const Decide& decideWords) {
  std::set<std::size_t> commands;
  for (const auto& row : rows) {
    commands.insert(row.command.index());
    for (std::size_t column = 0; column < Columns; ++column) {
      EXPECT_EQ(decideWords(row.command, column), row.expected.at(column))
          << row.name << " when " << columns.at(column);
    }
  }
  EXPECT_EQ(commands.size(), std::variant_size_v<Command>) << "a command has no row";
}

/// The number of enumerators of a described enum, for checks that a table has a column for each.
template <class Enum>
inline constexpr std::size_t enumerators = boost::mp11::mp_size<boost::describe::describe_enumerators<Enum>>::value;

}  // namespace praktik::test
