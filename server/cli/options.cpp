#include "cli/options.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <algorithm>
#include <cstdlib>
#include <memory>

namespace praktik::cli {
namespace {

constexpr std::int64_t longestGrace = 3600;

/// "ring-seconds" → "PRAKTIK_RING_SECONDS"
std::string variableOf(std::string name) {
  std::ranges::transform(name, name.begin(), [](char c) {
    if (c == '-') return '_';
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return "PRAKTIK_" + name;
}

/// The TOML file's keys are the settings of `serve`. CLI11 would let them win over the environment, and would not name
/// the key that it does not know.
class SettingsFile final : public CLI::ConfigTOML {
 public:
  explicit SettingsFile(const CLI::App& serve) : serve_(serve) {}

  std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
    auto items = CLI::ConfigTOML::from_config(input);
    std::erase_if(items,
                  [](const CLI::ConfigItem& item) { return std::getenv(variableOf(item.name).c_str()) != nullptr; });
    for (auto& item : items) {
      if (!item.parents.empty() || serve_.get_option_no_throw("--" + item.name) == nullptr) {
        throw CLI::ConfigError("The settings file has a key that serve does not know: " + item.fullname());
      }
      item.parents = {serve_.get_name()};
    }
    return items;
  }

 private:
  const CLI::App& serve_;
};

class Settings {
 public:
  explicit Settings(CLI::App& command) : command_(command) {}

  template <class T>
  CLI::Option* option(const std::string& name, T& value, const std::string& description) {
    return command_.add_option("--" + name, value, description)->envname(variableOf(name));
  }
  void flag(const std::string& name, bool& value, const std::string& description) {
    command_.add_flag("--" + name, value, description)->envname(variableOf(name));
  }

 private:
  CLI::App& command_;
};

void defineTurn(Settings& settings, ServeSettings& wanted) {
  settings
      .option("turn", wanted.turn,
              "STUN and TURN servers for calls, as in turn:turn.clinic.example:3478 or turns:turn.clinic.example:5349; "
              "several by commas or by repeating it")
      ->delimiter(',')
      ->allow_extra_args(false);
  settings.option("turn-secret-file", wanted.turnSecretFile,
                  "File with the secret that the TURN servers share (coturn's static-auth-secret)");
}

CLI::App* defineServe(CLI::App& program, Options& options) {
  CLI::App* command = program.add_subcommand("serve", "Serve until SIGTERM or SIGINT");
  command->fallthrough();
  ServeSettings& wanted = options.serve;
  Settings settings(*command);
  settings.option("listen", wanted.listen, "Address and port; port 0 takes a free one")->capture_default_str();
  settings.option("data", wanted.data, "Directory of the database and keys")->required();
  settings.option("origin", wanted.origin, "How browsers reach it, as in https://praktik.example.org");
  settings.option("web", wanted.web, "Directory of the web app; by default `web` beside the program");
  settings.flag("demo", wanted.demo, "Serve demo data with published passwords; on loopback only");
  settings.option("ring-seconds", wanted.ringSeconds, "How long a call rings")
      ->check(CLI::Range(limits::ringLeast.count(), limits::ringMost.count()))
      ->capture_default_str();
  settings.option("call-grace-seconds", wanted.callGraceSeconds, "How long a participant may be gone from a call")
      ->check(CLI::Range(std::int64_t{1}, longestGrace))
      ->capture_default_str();
  settings.option("join-seconds", wanted.joinSeconds, "How long a participant may take to join an accepted call")
      ->check(CLI::Range(std::int64_t{1}, longestGrace))
      ->capture_default_str();
  settings.option("throttle", wanted.throttle, "off lifts the limits on sign-in attempts; on loopback only")
      ->check(CLI::IsMember({"on", "off"}))
      ->capture_default_str();
  settings.option("contact", wanted.contact, "The clinic's phone number or address, shown where something failed");
  settings.option("vapid-subject", wanted.vapidSubject,
                  "Where push services write to, as in mailto:it@clinic.example; by default an https origin");
  defineTurn(settings, wanted);
  settings.flag("debug", wanted.debug, "Log every request");
  command->callback([&options] { options.run = [&options] { serve(options.serve); }; });
  return command;
}

CLI::App* userCommand(CLI::App& parent, Options& options, const std::string& name, const std::string& description,
                      void (*run)(const UserSettings&)) {
  CLI::App* command = parent.add_subcommand(name, description);
  command->add_option("--data", options.user.data, "Directory of the database")->required()->envname("PRAKTIK_DATA");
  command->callback([&options, run] { options.run = [&options, run] { run(options.user); }; });
  return command;
}

void defineUser(CLI::App& program, Options& options) {
  CLI::App* user = program.add_subcommand("user", "Accounts; works while the server serves");
  user->require_subcommand(1);
  UserSettings& settings = options.user;
  const auto email = [&](CLI::App* command) {
    command->add_option("--email", settings.email, "E-mail address")->required();
  };
  const auto password = [&](CLI::App* command) {
    command->add_flag("--password-stdin", settings.passwordFromStdin,
                      "Read the password as one line of standard input");
  };

  CLI::App* add = userCommand(*user, options, "add", "Add an account", addUser);
  add->add_option("--role", settings.role, "doctor or patient")
      ->required()
      ->check(CLI::IsMember({"doctor", "patient"}));
  email(add);
  add->add_option("--name", settings.name, "Name")->required();
  add->add_option("--specialty", settings.specialty, "A doctor's specialty");
  password(add);

  userCommand(*user, options, "list", "List all accounts", listUsers);
  email(userCommand(*user, options, "disable", "Let somebody in no more, and end every sign-in", disableUser));
  CLI::App* reset =
      userCommand(*user, options, "reset-password", "Set a new password, and end every sign-in", resetPassword);
  email(reset);
  password(reset);
}

}  // namespace

void defineCommands(CLI::App& program, Options& options) {
  program.require_subcommand(1);
  program.set_config("--config", "", "TOML file with settings of serve")->envname("PRAKTIK_CONFIG");
  program.config_formatter(std::make_shared<SettingsFile>(*defineServe(program, options)));
  defineUser(program, options);
  CLI::App* checking = program.add_subcommand("check", "Ask the TURN servers for a relay, as a browser would");
  Settings settings(*checking);
  defineTurn(settings, options.serve);
  checking->callback([&options] { options.run = [&options] { check(options.serve); }; });
  CLI::App* migration = program.add_subcommand("migrate", "Bring the database to this version's form");
  migration->add_option("--data", options.serve.data, "Directory of the database")->required()->envname("PRAKTIK_DATA");
  migration->callback([&options] { options.run = [&options] { migrate(options.serve.data); }; });
}

}  // namespace praktik::cli
