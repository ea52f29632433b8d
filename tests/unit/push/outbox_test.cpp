#include "push/outbox.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "support/domain.hpp"

namespace praktik::push {
namespace {

using namespace test;

const SubscriberKeys keys =
    SubscriberKeys::read("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                         "BTBZMqHH6r4Tts7J_aSIgg")
        .value();

/// A message for the nth subscription that may be tried for 30 s.
Delivery message(std::uint64_t subscription, std::string payload, std::string topic = "call") {
  return {nth<SubscriptionId>(subscription),
          {},
          keys,
          std::move(topic),
          std::move(payload),
          now + seconds(30),
          now + seconds(30),
          nullptr};
}

/// The payload of what starts at that instant; "-" when nothing does. `ticket` is its ticket.
std::string started(Outbox& outbox, Instant at, Outbox::Ticket& ticket) {
  const auto next = outbox.start(at);
  if (!next) return "-";
  ticket = next->ticket;
  return next->delivery->payload;
}

/// `payload status` of what is over since the last look.
std::vector<std::string> over(Outbox& outbox) {
  std::vector<std::string> list;
  for (const auto& one : outbox.takeOver()) list.push_back(fmt::format("{} {}", one.delivery.payload, one.status));
  return list;
}

using List = std::vector<std::string>;

TEST(PushOutbox, what_is_taken_is_over_at_once) {
  Outbox outbox;
  Outbox::Ticket ticket = 0;
  outbox.add(message(1, "ring"), now);
  EXPECT_EQ(outbox.nextDue(), now);
  EXPECT_EQ(started(outbox, now, ticket), "ring");
  EXPECT_TRUE(outbox.isAnyOnItsWay());
  EXPECT_EQ(over(outbox), List{});
  outbox.finish(ticket, {201, {}}, now);
  EXPECT_EQ(over(outbox), List{"ring 201"});
  EXPECT_FALSE(outbox.isAnyOnItsWay());
  EXPECT_EQ(outbox.nextDue(), std::nullopt);
}

TEST(PushOutbox, a_final_answer_is_not_asked_again) {
  for (const int status : {200, 201, 202, 301, 400, 401, 403, 404, 410, 413}) {
    Outbox outbox;
    Outbox::Ticket ticket = 0;
    outbox.add(message(1, "ring"), now);
    (void)started(outbox, now, ticket);
    outbox.finish(ticket, {status, {}}, now);
    EXPECT_EQ(over(outbox), List{fmt::format("ring {}", status)});
  }
}

TEST(PushOutbox, a_passing_failure_is_tried_again_with_growing_pauses_while_it_rings) {
  for (const int status : {0, 429, 500, 502, 503}) {
    Outbox outbox;
    Outbox::Ticket ticket = 0;
    outbox.add(message(1, "ring"), now);
    Instant at = now;
    // 1 + 2 + 4 + 8 + 8 = 23 s; the next would come after 31 s, when nothing rings any more.
    for (const seconds pause : {seconds(0), seconds(1), seconds(2), seconds(4), seconds(8), seconds(8)}) {
      at += pause;
      EXPECT_EQ(outbox.nextDue(), at);
      EXPECT_EQ(started(outbox, at - oneMs, ticket), "-") << "never early";
      ASSERT_EQ(started(outbox, at, ticket), "ring") << toMillis(at - now.time_since_epoch());
      EXPECT_EQ(over(outbox), List{});
      outbox.finish(ticket, {status, {}}, at);
    }
    EXPECT_EQ(over(outbox), List{fmt::format("ring {}", status)});
    EXPECT_EQ(outbox.nextDue(), std::nullopt);
  }
}

TEST(PushOutbox, retry_after_is_kept_to) {
  Outbox outbox;
  Outbox::Ticket ticket = 0;
  outbox.add(message(1, "ring"), now);
  (void)started(outbox, now, ticket);
  outbox.finish(ticket, {429, seconds(7)}, now);
  EXPECT_EQ(outbox.nextDue(), now + seconds(7));
  (void)started(outbox, now + seconds(7), ticket);
  outbox.finish(ticket, {429, seconds(3600)}, now + seconds(7));
  EXPECT_EQ(over(outbox), List{"ring 429"}) << "then nothing rings any more";
}

TEST(PushOutbox, a_retry_after_of_any_size_is_a_long_pause_and_no_short_one) {
  for (const seconds asked : {limits::pushRetryAfterMost, limits::pushRetryAfterMost + seconds(1),
                              std::chrono::floor<seconds>(milliseconds::max()) + seconds(1), seconds::max()}) {
    Outbox outbox;
    Outbox::Ticket ticket = 0;
    Delivery patient = message(1, "ring");
    patient.retryUntil = now + limits::pushRetryAfterMost + oneMs;
    outbox.add(patient, now);
    outbox.add(message(2, "ring"), now);
    for (int i = 0; i < 2; ++i) {
      ASSERT_EQ(started(outbox, now, ticket), "ring");
      outbox.finish(ticket, {429, asked}, now);
    }
    EXPECT_EQ(outbox.nextDue(), now + limits::pushRetryAfterMost);
    EXPECT_EQ(over(outbox), List{"ring 429"});
  }
}

TEST(PushOutbox, the_end_of_a_ring_waits_for_the_ring_on_its_way) {
  Outbox outbox;
  Outbox::Ticket ring = 0;
  Outbox::Ticket end = 0;
  outbox.add(message(1, "ring"), now);
  (void)started(outbox, now, ring);
  outbox.add(message(1, "end"), now);
  EXPECT_EQ(started(outbox, now + seconds(5), end), "-");
  outbox.finish(ring, {201, {}}, now + seconds(5));
  EXPECT_EQ(started(outbox, now + seconds(5), end), "end");
  outbox.finish(end, {201, {}}, now + seconds(5));
  EXPECT_EQ(over(outbox), (List{"ring 201", "end 201"}));
}

TEST(PushOutbox, a_ring_that_failed_is_not_tried_again_after_its_end) {
  Outbox outbox;
  Outbox::Ticket ring = 0;
  Outbox::Ticket end = 0;
  outbox.add(message(1, "ring"), now);
  (void)started(outbox, now, ring);
  outbox.add(message(1, "end"), now);
  outbox.finish(ring, {503, {}}, now);
  EXPECT_EQ(over(outbox), List{"ring 503"});
  EXPECT_EQ(started(outbox, now, end), "end");
}

TEST(PushOutbox, the_end_takes_the_place_of_a_ring_that_waits_for_its_next_attempt) {
  Outbox outbox;
  Outbox::Ticket ticket = 0;
  outbox.add(message(1, "ring"), now);
  (void)started(outbox, now, ticket);
  outbox.finish(ticket, {500, {}}, now);
  outbox.add(message(1, "end"), now);
  EXPECT_EQ(over(outbox), List{"ring 500"});
  EXPECT_EQ(started(outbox, now, ticket), "end");
  outbox.finish(ticket, {201, {}}, now);
  EXPECT_EQ(started(outbox, now + seconds(30), ticket), "-");
}

TEST(PushOutbox, others_do_not_wait_for_one_another) {
  Outbox outbox;
  Outbox::Ticket ticket = 0;
  outbox.add(message(1, "to one"), now);
  outbox.add(message(2, "to another"), now);
  outbox.add(message(1, "of another call", "other"), now);
  EXPECT_EQ(started(outbox, now, ticket), "to one");
  EXPECT_EQ(started(outbox, now, ticket), "to another");
  EXPECT_EQ(started(outbox, now, ticket), "of another call");
}

TEST(PushOutbox, so_many_are_on_their_way_and_no_more) {
  Outbox outbox;
  Outbox::Ticket ticket = 0;
  for (std::size_t i = 0; i <= limits::pushesAtOnce; ++i) outbox.add(message(i, "ring"), now);
  for (std::size_t i = 0; i < limits::pushesAtOnce; ++i) ASSERT_EQ(started(outbox, now, ticket), "ring");
  EXPECT_EQ(started(outbox, now, ticket), "-");
  EXPECT_EQ(outbox.nextDue(), std::nullopt) << "only an end makes room";
  outbox.finish(1, {201, {}}, now);
  EXPECT_EQ(started(outbox, now, ticket), "ring");
}

TEST(PushOutbox, that_is_full_takes_no_more) {
  Outbox outbox;
  for (std::size_t i = 0; i < limits::pushesWaiting; ++i) outbox.add(message(i, "ring"), now);
  EXPECT_EQ(over(outbox), List{});
  outbox.add(message(limits::pushesWaiting, "too many"), now);
  EXPECT_EQ(over(outbox), List{"too many 0"});
}

TEST(PushOutbox, gives_everything_up_at_the_end) {
  Outbox outbox;
  Outbox::Ticket ticket = 0;
  outbox.add(message(1, "flying"), now);
  (void)started(outbox, now, ticket);
  outbox.add(message(1, "behind"), now);
  outbox.add(message(2, "waiting"), now);
  EXPECT_EQ(outbox.giveUp().size(), 3U);
  EXPECT_FALSE(outbox.isAnyOnItsWay());
  EXPECT_EQ(outbox.nextDue(), std::nullopt);
}

}  // namespace
}  // namespace praktik::push
