#pragma once

#include <filesystem>
#include <optional>
#include <string>

/// `praktik user …`: accounts from the server's own machine, also while it serves. Each prints what it did and throws
/// UsageError with a sentence when it cannot.
namespace praktik::cli {

struct UserSettings {
  std::filesystem::path data;
  std::string role;
  std::string email;
  std::string name;
  std::optional<std::string> specialty;
  bool passwordFromStdin = false;
};

void addUser(const UserSettings& settings);
void listUsers(const UserSettings& settings);
void disableUser(const UserSettings& settings);
void resetPassword(const UserSettings& settings);
/// Prints all that is kept on the person as one JSON document.
void exportUser(const UserSettings& settings);
void eraseUser(const UserSettings& settings);
void resetSecondFactor(const UserSettings& settings);

/// Brings the database to this version's form and says so.
void migrate(const std::filesystem::path& data);

}  // namespace praktik::cli
