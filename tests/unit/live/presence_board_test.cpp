#include "live/presence_board.hpp"

#include <gtest/gtest.h>

namespace praktik::live {
namespace {

UserId person(std::uint16_t number) {
  return UserId(UuidBytes{static_cast<std::uint8_t>(number >> 8U), static_cast<std::uint8_t>(number & 0xFFU)});
}

SignInId device(std::uint8_t number) { return SignInId(UuidBytes{number}); }

constexpr Instant start = fromMillis(1'000'000);

TEST(PresenceBoard, a_person_has_a_page_until_the_last_one_leaves) {
  PresenceBoard board(start);
  EXPECT_EQ(board.arrive(person(1), device(1)), PresenceBoard::Arrival::first);
  EXPECT_EQ(board.arrive(person(1), device(1)), PresenceBoard::Arrival::further);
  EXPECT_FALSE(board.leave(person(1), device(1), start));
  EXPECT_TRUE(board.hasPage(person(1)));
  EXPECT_TRUE(board.leave(person(1), device(1), start));
  EXPECT_FALSE(board.hasPage(person(1)));
}

TEST(PresenceBoard, a_sign_in_has_a_page_until_its_own_last_one_leaves) {
  PresenceBoard board(start);
  board.arrive(person(1), device(1));
  board.arrive(person(1), device(2));
  board.arrive(person(1), device(2));
  EXPECT_EQ(board.signInsWithPage().size(), 2);
  board.leave(person(1), device(1), start);
  EXPECT_FALSE(board.hasPage(device(1)));
  board.leave(person(1), device(2), start);
  EXPECT_EQ(board.signInsWithPage(), std::vector{device(2)});
  board.leave(person(1), device(2), start);
  EXPECT_FALSE(board.hasPage(device(2)));
  EXPECT_TRUE(board.signInsWithPage().empty());
}

TEST(PresenceBoard, a_page_that_is_refused_counts_for_no_sign_in) {
  PresenceBoard board(start);
  for (std::size_t i = 0; i < limits::connectionsPerUser; ++i) board.arrive(person(1), device(1));
  board.arrive(person(1), device(2));
  EXPECT_FALSE(board.hasPage(device(2)));
}

TEST(PresenceBoard, the_twenty_first_connection_of_a_person_is_refused) {
  PresenceBoard board(start);
  for (std::size_t i = 0; i < limits::connectionsPerUser; ++i) {
    EXPECT_NE(board.arrive(person(1), device(1)), PresenceBoard::Arrival::refused);
  }
  EXPECT_EQ(board.arrive(person(1), device(1)), PresenceBoard::Arrival::refused);
  EXPECT_EQ(board.arrive(person(2), device(1)), PresenceBoard::Arrival::first);
}

TEST(PresenceBoard, somebody_never_seen_was_last_seen_when_the_server_started) {
  const PresenceBoard board(start);
  EXPECT_EQ(board.lastSeen(person(1)), start);
}

TEST(PresenceBoard, forgets_those_who_left_long_ago_and_nobody_else) {
  PresenceBoard board(start);
  board.arrive(person(0), device(1));
  for (std::uint16_t i = 1; i < limits::absentKept; ++i) {
    board.arrive(person(i), device(1));
    board.leave(person(i), device(1), start + seconds(1));
  }
  const std::uint16_t recent = limits::absentKept + 1;
  board.arrive(person(recent), device(1));
  board.leave(person(recent), device(1), start + std::chrono::hours(1));
  EXPECT_EQ(board.lastSeen(person(1)), start);
  EXPECT_EQ(board.lastSeen(person(recent)), start + std::chrono::hours(1));
  EXPECT_TRUE(board.hasPage(person(0)));
}

}  // namespace
}  // namespace praktik::live
