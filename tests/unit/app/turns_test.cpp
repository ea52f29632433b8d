#include "app/turns.hpp"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace praktik::app {
namespace {

class TurnsTest : public testing::Test {
 protected:
  /// So many of this client, each named by its client and number. Gives those that had no place.
  std::vector<std::string> add(const std::string& client, int count) {
    std::vector<std::string> refused;
    for (int i = 0; i < count; ++i) {
      if (auto none = turns.add(client, client + std::to_string(numbers++))) refused.push_back(*none);
    }
    return refused;
  }
  std::vector<std::string> all() {
    std::vector<std::string> served;
    while (!turns.isEmpty()) served.push_back(turns.next());
    return served;
  }
  using Items = std::vector<std::string>;

  Turns<std::string> turns{6};
  int numbers = 0;
};

TEST_F(TurnsTest, go_round_those_who_wait_and_keep_the_order_of_each) {
  add("a", 3);
  add("b", 1);
  add("c", 2);
  EXPECT_EQ(all(), (Items{"a0", "b3", "c4", "a1", "c5", "a2"}));
}

TEST_F(TurnsTest, let_nobody_who_comes_again_and_again_before_one_who_waits) {
  add("a", 3);
  add("b", 1);
  EXPECT_EQ(turns.next(), "a0");
  add("a", 1);
  EXPECT_EQ(turns.next(), "b3");
  add("b", 1);
  EXPECT_EQ(all(), (Items{"a1", "b5", "a2", "a4"}));
}

TEST_F(TurnsTest, are_all_for_one_client_while_there_is_no_other) {
  EXPECT_EQ(add("a", 8), (Items{"a6", "a7"}));
  EXPECT_EQ(turns.next(), "a0");
  EXPECT_EQ(add("a", 2), (Items{"a9"})) << "one was free again";
}

TEST_F(TurnsTest, that_are_all_taken_give_a_newcomer_the_last_place_of_whoever_has_most) {
  add("a", 2);
  add("b", 4);
  EXPECT_EQ(add("c", 1), (Items{"b5"}));
  EXPECT_EQ(add("d", 1), (Items{"b4"}));
  EXPECT_EQ(all(), (Items{"a0", "b2", "c6", "d7", "a1", "b3"}));
}

TEST_F(TurnsTest, that_are_all_taken_come_to_as_many_for_each) {
  add("a", 6);
  EXPECT_EQ(add("b", 4), (Items{"a5", "a4", "a3", "b9"}));
  EXPECT_EQ(add("a", 1), (Items{"a10"}));
  EXPECT_EQ(all(), (Items{"a0", "b6", "a1", "b7", "a2", "b8"}));
}

TEST_F(TurnsTest, that_are_all_taken_by_one_each_are_taken_from_nobody) {
  for (const auto* client : {"a", "b", "c", "d", "e", "f"}) add(client, 1);
  EXPECT_EQ(add("g", 1), (Items{"g6"}));
  EXPECT_EQ(all().size(), 6U);
}

TEST_F(TurnsTest, forget_whoever_has_nothing_waiting_any_more) {
  add("a", 1);
  EXPECT_EQ(all(), (Items{"a0"}));
  EXPECT_TRUE(turns.isEmpty());
  add("b", 1);
  add("a", 1);
  EXPECT_EQ(all(), (Items{"b1", "a2"})) << "its former turn gives it no precedence";
}

}  // namespace
}  // namespace praktik::app
