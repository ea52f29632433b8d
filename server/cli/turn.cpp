#include "cli/turn.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <fstream>

namespace praktik::cli {
namespace {

namespace fs = std::filesystem;

app::IceUri readUri(const std::string& text) {
  auto uri = app::IceUri::parse(text);
  if (!uri) {
    throw UsageError(fmt::format(
        "--turn {}: this must look like turn:turn.clinic.example:3478, turn:turn.clinic.example?transport=tcp, "
        "turns:turn.clinic.example:5349 or stun:turn.clinic.example.",
        text));
  }
  return *std::move(uri);
}

std::string trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const auto begin = text.find_first_not_of(space);
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin, text.find_last_not_of(space) - begin + 1));
}

UsageError wrongFile(const fs::path& file, std::string_view sentence) {
  return UsageError(fmt::format("--turn-secret-file {}: {}", file.string(), sentence));
}

/// What the file holds, up to one byte more than is taken.
std::string contents(const fs::path& file) {
  std::ifstream input(file, std::ios::binary);
  std::string text(limits::turnSecretBytes + 1, '\0');
  input.read(text.data(), static_cast<std::streamsize>(text.size()));
  // The end of the file before the end of the text is as it should be; a directory or a broken disk is bad.
  if (!input.is_open() || input.bad()) throw wrongFile(file, "this file cannot be read.");
  text.resize(static_cast<std::size_t>(input.gcount()));
  return text;
}

std::string readSecret(const fs::path& file) {
  std::error_code wrong;
  const auto status = fs::status(file, wrong);
  if (status.type() == fs::file_type::not_found) throw wrongFile(file, "there is no such file.");
  if (wrong || status.type() == fs::file_type::directory) throw wrongFile(file, "this file cannot be read.");
  if ((status.permissions() & fs::perms::others_all) != fs::perms::none) {
    throw wrongFile(file,
                    "every user of this machine may open it; take that away with chmod o-rwx, and change the secret.");
  }
  const std::string text = contents(file);
  if (text.size() > limits::turnSecretBytes) {
    throw wrongFile(file, fmt::format("a secret has at most {} bytes.", limits::turnSecretBytes));
  }
  std::string secret = trimmed(text);
  if (secret.empty()) throw wrongFile(file, "it is empty; it must hold the TURN server's static-auth-secret.");
  return secret;
}

}  // namespace

TurnSettings turnOf(const ServeSettings& settings) {
  std::vector<app::IceUri> uris;
  for (const std::string& text : settings.turn) uris.push_back(readUri(text));
  std::string secret;
  if (settings.turnSecretFile) secret = readSecret(*settings.turnSecretFile);
  const auto relay = std::ranges::find_if(uris, &app::IceUri::isRelay);
  if (relay != uris.end() && secret.empty()) {
    throw UsageError(fmt::format(
        "--turn {} needs --turn-secret-file: a file with the secret that the TURN server knows as static-auth-secret.",
        relay->text()));
  }
  return {std::move(uris), std::move(secret)};
}

}  // namespace praktik::cli
