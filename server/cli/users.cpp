#include "cli/users.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <iostream>

#include "app/accounts.hpp"
#include "app/erase.hpp"
#include "app/export.hpp"
#include "app/passwords.hpp"
#include "app/second_factor.hpp"
#include "base/utf8.hpp"
#include "cli/settings.hpp"
#include "cli/workshop.hpp"
#include "net/fields.hpp"
#include "store/users.hpp"

namespace praktik::cli {
namespace {

using domain::Action;

/// The same rules as over HTTP.
std::string checked(const net::Read<std::string>& text, std::string_view flag) {
  if (!text) throw UsageError(fmt::format("{}: {}", flag, text.error().title));
  return *text;
}

std::string checkedEmail(const std::string& text) {
  const auto email = net::readEmail(boost::json::value(text));
  if (!email) throw UsageError(fmt::format("--email: {}", email.error().title));
  return email->value;
}

/// For the person with this address and name, as far as they are known.
std::string readPassword(const UserSettings& settings, const std::string& name) {
  if (!settings.passwordFromStdin) {
    throw UsageError(
        "Give --password-stdin and the password on standard input: what stands in a command line, others see.");
  }
  std::string line;
  std::getline(std::cin, line);
  if (line.ends_with('\r')) line.pop_back();
  // As it stands here, no browser could ever send it.
  if (!isUtf8(line)) throw UsageError("the password: This is no text in UTF-8.");
  auto password = checked(net::readText(boost::json::value(line), limits::passwordMinChars, limits::passwordMaxChars),
                          "the password");
  if (app::isCommonPassword(password, settings.email, name)) {
    throw UsageError(fmt::format("the password: {}", app::commonPasswordTitle));
  }
  return password;
}

std::string noAccount(const std::string& email) {
  return fmt::format("There is no account with the e-mail address {}.", email);
}

void require(const app::Result<void>& result, const std::string& email) {
  if (!result) throw UsageError(noAccount(email));
}

app::NewUser wantedUser(const UserSettings& settings) {
  app::NewUser wanted;
  wanted.role = settings.role == "doctor" ? domain::Role::DOCTOR : domain::Role::PATIENT;
  wanted.email = checkedEmail(settings.email);
  wanted.name = checked(net::readText(boost::json::value(settings.name), 1, limits::nameChars), "--name");
  if (settings.specialty) {
    if (wanted.role != domain::Role::DOCTOR) throw UsageError("--specialty is for doctors.");
    wanted.specialty =
        checked(net::readText(boost::json::value(*settings.specialty), 1, limits::specialtyChars), "--specialty");
  }
  wanted.passwordHash = app::hashPassword(readPassword(settings, wanted.name));
  return wanted;
}

}  // namespace

void addUser(const UserSettings& settings) {
  const app::NewUser wanted = wantedUser(settings);
  app::Result<store::User> user = std::unexpected(Refusal::try_again);
  Workshop(DataDirectory(settings.data), Action::manageAccounts).write([&](app::Work& work) {
    user = app::createUser(work, wanted, {});
  });
  if (!user) throw UsageError(std::string(title(user.error().refusal)));
  fmt::print("Added the {} {} ({}).\n", settings.role, user->email, user->id.text());
}

void listUsers(const UserSettings& settings) {
  std::vector<store::User> users;
  Workshop(DataDirectory(settings.data), Action::manageAccounts).write([&](app::Work& work) {
    users = store::listUsers(work.db);
  });
  for (const store::User& user : users) {
    const char* state = user.erasedAt ? "erased" : user.disabledAt ? "disabled" : "enabled";
    fmt::print("{}  {:<7}  {:<8}  {}  {}\n", user.id.text(), word(user.role), state, user.email, user.name);
  }
}

void disableUser(const UserSettings& settings) {
  app::Result<void> result;
  Workshop(DataDirectory(settings.data), Action::manageAccounts).write([&](app::Work& work) {
    result = app::disableUser(work, settings.email);
  });
  require(result, settings.email);
  fmt::print("Disabled {}; every sign-in has ended.\n", settings.email);
}

void resetPassword(const UserSettings& settings) {
  std::optional<store::User> user;
  const DataDirectory data(settings.data);
  Workshop(data, Action::manageAccounts).write([&](app::Work& work) {
    user = store::findUserByEmail(work.db, app::normalEmail(settings.email));
  });
  if (!user) require(std::unexpected(Refusal::not_found), settings.email);
  const std::string hash = app::hashPassword(readPassword(settings, user->name));
  app::Result<void> result;
  Workshop(DataDirectory(settings.data), Action::manageAccounts).write([&](app::Work& work) {
    result = app::resetPassword(work, settings.email, hash);
  });
  require(result, settings.email);
  fmt::print("Set a new password for {}; every sign-in has ended.\n", settings.email);
}

void exportUser(const UserSettings& settings) {
  Workshop workshop(DataDirectory::existing(settings.data), Action::manageAccounts);
  app::Result<UserId> user;
  workshop.write([&](app::Work& work) { user = app::recordExport(work, settings.email); });
  if (!user) throw UsageError(noAccount(settings.email));
  app::PersonalData data(*user);
  bool isMore = true;
  while (isMore) workshop.write([&](app::Work& work) { isMore = data.gather(work.reading()); });
  fmt::print("{}\n", boost::json::serialize(data.document()));
}

void eraseUser(const UserSettings& settings) {
  app::Result<void> result;
  Workshop(DataDirectory::existing(settings.data), Action::manageAccounts).write([&](app::Work& work) {
    result = app::eraseUser(work, settings.email);
  });
  const bool isBusy = !result && result.error().refusal != Refusal::not_found;
  if (isBusy) {
    throw UsageError(fmt::format("{} has a practice or a call that is not over; nothing was erased.", settings.email));
  }
  require(result, settings.email);
  fmt::print("Erased {}; every sign-in has ended.\n", settings.email);
}

void resetSecondFactor(const UserSettings& settings) {
  app::Result<void> result;
  Workshop(DataDirectory(settings.data), Action::manageAccounts).write([&](app::Work& work) {
    result = app::resetSecondFactor(work, settings.email);
  });
  require(result, settings.email);
  fmt::print("Took two-step sign-in off {}; every sign-in has ended.\n", settings.email);
}

void migrate(const std::filesystem::path& data) {
  const Workshop workshop(DataDirectory(data), Action::keepData);
  fmt::print("The database in {} is up to date.\n", data.string());
}

}  // namespace praktik::cli
