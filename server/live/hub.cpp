#include "live/hub.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <set>

#include "app/accounts.hpp"
#include "app/calls.hpp"
#include "base/limits.hpp"
#include "base/log.hpp"

namespace praktik::live {
namespace {

void sendTo(const std::shared_ptr<Session>& session, Frame frame) {
  session->lane().post([session, frame = std::move(frame)] { session->send(frame); });
}

void refuse(const std::shared_ptr<Session>& session, Refusal refusal, std::string_view re) {
  if (refusal == Refusal::not_signed_in) {
    session->lane().post([session] { session->close(CloseCode::signedOut); });
  } else {
    sendTo(session, errorFrame(refusal, re));
  }
}

void refuseTopic(const std::shared_ptr<Session>& session, const WatchName& watch, Refusal refusal) {
  session->lane().post([session, watch, refusal] {
    if (refusal == Refusal::not_signed_in) return session->close(CloseCode::signedOut);
    session->refusedTopic(watch, refusal);
  });
}

}  // namespace

Hub::Hub(boost::asio::io_context& loop, app::Engine& engine, PresenceBoard& presence, app::Refusals& refusals,
         std::vector<Lane*> lanes)
    : strand_(boost::asio::make_strand(loop)),
      engine_(engine),
      presence_(presence),
      refusals_(refusals),
      topics_(strand_, engine, std::move(lanes)),
      detaching_(strand_) {
  engine_.onCommitted(
      [this](const app::Changes& changes) { boost::asio::post(strand_, [this, changes] { onCommitted(changes); }); });
}

void Hub::enter(std::shared_ptr<Session> session) {
  showPresence(session->caller());
  boost::asio::post(strand_, [this, session = std::move(session)] {
    sessions_.emplace(session->caller().signIn, session);
    // The sign-in may have ended between the request's check and now.
    checkSignIn(session->caller().signIn);
  });
}

void Hub::leave(std::shared_ptr<Session> session, Instant now) {
  const app::Caller& caller = session->caller();
  engine_.seen().note(caller.signIn, now);
  if (presence_.leave(caller.user, caller.signIn, now)) showPresence(caller);
  boost::asio::post(strand_, [this, session = std::move(session)] {
    const auto [first, last] = sessions_.equal_range(session->caller().signIn);
    for (auto entry = first; entry != last; ++entry) {
      if (entry->second.lock() == session) {
        sessions_.erase(entry);
        break;
      }
    }
    for (const CallId& call : calls_.leave(session)) detach(session->caller(), call);
  });
}

void Hub::watch(const std::shared_ptr<Session>& session, const WatchName& watch,
                const std::optional<std::string>& version) {
  resolve(session, watch,
          [this, session, watch, version](const app::Topic& topic) { topics_.watch(session, watch, topic, version); });
}

void Hub::watchAgain(const std::shared_ptr<Session>& session, const WatchName& watch,
                     const std::optional<std::string>& version) {
  resolve(session, watch,
          [this, session, version](const app::Topic& topic) { topics_.resend(session, topic, version); });
}

void Hub::resolve(const std::shared_ptr<Session>& session, const WatchName& watch, OnTopic then) {
  const auto wanted = app::TopicName::parse(watch.topic);
  if (!wanted) return refuseTopic(session, watch, Refusal::not_found);
  // A page whose watch cannot be answered sees its socket close and comes again.
  const auto turnAway = [session] { session->lane().post([session] { session->close(CloseCode::restarting); }); };
  const bool accepted = engine_.read(
      [this, session, watch, wanted = *wanted, then = std::move(then), turnAway](const app::Reading& reading) {
        try {
          const auto topic = app::resolveTopic(reading, session->caller(), wanted);
          if (topic) return boost::asio::post(strand_, [then, topic = *topic] { then(topic); });
          const std::string asked = wanted.id ? formatUuid(*wanted.id) : "";
          note(session->caller(), app::actionOf(wanted.kind), asked, topic.error());
          refuseTopic(session, watch, topic.error().refusal);
        } catch (...) {
          turnAway();
          throw;  // the database says what it means, and whether it is damaged
        }
      });
  if (!accepted) turnAway();
}

void Hub::resend(std::shared_ptr<Session> session, app::Topic topic, std::optional<std::string> version) {
  boost::asio::post(strand_, [this, session = std::move(session), topic, version = std::move(version)] {
    topics_.resend(session, topic, version);
  });
}

void Hub::release(const Lane& lane, app::Topic topic) {
  boost::asio::post(strand_, [this, index = lane.index(), topic] { topics_.release(index, topic); });
}

void Hub::attach(const std::shared_ptr<Session>& session, CallId call) {
  auto result = std::make_shared<app::Result<void>>(std::unexpected(Refusal::try_again));
  engine_.write(
      [session, call, result](app::Work& work) { *result = app::attachToCall(work, session->caller(), call); },
      [this, session, call, result](bool committed) {
        if (!committed || !*result) {
          if (committed) note(session->caller(), AttachMessage::action, call.text(), result->error());
          return refuse(session, committed ? result->error().refusal : Refusal::try_again, AttachMessage::op);
        }
        const std::string page = formatUuid(makeUuidV7(engine_.now(), engine_.random()));
        boost::asio::post(strand_, [this, session, call, page] {
          if (isHere(session)) {
            if (calls_.attach(session, call, page)) recordTakeOver(session, call);
          } else {
            // It closed while the command was under way, so nobody else will say that it is gone.
            detach(session->caller(), call);
          }
        });
      });
}

/// For the database that side is attached as before, so nothing else would tell of the second device.
void Hub::recordTakeOver(const std::shared_ptr<Session>& session, const CallId& call) {
  engine_.write([session, call](app::Work& work) { app::recordTakeOver(work, session->caller(), call); },
                [](bool committed) {
                  if (!committed) log::error("that a device took a call over could not be recorded");
                });
}

void Hub::signal(std::shared_ptr<Session> session, Signal signal) {
  boost::asio::post(strand_, [this, session = std::move(session), signal = std::move(signal)]() mutable {
    auto& line = signals_[session];
    if (line.size() >= limits::signalsWaiting) return refuse(session, Refusal::try_again, Signal::op);
    line.push_back(std::move(signal));
    if (line.size() == 1) checkSignal(session);
  });
}

void Hub::checkSignal(const std::shared_ptr<Session>& session) {
  const auto over = [this, session](const app::Result<void>& may) {
    boost::asio::post(strand_, [this, session, may] { onSignalChecked(session, may); });
  };
  const app::Result<void> unknown = std::unexpected(Refusal::try_again);
  const bool accepted =
      engine_.read([session, over, unknown, call = signals_[session].front().call](const app::Reading& reading) {
        auto may = unknown;
        try {
          may = app::maySignal(reading, session->caller(), call);
        } catch (...) {
          over(unknown);
          throw;  // as above
        }
        over(may);
      });
  if (!accepted) over(unknown);
}

void Hub::onSignalChecked(const std::shared_ptr<Session>& session, const app::Result<void>& may) {
  const auto line = signals_.find(session);
  const Signal signal = std::move(line->second.front());
  line->second.pop_front();
  if (may) {
    if (const auto refusal = calls_.relay(session, signal)) refuse(session, *refusal, Signal::op);
  } else {
    note(session->caller(), Signal::action, signal.call.text(), may.error());
    // To whom a call is none of theirs, their page is not attached to it.
    const bool isHidden = may.error().refusal == Refusal::not_found;
    refuse(session, isHidden ? Refusal::not_attached : may.error().refusal, Signal::op);
  }
  if (line->second.empty()) {
    signals_.erase(line);
  } else {
    checkSignal(session);
  }
}

void Hub::reportRinging(const std::shared_ptr<Session>& session, Ringing ringing) {
  auto result = std::make_shared<app::Result<void>>();
  engine_.write(
      [session, ringing, result](app::Work& work) {
        *result = app::reportRinging(work, session->caller(), ringing.call, ringing.audible);
      },
      [this, session, ringing, result](bool committed) {
        if (committed && *result) return;
        if (committed) note(session->caller(), Ringing::action, ringing.call.text(), result->error());
        refuse(session, committed ? result->error().refusal : Refusal::try_again, Ringing::op);
      });
}

void Hub::note(const app::Caller& caller, domain::Action action, const std::string& asked,
               const app::Refused& refused) {
  if (refused.trespass) refusals_.note({caller, caller.origin, action, asked}, refused);
}

void Hub::stop() {
  boost::asio::post(strand_, [this] {
    isStopped_ = true;
    detaching_.cancel();
    topics_.stop();
  });
}

void Hub::onCommitted(const app::Changes& changes) {
  for (const SignInId& signIn : changes.endedSignIns) endSignIn(signIn);
  for (const CallId& call : changes.callsOver) calls_.callOver(call);
  topics_.onChanges(changes);
  if (!changes.everything) return;
  // Another process may have ended sign-ins.
  std::set<SignInId> known;
  for (const auto& [signIn, session] : sessions_) known.insert(signIn);
  for (const SignInId& signIn : known) checkSignIn(signIn);
}

void Hub::showPresence(const app::Caller& person) {
  (void)engine_.read([this, user = person.user, role = person.role](const app::Reading& reading) {
    const auto topics = app::topicsShowingPresence(reading, user, role);
    boost::asio::post(strand_, [this, topics] {
      for (const auto& topic : topics) topics_.refresh(topic);
    });
  });
  if (person.role != domain::Role::DOCTOR) return;
  engine_.write([user = person.user](app::Work& work) { app::noteDoctorPresence(work, user); }, [](bool) {});
}

bool Hub::isHere(const std::shared_ptr<Session>& session) const {
  const auto [first, last] = sessions_.equal_range(session->caller().signIn);
  return std::any_of(first, last, [&](const auto& entry) { return entry.second.lock() == session; });
}

void Hub::endSignIn(const SignInId& signIn) {
  const auto [first, last] = sessions_.equal_range(signIn);
  for (auto entry = first; entry != last; ++entry) {
    const auto session = entry->second.lock();
    if (session) session->lane().post([session] { session->close(CloseCode::signedOut); });
  }
}

void Hub::checkSignIn(const SignInId& signIn) {
  (void)engine_.read([this, signIn](const app::Reading& reading) {
    if (app::findCaller(reading, signIn)) return;
    boost::asio::post(strand_, [this, signIn] { endSignIn(signIn); });
  });
}

void Hub::detach(const app::Caller& caller, const CallId& call) {
  // Another page of this side may have attached before: it is there, so that is what is said.
  const auto session = calls_.attached(call, caller.role);
  engine_.write(
      [session, caller, call](app::Work& work) {
        if (session) {
          (void)app::attachToCall(work, session->caller(), call);
        } else {
          app::detachFromCall(work, caller, call);
        }
      },
      [this, session, caller, call](bool committed) {
        boost::asio::post(strand_, [this, session, caller, call, committed] {
          if (!committed) return detachLater(caller, call);
          // Or while this was under way, and then the command ran after that page's own.
          if (calls_.attached(call, caller.role) != session) detach(caller, call);
        });
      });
}

void Hub::detachLater(const app::Caller& caller, const CallId& call) {
  if (isStopped_) return;
  const bool isWaiting = !undetached_.empty();
  undetached_.insert_or_assign({call, caller.role}, caller);
  if (isWaiting) return;
  detaching_.expires_after(limits::seatRecordedAgainAfter);
  detaching_.async_wait([this](const boost::system::error_code& cancelled) {
    if (cancelled) return;
    for (const auto& [seat, whose] : std::exchange(undetached_, {})) detach(whose, seat.first);
  });
}

}  // namespace praktik::live
