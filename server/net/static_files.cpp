#include "net/static_files.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <zlib.h>

#include "base/limits.hpp"
#include "base/log.hpp"
#include "net/problem.hpp"

namespace praktik::net {
namespace {

namespace fs = std::filesystem;

struct Type {
  std::string_view extension;
  std::string_view name;
  bool compresses;
};

constexpr std::array types = {
    Type{".html", "text/html; charset=utf-8", true},
    Type{".js", "text/javascript; charset=utf-8", true},
    Type{".css", "text/css; charset=utf-8", true},
    Type{".json", "application/json", true},
    Type{".webmanifest", "application/manifest+json", true},
    Type{".svg", "image/svg+xml", true},
    Type{".txt", "text/plain; charset=utf-8", true},
    Type{".map", "application/json", true},
    Type{".wasm", "application/wasm", true},
    Type{".png", "image/png", false},
    Type{".webp", "image/webp", false},
    Type{".jpg", "image/jpeg", false},
    Type{".ico", "image/x-icon", false},
    Type{".woff2", "font/woff2", false},
    Type{".wav", "audio/wav", true},
    Type{".mp3", "audio/mpeg", false},
    Type{".ogg", "audio/ogg", false},
    Type{".mp4", "video/mp4", false},
};

constexpr Type otherType{"", "application/octet-stream", false};

const Type& typeOf(const fs::path& file) {
  const std::string extension = file.extension().string();
  const auto found = std::ranges::find(types, extension, &Type::extension);
  return found == types.end() ? otherType : *found;
}

std::string contentOf(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (!stream) throw std::runtime_error(fmt::format("cannot read {}", file.string()));
  return content;
}

Bytef* zlibBytes(const std::string& text) {
  // zlib does not write through next_in; its interface is older than const.
  return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // NOLINT(*-reinterpret-cast,*-const-cast)
}

/// RFC 1952. Empty when it does not become smaller.
std::string gzipped(const std::string& content) {
  constexpr int gzipWindow = 15 + 16;
  constexpr int bestMemory = 9;
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, gzipWindow, bestMemory, Z_DEFAULT_STRATEGY) != Z_OK)
    return {};
  std::string out(deflateBound(&stream, content.size()), '\0');
  stream.next_in = zlibBytes(content);
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = zlibBytes(out);
  stream.avail_out = static_cast<uInt>(out.size());
  const bool isDone = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  out.resize(stream.total_out);
  deflateEnd(&stream);
  if (!isDone || out.size() >= content.size()) return {};
  return out;
}

std::string entityTagOf(const std::string& content) {
  const auto sum = crc32(0, zlibBytes(content), static_cast<uInt>(content.size()));
  // Weak, because the compressed and the plain form share it.
  return fmt::format("W/\"{:08x}-{:x}\"", sum, content.size());
}

/// Does the list of an Accept-Encoding header contain gzip with a weight other than 0?
bool acceptsGzip(std::string_view list) {
  const auto at = list.find("gzip");
  if (at == std::string_view::npos) return false;
  const std::string_view rest = list.substr(at + 4, list.find(',', at) - at - 4);
  return rest.find("q=0") == std::string_view::npos || rest.find("q=0.") != std::string_view::npos;
}

bool isBelow(const fs::path& file, const fs::path& folder) {
  return std::ranges::mismatch(folder, file).in1 == folder.end();
}

bool namesFile(const Request& request) {
  return !request.segments.empty() && request.segments.back().find('.') != std::string::npos;
}

}  // namespace

StaticFiles::StaticFiles(const fs::path& folder) {
  const fs::path inside = fs::canonical(folder);
  std::size_t total = 0;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    if (!isBelow(fs::canonical(entry.path()), inside)) {
      log::warn("{} is a link out of the web app's folder and is not served", entry.path().string());
      continue;
    }
    total += entry.file_size();
    if (total > limits::webBytes) {
      throw std::runtime_error(
          fmt::format("{} holds more than a web app: over {} bytes", folder.string(), limits::webBytes));
    }
    const std::string urlPath = "/" + entry.path().lexically_relative(folder).generic_string();
    files_.emplace(urlPath, read(entry.path(), urlPath));
  }
}

StaticFiles::File StaticFiles::read(const fs::path& path, std::string_view urlPath) {
  const Type& type = typeOf(path);
  std::string content = contentOf(path);
  File file;
  file.type = type.name;
  file.entityTag = entityTagOf(content);
  // The build puts a digest into the names under /assets, so what stands under a name never changes.
  file.cacheControl = urlPath.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
  if (type.compresses) {
    std::string smaller = gzipped(content);
    if (!smaller.empty()) file.gzip = std::make_shared<const std::string>(std::move(smaller));
  }
  file.plain = std::make_shared<const std::string>(std::move(content));
  return file;
}

const StaticFiles::File* StaticFiles::find(const std::string& path) const {
  const auto found = files_.find(path);
  return found == files_.end() ? nullptr : &found->second;
}

Response StaticFiles::answer(const Request& request) const {
  if (request.verb != Verb::get && request.verb != Verb::head) {
    Response refused = problem(Refusal::method, request.id);
    refused.set("Allow", "GET, HEAD");
    return refused;
  }
  const File* file = find(request.path);
  if (file == nullptr && !namesFile(request)) file = find("/index.html");
  if (file == nullptr) return problem(Refusal::not_found, request.id);
  return respond(*file, request);
}

Response StaticFiles::respond(const File& file, const Request& request) {
  Response response;
  response.set("ETag", file.entityTag);
  response.set("Cache-Control", std::string(file.cacheControl));
  if (file.gzip) response.set("Vary", "Accept-Encoding");
  if (request.header("If-None-Match").value_or("").find(file.entityTag) != std::string_view::npos) {
    response.status = 304;
    return response;
  }
  response.set("Content-Type", file.type);
  const bool asGzip = file.gzip && acceptsGzip(request.header("Accept-Encoding").value_or(""));
  if (asGzip) response.set("Content-Encoding", "gzip");
  response.shared = asGzip ? file.gzip : file.plain;
  return response;
}

}  // namespace praktik::net
