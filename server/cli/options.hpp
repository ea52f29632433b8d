#pragma once

#include <CLI/App.hpp>
#include <functional>

#include "cli/check.hpp"
#include "cli/serve.hpp"
#include "cli/users.hpp"

namespace praktik::cli {

/// What was asked for on the command line.
struct Options {
  ServeSettings serve;
  UserSettings user;
  /// The chosen command, ready to run.
  std::function<void()> run;
};

/// The program's whole command line. Each setting of `serve` is defined once and is then a flag, a PRAKTIK_… variable and
/// a key of the TOML file that --config names; a flag counts before a variable, a variable before the file.
void defineCommands(CLI::App& program, Options& options);

}  // namespace praktik::cli
