#pragma once

namespace praktik::cli {

/// Prints, as JSON, who may do what, and which action each route, topic and op of the socket is: what the test of every
/// door is made from.
void printAccess();

}  // namespace praktik::cli
