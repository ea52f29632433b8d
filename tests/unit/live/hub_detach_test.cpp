#include <future>

#include "base/limits.hpp"
#include "unit/live/hub_fixture.hpp"

/// What the database is told of pages that came and went while it took nothing.
namespace praktik::live {
namespace {

/// Holds the writer up: what is queued behind waits, and once the queue is full everything else is refused.
class Held {
 public:
  explicit Held(app::Engine& engine) : engine_(engine) {
    auto reached = std::make_shared<std::promise<void>>();
    engine_.write(
        [reached, goOn = goOn_.get_future().share()](app::Work&) {
          reached->set_value();
          goOn.wait();
        },
        [](bool) {});
    reached->get_future().wait();
  }
  ~Held() { letGo(); }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;

  void fillQueue() {
    auto isFull = std::make_shared<bool>(false);
    while (!*isFull) {
      engine_.write([](app::Work&) {},
                    [isFull](bool committed) {
                      if (!committed) *isFull = true;
                    });
    }
  }
  void letGo() {
    if (!std::exchange(isOver_, true)) goOn_.set_value();
  }

 private:
  app::Engine& engine_;
  std::promise<void> goOn_;
  bool isOver_ = false;
};

class DetachTest : public HubTest {
 protected:
  Connected attached() {
    auto page = connect(patient);
    say(page, attach);
    until("the page is attached", [&] { return !page.page->messages("attached").empty(); });
    return page;
  }
  void runWhatIsReady() {
    io.restart();
    io.poll();
  }
  /// Read beside the writer, whose queue may still be full.
  bool isAttached() {
    std::promise<bool> answer;
    EXPECT_TRUE(place.engine().read(
        [&](const app::Reading& reading) { answer.set_value(!store::findCall(reading.db, call)->patientDue); }));
    return answer.get_future().get();
  }

  CallId call = activeCall();
  object attach{{"op", "attach"}, {"call", call.text()}};
};

TEST_F(DetachTest, a_page_that_closes_while_the_database_takes_nothing_is_detached_once_it_does) {
  const auto here = attached();
  {
    Held held(place.engine());
    held.fillQueue();
    here.session->onClosed(place.now());
    runWhatIsReady();
  }
  until("the page's end took effect", [&] { return !isAttached(); });
}

TEST_F(DetachTest, a_page_that_came_meanwhile_is_attached_once_the_database_takes_it) {
  const auto first = attached();
  const auto second = connect(patient);
  settle();
  {
    Held held(place.engine());
    say(second, attach);
    first.session->onClosed(place.now());
    runWhatIsReady();
  }
  place.run([](app::Work&) { return true; });
  // The second page's coming is committed, and behind it the first page's going; the hub knows of neither.
  ASSERT_FALSE(isAttached());
  {
    Held held(place.engine());
    held.fillQueue();
    runWhatIsReady();
  }
  ASSERT_EQ(second.page->messages("attached").size(), 1U);
  until("the second page is attached", [&] { return isAttached(); });
}

TEST_F(DetachTest, a_call_that_ends_in_the_commit_that_attached_a_page_detaches_it) {
  const auto page = connect(patient);
  settle();
  {
    const Held held(place.engine());
    say(page, attach);
    place.engine().write([this](app::Work& work) { EXPECT_TRUE(app::endCall(work, doctor, call)); }, [](bool) {});
  }
  until("the page is detached", [&] { return !page.page->messages("detached").empty(); });
  EXPECT_EQ(page.page->messages("attached").size(), 1U);
  EXPECT_EQ(page.page->messages("detached")[0].at("reason").as_string(), "call_over");
}

TEST_F(DetachTest, a_page_that_attaches_in_the_commit_behind_the_end_of_its_call_is_refused) {
  const auto page = connect(patient);
  settle();
  {
    const Held held(place.engine());
    place.engine().write([this](app::Work& work) { EXPECT_TRUE(app::endCall(work, doctor, call)); }, [](bool) {});
    say(page, attach);
  }
  until("the page is refused", [&] { return !page.page->messages("error").empty(); });
  EXPECT_EQ(page.page->messages("error")[0].at("code").as_string(), "call_over");
  EXPECT_TRUE(page.page->messages("attached").empty());
}

TEST_F(DetachTest, nothing_is_tried_again_once_the_hub_has_stopped) {
  const auto here = attached();
  Held held(place.engine());
  held.fillQueue();
  here.session->onClosed(place.now());
  runWhatIsReady();
  hub.stop();
  io.restart();
  io.run_for(10 * limits::seatRecordedAgainAfter);
  EXPECT_TRUE(io.stopped()) << "something still waits";
}

}  // namespace
}  // namespace praktik::live
