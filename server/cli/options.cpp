#include "cli/options.hpp"

#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <CLI/Validators.hpp>
#include <algorithm>
#include <cstdlib>
#include <memory>

#include "base/utf8.hpp"
#include "cli/access.hpp"
#include "cli/audit.hpp"
#include "cli/backup.hpp"
#include "cli/check.hpp"
#include "cli/serve.hpp"
#include "cli/users.hpp"

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

/// The TOML file's keys are the settings of `serve`, which `check` has as well. CLI11 would let them win over the
/// environment, and would not name the key that it does not know.
class SettingsFile final : public CLI::ConfigTOML {
 public:
  SettingsFile(const CLI::App& serve, const CLI::App& check) : serve_(serve), check_(check) {}

  std::vector<CLI::ConfigItem> from_config(std::istream& input) const override {
    auto items = CLI::ConfigTOML::from_config(input);
    std::erase_if(items,
                  [](const CLI::ConfigItem& item) { return std::getenv(variableOf(item.name).c_str()) != nullptr; });
    for (auto& item : items) {
      if (!item.parents.empty() || serve_.get_option_no_throw("--" + item.name) == nullptr) {
        throw CLI::ConfigError("The settings file has a key that serve does not know: " + item.fullname());
      }
      item.parents = {check_.parsed() ? check_.get_name() : serve_.get_name()};
    }
    return items;
  }

