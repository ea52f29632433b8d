#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "net/http.hpp"

namespace praktik::net {

/// The web app's files, read into memory once at start and never changed. Thread safe.
class StaticFiles {
 public:
  StaticFiles() = default;
  /// Reads every regular file below the folder; a link that leads out of it is left out. Throws std::runtime_error when one cannot be read or all together are
  /// larger than limits::webBytes.
  explicit StaticFiles(const std::filesystem::path& folder);

  bool hasApp() const { return files_.contains("/index.html"); }

  /// The file at that path. The app draws its own pages, so any other path gets index.html, unless it names a file
  /// (its last part has an extension). 404 and 405 are problems.
  Response answer(const Request& request) const;

 private:
  struct File {
    std::string type;
    std::string entityTag;
    std::string_view cacheControl;
    std::shared_ptr<const std::string> plain;
    std::shared_ptr<const std::string> gzip;  ///< empty where compressing gains nothing
  };

  static File read(const std::filesystem::path& file, std::string_view urlPath);
  const File* find(const std::string& path) const;
  static Response respond(const File& file, const Request& request);

  std::unordered_map<std::string, File> files_;
};

}  // namespace praktik::net
