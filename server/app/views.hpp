#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <unordered_map>

#include "app/work.hpp"
#include "domain/quality.hpp"
#include "domain/schedule.hpp"
#include "store/audit.hpp"
#include "store/sign_ins.hpp"
#include "store/users.hpp"

/// The objects of the wire (docs/PROTOCOL.md, "Objects"). HTTP answers and pushed states are made of the same ones.
/// Keys come in a fixed order, so that equal objects are equal bytes; an absent value has no key.
namespace praktik::app {

boost::json::object viewUser(const Reading& reading, const store::User& user);
boost::json::object viewSignIn(const store::SignIn& signIn, bool current);

/// Looks people up once for one answer or state.
class People {
 public:
  explicit People(store::Connection& db) : db_(db) {}
  const store::User& get(const UserId& id);
  /// Until when this person can be reached by push, if nothing changes; empty for somebody who cannot.
  std::optional<Instant> pushableUntil(const UserId& id, Instant now);

 private:
  store::Connection& db_;
  std::unordered_map<UserId, store::User> known_;
  std::unordered_map<UserId, std::optional<Instant>> pushable_;
};

boost::json::object viewSchedule(const domain::Schedule& schedule, People& people, std::int64_t waiting);
boost::json::object viewSchedule(store::Connection& db, const domain::Schedule& schedule);

/// The entry as its patient sees it.
boost::json::object viewEntry(const domain::Entry& entry);
/// The entry as its doctor sees it: with the patient and how the patient can be reached.
boost::json::object viewEntryForDoctor(const domain::Entry& entry, People& people, const Reading& reading);

boost::json::object viewCall(const domain::Call& call, People& people);
boost::json::object viewCall(store::Connection& db, const domain::Call& call);
/// `{from, reportedAt, …}` with the numbers as they were sent.
boost::json::object viewQualityReport(const domain::QualityReport& report);
/// One entry of the audit for a person whom it concerns. Names only of its doctor and its patient.
boost::json::object viewAuditLine(const store::AuditLine& line, People& people);
/// One line of `praktik audit export`.
boost::json::object viewSealedAudit(const store::SealedAudit& row);
boost::json::object viewReceipts(const domain::Receipts& receipts);

}  // namespace praktik::app