 private:
  const CLI::App& serve_;
  const CLI::App& check_;
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

/// Makes the function what the command runs, with settings of its own: CLI11 reads the variables of every command, chosen
/// or not, so two that shared their settings would overwrite each other's flags.
template <class Wanted>
Wanted& running(CLI::App& command, Options& options, void (*run)(const Wanted&)) {
  const auto wanted = std::make_shared<Wanted>();
  command.callback([&options, run, wanted] { options.run = [run, wanted] { run(*wanted); }; });
  return *wanted;
}

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

void defineKeeping(Settings& settings, ServeSettings& wanted) {
  const auto keep = [&](const std::string& name, std::int64_t& days, const std::string& what) {
    settings.option("keep-" + name + "-days", days, "How long to keep " + what + "; 0: for ever")
        ->check(CLI::Range(std::int64_t{0}, limits::keepDaysMost))
        ->capture_default_str();
  };
  keep("sign-ins", wanted.keepSignInsDays, "sign-ins that have ended");
  keep("origins", wanted.keepOriginsDays, "addresses and browsers in the audit");
  keep("receipts", wanted.keepReceiptsDays, "how far pushes of calls came");
  keep("reasons", wanted.keepReasonsDays, "why patients came");
  keep("quality", wanted.keepQualityDays, "how the connections of calls were");
  keep("practices", wanted.keepPracticesDays, "finished schedules with their places and calls");
}

void defineSignIn(Settings& settings, ServeSettings& wanted) {
  settings
      .option("idle-doctor-minutes", wanted.idleDoctorMinutes,
              "How long a doctor's sign-in lasts with no page open and no request")
      ->check(CLI::Range(std::int64_t{1}, limits::idleMost.count()))
      ->capture_default_str();
  settings.option("idle-patient-minutes", wanted.idlePatientMinutes, "The same for patients")
      ->check(CLI::Range(std::int64_t{1}, limits::idleMost.count()))
      ->capture_default_str();
  settings
      .option("second-factor", wanted.secondFactor,
              "doctors: a doctor has to set up two-step sign-in before anything else")
      ->check(CLI::IsMember({"optional", "doctors"}))
      ->capture_default_str();
  settings.option("sign-in-days", wanted.signInDays, "How long a sign-in lasts at most")
      ->check(CLI::Range(std::int64_t{1}, limits::signInDaysMost))
      ->capture_default_str();
}

void defineSettings(CLI::App& command, ServeSettings& wanted) {
  // What stands behind the command's name may be the program's own: --config.
  command.fallthrough();
  Settings settings(command);
  settings.option("listen", wanted.listen, "Address and port; port 0 takes a free one")->capture_default_str();
  settings.option("data", wanted.data, "Directory of the database and keys");
  settings.option("origin", wanted.origin, "How browsers reach it, as in https://praktik.example.org");
  settings
      .option(
          "trusted-proxy", wanted.trustedProxy,
          "Addresses or networks of the reverse proxies in front, whose X-Forwarded-For is believed, as in 127.0.0.1 "
          "or 10.0.0.0/8; several by commas or by repeating it")
      ->delimiter(',')
      ->allow_extra_args(false);
  settings.option("connections", wanted.connections, "How many connections are open at most")
      ->check(CLI::Range(limits::connectionsLeast, limits::connectionsMost))
      ->capture_default_str();
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
  defineSignIn(settings, wanted);
  settings.option("throttle", wanted.throttle, "off lifts the limits on sign-in attempts; on loopback only")
      ->check(CLI::IsMember({"on", "off"}))
      ->capture_default_str();
  settings.option("contact", wanted.contact, "The clinic's phone number or address, shown where something failed");
  settings.option("vapid-subject", wanted.vapidSubject,
                  "Where push services write to, as in mailto:it@clinic.example; by default an https origin");
  defineTurn(settings, wanted);
  settings.option("consent", wanted.consent, "Directory of the clinic's own consent text, en.txt and id.txt");
  defineKeeping(settings, wanted);
  settings.flag("debug", wanted.debug, "Log every request");
}

CLI::App* defineServe(CLI::App& program, Options& options) {
  CLI::App* command = program.add_subcommand("serve", "Serve until SIGTERM or SIGINT");
  defineSettings(*command, running(*command, options, serve));
  command->get_option("--data")->required();
  return command;
}

CLI::App* defineCheck(CLI::App& program, Options& options) {
  CLI::App* command = program.add_subcommand(
      "check", "Look at what serve with the same settings would stand on, and ask the TURN servers for a relay");
  defineSettings(*command, running(*command, options, check));
  return command;
}

void requireData(CLI::App& command, std::filesystem::path& data) {
  command.add_option("--data", data, "Directory of the database")->required()->envname("PRAKTIK_DATA");
}

void defineUser(CLI::App& program, Options& options) {
  CLI::App* user = program.add_subcommand("user", "Accounts; works while the server serves");
  user->require_subcommand(1);
  const auto define = [&](const std::string& name, const std::string& description, void (*run)(const UserSettings&)) {
    CLI::App* command = user->add_subcommand(name, description);
    UserSettings& settings = running(*command, options, run);
    requireData(*command, settings.data);
    return std::pair<CLI::App*, UserSettings&>(command, settings);
  };
  const auto email = [](CLI::App* command, UserSettings& settings) {
    command->add_option("--email", settings.email, "E-mail address")->required();
  };
  const auto password = [](CLI::App* command, UserSettings& settings) {
    command->add_flag("--password-stdin", settings.passwordFromStdin,
                      "Read the password as one line of standard input");
  };

  const auto [add, added] = define("add", "Add an account", addUser);
  add->add_option("--role", added.role, "doctor or patient")->required()->check(CLI::IsMember({"doctor", "patient"}));
  email(add, added);
  add->add_option("--name", added.name, "Name")->required();
  add->add_option("--specialty", added.specialty, "A doctor's specialty");
  password(add, added);

  define("list", "List all accounts", listUsers);
  const auto [disable, disabled] = define("disable", "Let somebody in no more, and end every sign-in", disableUser);
  email(disable, disabled);
  const auto [reset, changed] = define("reset-password", "Set a new password, and end every sign-in", resetPassword);
  email(reset, changed);
  const auto [resetFactor, found] =
      define("reset-second-factor", "Take two-step sign-in off whose device is lost, and end every sign-in",
             resetSecondFactor);
  email(resetFactor, found);
  password(reset, changed);
  const auto [exporting, exported] = define("export", "Print all that is kept on somebody as JSON", exportUser);
  email(exporting, exported);
  const auto [erase, erased] = define("erase", "Take away all that tells who somebody is; cannot be undone", eraseUser);
  email(erase, erased);
}

void defineAudit(CLI::App& program, Options& options) {
  CLI::App* audit = program.add_subcommand("audit", "The record of who did what; works while the server serves");
  audit->require_subcommand(1);
  CLI::App* verify = audit->add_subcommand("verify", "Check that no row was altered, removed, added or moved by hand");
  requireData(*verify, running(*verify, options, verifyAudit));
  CLI::App* exporting = audit->add_subcommand("export", "Print the sealed rows as JSON Lines");
  requireData(*exporting, running(*exporting, options, exportAudit));
}

void defineBackup(CLI::App& program, Options& options) {
  CLI::App* command = program.add_subcommand("backup", "Copy database and keys; works while the server serves");
  BackupSettings& settings = running(*command, options, backup);
  requireData(*command, settings.data);
  command->add_option("--to", settings.to, "Folder to make, or one in which a folder with the date is made")
      ->required();
}

/// Whatever an option takes, from wherever, may come to stand in the database or in an answer.
void requireUtf8(CLI::App& command) {
  const CLI::Validator inUtf8([](const std::string& text) { return isUtf8(text) ? "" : "This is no text in UTF-8."; },
                              "");
  for (CLI::Option* option : command.get_options()) option->check(inUtf8);
  for (CLI::App* below : command.get_subcommands({})) requireUtf8(*below);
}

}  // namespace

void defineCommands(CLI::App& program, Options& options) {
  program.require_subcommand(1);
  program.set_config("--config", "", "TOML file with settings of serve and check")->envname("PRAKTIK_CONFIG");
  const CLI::App* serving = defineServe(program, options);
  const CLI::App* checking = defineCheck(program, options);
  program.config_formatter(std::make_shared<SettingsFile>(*serving, *checking));
  defineUser(program, options);
  defineAudit(program, options);
  defineBackup(program, options);
  // For tests alone, so help does not speak of it.
  CLI::App* access = program.add_subcommand("access", "Print who may do what")->group("");
  access->callback([&options] { options.run = printAccess; });
  CLI::App* migration = program.add_subcommand("migrate", "Bring the database to this version's form");
  requireData(*migration, running(*migration, options, migrate));
  requireUtf8(program);
}

}  // namespace praktik::cli
