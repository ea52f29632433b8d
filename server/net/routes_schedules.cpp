#include "app/schedules.hpp"
#include "net/routes.hpp"

namespace praktik::net {
namespace {

using app::Caller;
using app::Reading;
using app::Work;
using domain::Action;

using Capacity = Whole<1, limits::capacityMost>;
using Note = Text<0, limits::noteChars>;

struct ScheduleBody {
  Instant startsAt;
  Instant endsAt;
  std::optional<Capacity> capacity;
  std::optional<Note> note;
};
BOOST_DESCRIBE_STRUCT(ScheduleBody, (), (startsAt, endsAt, capacity, note))

struct SchedulePatch {
  std::optional<Instant> startsAt;
  std::optional<Instant> endsAt;
  Patch<Capacity> capacity;
  Patch<Note> note;
};
BOOST_DESCRIBE_STRUCT(SchedulePatch, (), (startsAt, endsAt, capacity, note))

struct NoticeBody {
  Nullable<Text<0, limits::noticeChars>> text;
};
BOOST_DESCRIBE_STRUCT(NoticeBody, (), (text))

struct SpanQuery {
  std::optional<Instant> from;
  std::optional<Instant> to;
};
BOOST_DESCRIBE_STRUCT(SpanQuery, (), (from, to))

/// The app's form of a patched field: the outer optional says whether it was given.
template <class Value, class Field>
app::Patch<Value> changed(const Patch<Field>& field) {
  if (!field.given) return std::nullopt;
  return valueOf(field.value);
}

Reply list(const Reading& reading, const Caller& caller, const SpanQuery& span) {
  return answer(app::listSchedules(reading, caller, {span.from, span.to}));
}

Reply create(Work& work, const Caller& caller, const ScheduleBody& body) {
  const app::NewSchedule wanted{{body.startsAt, body.endsAt}, valueOf(body.capacity), valueOf(body.note)};
  return answerMade("schedule", app::createSchedule(work, caller, wanted), true);
}

Reply read(const Reading& reading, const Caller& caller, const ScheduleId& id) {
  return answer("schedule", app::readSchedule(reading, caller, id));
}

Reply edit(Work& work, const Caller& caller, const ScheduleId& id, const SchedulePatch& patch) {
  const app::ScheduleEdit edit{patch.startsAt, patch.endsAt, changed<std::int64_t>(patch.capacity),
                               changed<std::string>(patch.note)};
  return answer("schedule", app::editSchedule(work, caller, id, edit));
}

Reply start(Work& work, const Caller& caller, const ScheduleId& id) {
  return answer("schedule", app::startSchedule(work, caller, id));
}

Reply complete(Work& work, const Caller& caller, const ScheduleId& id) {
  return answer("schedule", app::completeSchedule(work, caller, id));
}

Reply reopen(Work& work, const Caller& caller, const ScheduleId& id) {
  return answer("schedule", app::reopenSchedule(work, caller, id));
}

Reply cancel(Work& work, const Caller& caller, const ScheduleId& id) {
  return answer("schedule", app::cancelSchedule(work, caller, id));
}

Reply setNotice(Work& work, const Caller& caller, const ScheduleId& id, const NoticeBody& body) {
  return answer("schedule", app::setNotice(work, caller, id, valueOf(body.text.value)));
}

Reply calendar(const Reading& reading, const Caller& caller, const ScheduleId& id) {
  auto text = app::scheduleCalendar(reading, caller, id);
  if (!text) return std::unexpected(std::move(text.error()));
  Response response;
  response.set("Content-Type", "text/calendar; charset=utf-8");
  response.set("Content-Disposition", "attachment; filename=\"praktik.ics\"");
  response.text = std::move(*text);
  return response;
}

Reply summary(const Reading& reading, const Caller& caller, const ScheduleId& id) {
  return answer(app::scheduleSummary(reading, caller, id));
}

}  // namespace

std::vector<Route> scheduleRoutes() {
  return {
      {Verb::get, "/api/schedules", to(Action::readSchedule), query(list)},
      {Verb::post, "/api/schedules", to(Action::createSchedule), command(create)},
      {Verb::get, "/api/schedules/{id}", to(Action::readSchedule), query(read)},
      {Verb::patch, "/api/schedules/{id}", to(Action::changeSchedule), command(edit)},
      {Verb::post, "/api/schedules/{id}/start", to(Action::changeSchedule), command(start)},
      {Verb::post, "/api/schedules/{id}/complete", to(Action::changeSchedule), command(complete)},
      {Verb::post, "/api/schedules/{id}/reopen", to(Action::changeSchedule), command(reopen)},
      {Verb::post, "/api/schedules/{id}/cancel", to(Action::changeSchedule), command(cancel)},
      {Verb::put, "/api/schedules/{id}/notice", to(Action::changeSchedule), command(setNotice)},
      {Verb::get, "/api/schedules/{id}/calendar.ics", to(Action::readSchedule), query(calendar)},
      {Verb::get, "/api/schedules/{id}/summary", to(Action::changeSchedule), query(summary)},
  };
}

}  // namespace praktik::net
