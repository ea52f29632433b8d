#pragma once

#include <boost/json/array.hpp>

#include "app/work.hpp"

/// Demo data: one doctor and five patients with a published password, and schedules for today. Only a server that
/// nobody else can reach may have it.
namespace praktik::app {

/// Makes what is missing: the people once, and for the doctor two schedules of today unless there are some.
void ensureDemo(Work& work);

/// `[{email, password, role, name}]` for the sign-in page.
boost::json::array demoAccounts();

}  // namespace praktik::app
