#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fmt/format.h>
#include <sys/stat.h>

#include "cli/options.hpp"

int main(int argc, char** argv) {
  // SQLite and the streams would let everybody read what they make; whatever this program writes is for its owner.
  ::umask(S_IRWXG | S_IRWXO);
  CLI::App program("Praktik, an online doctor's practice for one clinic", "praktik");
  praktik::cli::Options options;
  praktik::cli::defineCommands(program, options);
  try {
    program.parse(argc, argv);
    options.run();
  } catch (const CLI::ParseError& error) {
    return program.exit(error);
  } catch (const std::exception& error) {
    fmt::print(stderr, "praktik: {}\n", error.what());
    return EXIT_FAILURE;
  }
  return EXIT_SUCCESS;
}
