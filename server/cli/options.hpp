#pragma once

#include <CLI/App.hpp>
#include <functional>

namespace praktik::cli {

/// What was asked for on the command line.
struct Options {
  /// The chosen command, ready to run.
  std::function<void()> run;
};

/// The program's whole command line. Each setting of `serve`, which `check` has as well, is defined once and is then a flag,
/// a PRAKTIK_… variable and a key of the TOML file that --config names; a flag counts before a variable, a variable before
/// the file.
void defineCommands(CLI::App& program, Options& options);

}  // namespace praktik::cli
