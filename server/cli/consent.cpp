#include "cli/consent.hpp"

#include <array>
#include <fmt/format.h>
#include <fstream>
#include <openssl/evp.h>

#include "app/work.hpp"
#include "base/utf8.hpp"

namespace praktik::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::array languages = {"en", "id"};
constexpr std::size_t versionBytes = 6;  ///< 12 hexadecimal digits

/// Empty when there is no such file.
std::optional<std::string> textIn(const fs::path& file) {
  if (!fs::exists(file)) return std::nullopt;
  std::ifstream input(file, std::ios::binary);
  std::string text(limits::consentTextBytes + 1, '\0');
  input.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(input.gcount()));
  if (input.bad() || !input.is_open()) throw UsageError(fmt::format("--consent: {} cannot be read.", file.string()));
  if (text.size() > limits::consentTextBytes) {
    throw UsageError(fmt::format("--consent: {} is longer than {} bytes.", file.string(), limits::consentTextBytes));
  }
  if (text.find_first_not_of(" \r\n\t") == std::string::npos || !isUtf8(text)) {
    throw UsageError(fmt::format("--consent: {} holds no text in UTF-8.", file.string()));
  }
  return text;
}

std::string versionOf(const std::string& texts) {
  std::array<std::uint8_t, 32> digest{};
  EVP_Digest(texts.data(), texts.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  std::string version;
  for (std::size_t i = 0; i < versionBytes; ++i) version += fmt::format("{:02x}", digest.at(i));
  return version;
}

}  // namespace

Consent consentOf(const ServeSettings& settings) {
  if (!settings.consent) {
    std::string version = app::Settings{}.consentVersion;
    return {version, {{"version", version}}};
  }
  boost::json::object text;
  std::string all;
  for (const char* language : languages) {
    const auto one = textIn(*settings.consent / fmt::format("{}.txt", language));
    if (!one) continue;
    text[language] = *one;
    // With its length, so that no words can move from one language to the other unseen.
    all += fmt::format("{} {} {}", language, one->size(), *one);
  }
  if (text.empty()) {
    throw UsageError(
        fmt::format("--consent {}: there is neither en.txt nor id.txt in it.", settings.consent->string()));
  }
  std::string version = versionOf(all);
  return {version, {{"version", version}, {"text", std::move(text)}}};
}

}  // namespace praktik::cli
