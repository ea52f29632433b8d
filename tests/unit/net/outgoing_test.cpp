#include "net/outgoing.hpp"

#include <array>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

namespace praktik::net {
namespace {

live::Frame frameOf(std::size_t bytes) { return std::make_shared<const std::string>(bytes, 'x'); }

TEST(Outgoing, counts_all_but_the_longest_wherever_it_stands) {
  Outgoing outgoing;
  EXPECT_EQ(outgoing.bytesBesideLongest(), 0U);
  for (const std::size_t bytes : {10U, 5000U, 20U}) outgoing.push(frameOf(bytes));
  EXPECT_EQ(outgoing.bytes(), 5030U);
  EXPECT_EQ(outgoing.bytesBesideLongest(), 30U);
}

TEST(Outgoing, counts_of_a_frame_on_its_way_what_is_left_of_it) {
  std::array<int, 2> ends{};
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()), 0);
  Outgoing outgoing;
  constexpr std::size_t much = 64U * 1024U * 1024U;
  outgoing.push(frameOf(much));
  outgoing.push(frameOf(7));
  EXPECT_EQ(outgoing.sendTo(ends[0]), Outgoing::Sent::some);
  EXPECT_LT(outgoing.bytes(), much);
  EXPECT_EQ(outgoing.bytesBesideLongest(), 7U);
  for (const int end : ends) ::close(end);
}

}  // namespace
}  // namespace praktik::net
