#pragma once

#include <string>

#include "app/work.hpp"

/// All that is kept on one person, as one JSON document (docs/PROTOCOL.md, "One's own data"). Other people stand in it by
/// their ids alone.
namespace praktik::app {

/// Records that a person took their data.
Result<void> recordExport(Work& work, const Caller& caller);
/// Records that the operator took a person's data, and tells whose; `not_found` when no account has that address.
Result<UserId> recordExport(Work& work, const std::string& email);

/// Gathers the document in steps of limits::exportRows rows, so that a long one holds nobody up.
class PersonalData {
 public:
  explicit PersonalData(const UserId& user) : user_(user) {}

  /// Reads the next step; false once nothing is left.
  bool gather(const Reading& reading);
  /// Whole once gather() said false.
  const boost::json::object& document() const { return document_; }

 private:
  enum class Part { account, signIns, schedules, entries, calls, audit, none };

  void gatherAccount(const Reading& reading);
  bool gatherCalls(const Reading& reading);
  bool gatherAudit(const Reading& reading);

  UserId user_;
  domain::Role role_ = domain::Role::PATIENT;
  Part part_ = Part::account;
  // The last row of each kind that stands in the document.
  SignInId signIn_;
  ScheduleId schedule_;
  EntryId entry_;
  CallId call_;
  AuditId line_;
  boost::json::object document_;
};

}  // namespace praktik::app
