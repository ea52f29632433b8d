#pragma once

#include <fmt/format.h>
#include <string_view>

/// The server's log: one line an event on standard error, written from any thread.
/// Never a token, a password, a name, an e-mail address or a message body.
namespace praktik::log {

void start(bool debug);
void write(std::string_view level, std::string_view line);
/// Are debug lines written? Making them costs something even when nobody reads them.
bool isDebugging();

template <class... Args>
void debug(fmt::format_string<Args...> format, Args&&... args) {
  if (isDebugging()) write("debug", fmt::format(format, std::forward<Args>(args)...));
}

template <class... Args>
void info(fmt::format_string<Args...> format, Args&&... args) {
  write("info", fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void warn(fmt::format_string<Args...> format, Args&&... args) {
  write("warn", fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void error(fmt::format_string<Args...> format, Args&&... args) {
  write("error", fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace praktik::log
