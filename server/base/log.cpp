#include "base/log.hpp"

#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

namespace praktik::log {

void start(bool debug) {
  auto logger = spdlog::stderr_color_mt("praktik");
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %^%l%$ %v", spdlog::pattern_time_type::utc);
  logger->set_level(debug ? spdlog::level::debug : spdlog::level::info);
  logger->flush_on(spdlog::level::info);
  spdlog::set_default_logger(std::move(logger));
}

void write(std::string_view level, std::string_view line) {
  spdlog::log(spdlog::level::from_str(std::string(level)), "{}", line);
}

bool isDebugging() { return spdlog::should_log(spdlog::level::debug); }

}  // namespace praktik::log
