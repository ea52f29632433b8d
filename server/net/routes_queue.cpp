#include "app/call_quality.hpp"
#include "app/calls.hpp"
#include "app/queue.hpp"
#include "net/routes.hpp"

namespace praktik::net {
namespace {

using app::Caller;
using app::Reading;
using app::Work;
using domain::Action;

struct JoinBody {
  std::optional<Text<0, limits::reasonChars>> reason;
};
BOOST_DESCRIBE_STRUCT(JoinBody, (), (reason))

struct ReadinessBody {
  bool ready = false;
};
BOOST_DESCRIBE_STRUCT(ReadinessBody, (), (ready))

Reply answerWith(std::string_view name, app::Result<app::Made> made) {
  if (!made) return std::unexpected(std::move(made.error()));
  return answerMade(name, std::move(made->object), made->isNew);
}

Reply join(Work& work, const Caller& caller, const ScheduleId& id, const JoinBody& body) {
  return answerWith("entry", app::joinQueue(work, caller, id, valueOf(body.reason)));
}

Reply read(const Reading& reading, const Caller& caller, const ScheduleId& id) {
  return answer(app::readQueue(reading, caller, id));
}

Reply setReadiness(Work& work, const Caller& caller, const EntryId& id, const ReadinessBody& body) {
  return answer("entry", app::setReadiness(work, caller, id, body.ready));
}

Reply leave(Work& work, const Caller& caller, const EntryId& id) { return answer(app::leaveQueue(work, caller, id)); }

Reply invite(Work& work, const Caller& caller, const EntryId& id) {
  return answerWith("call", app::invite(work, caller, id));
}

Reply requeue(Work& work, const Caller& caller, const EntryId& id) {
  return answer("entry", app::requeue(work, caller, id));
}

Reply readCalls(const Reading& reading, const Caller& caller, const EntryId& id) {
  return answer(app::readCallsOfEntry(reading, caller, id));
}

}  // namespace

std::vector<Route> queueRoutes() {
  return {
      {Verb::post, "/api/schedules/{id}/queue", to(Action::joinQueue), command(join)},
      {Verb::get, "/api/schedules/{id}/queue", to(Action::readQueue), query(read)},
      {Verb::put, "/api/queue/{entryId}/readiness", to(Action::setReadiness), command(setReadiness)},
      {Verb::del, "/api/queue/{entryId}", to(Action::leaveQueue, Action::removeEntry), command(leave)},
      {Verb::post, "/api/queue/{entryId}/call", to(Action::invite), command(invite)},
      {Verb::post, "/api/queue/{entryId}/requeue", to(Action::requeue), command(requeue)},
      {Verb::get, "/api/queue/{entryId}/calls", to(Action::readQuality), query(readCalls)},
  };
}

}  // namespace praktik::net
