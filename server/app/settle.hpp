#pragma once

#include "app/load.hpp"

/// A call whose time is over has ended, even where the server's clock has not come to it yet. Whoever is going to decide on it,
/// or on an entry in it, lets it end first and decides on what is there afterwards.
namespace praktik::app {

/// The call as it is now.
domain::Call settle(Work& work, const domain::Call& found);
/// The same for a call that was live when it was found; nothing where there was none or its time is over.
std::optional<domain::Call> settleLive(Work& work, const std::optional<domain::Call>& found);

/// The schedule, its entries and its live call, after that was settled.
domain::Practice loadPractice(Work& work, const domain::Schedule& schedule);
/// findEntryFor() after the entry's call.
Result<EntryInSchedule> findSettledEntryFor(Work& work, const Caller& caller, domain::Action action, const EntryId& id);

}  // namespace praktik::app
