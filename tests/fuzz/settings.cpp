#include "cli/settings.hpp"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include "cli/options.hpp"
#include "cli/turn.hpp"
#include "fuzz/fuzz.hpp"

using namespace praktik;

namespace {

/// The whole command line; making it takes ten times as long as using it.
struct Program {
  CLI::App app;
  cli::Options options;

  Program() { cli::defineCommands(app, options); }
};

/// The TOML file that --config names, as far as `serve` reads it without running.
void readFile(std::string_view text) {
  static const int file = ::memfd_create("settings", 0);
  fuzz::require(::ftruncate(file, 0) == 0 && ::pwrite(file, text.data(), text.size(), 0) >= 0, "a file can be written");
  static Program program;
  program.options.run = nullptr;
  try {
    program.app.parse(fmt::format("serve --data /nowhere --config /proc/self/fd/{}", file), false);
  } catch (const CLI::Error& error) {
    // A file may be refused, in words.
    fuzz::require(error.what() != nullptr && *error.what() != '\0', "a refusal has words");
    return;
  }
  fuzz::require(static_cast<bool>(program.options.run), "what was taken can be run");
}

void readListen(const std::string& text) {
  try {
    const cli::Endpoint listen = cli::parseListen(text);
    fuzz::require(cli::parseListen(listen.text()).text() == listen.text(),
                  "an address that is written down is the same");
  } catch (const cli::UsageError& refused) {
    fuzz::require(std::string_view(refused.what()).starts_with("--listen "), "a refusal names the setting");
  }
}

void readTurn(const std::string& text) {
  cli::ServeSettings settings;
  settings.turn = {text};
  try {
    const auto turn = cli::turnOf(settings);
    fuzz::require(turn.uris.size() == 1 && !turn.uris.front().isRelay(), "a relay wants its secret");
    fuzz::require(turn.uris.front().text() == text, "a URI stays as it was given");
  } catch (const cli::UsageError& refused) {
    fuzz::require(std::string_view(refused.what()).starts_with("--turn "), "a refusal names the setting");
  }
}

void readTogether(const std::string& text) {
  cli::ServeSettings settings;
  settings.origin = text;
  settings.vapidSubject = text;
  try {
    cli::checkTogether(settings, {"127.0.0.1", 8080});
    (void)cli::originOf(settings, {"127.0.0.1", 8080});
  } catch (const cli::UsageError& refused) {
    fuzz::require(std::string_view(refused.what()).starts_with("--"), "a refusal names the setting");
  }
}

}  // namespace

/// What an operator writes: a settings file, where there is an equals sign, and else --listen,
/// --turn, --origin and --vapid-subject.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = fuzz::textOf(data, size);
  if (text.find('=') != std::string_view::npos) {
    readFile(text);
    return 0;
  }
  const std::string line(text);
  readListen(line);
  readTurn(line);
  readTogether(line);
  return 0;
}
