#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <iostream>
#include <spdlog/spdlog.h>
#include <sstream>
#include <unistd.h>

#include "cli/server.hpp"
#include "cli/users.hpp"
#include "cli/workshop.hpp"
#include "fuzz/fuzz.hpp"

using namespace praktik;

/// The whole server as a stranger's bytes meet it: Beast's parser, headers, cookies, routes with their bodies, handshake
/// and frames. The first byte says as whom. In what follows the line `@` becomes the headers that a client of that person
/// sends with a JSON body, and $S, $E and $C become the ids of a schedule, an entry and a call.
namespace {

namespace asio = boost::asio;
namespace json = boost::json;
using asio::ip::tcp;

struct Answer {
  int status = 0;
  std::string head;
  std::string body;
};

void replaceAll(std::string& text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

class Clinic {
 public:
  Clinic() {
    spdlog::set_level(spdlog::level::off);
    addDoctor();
    server_.emplace(settings());
    server_->start();
    doctor_ = signIn(doctorEmail);
    (void)ask("POST /api/auth/register",
              R"({"email":"patient@example.org","password":")" + password + R"(","name":"Patient"})", "");
    patient_ = signIn("patient@example.org");
    ring();
  }
  ~Clinic() {
    server_->drain();
    std::filesystem::remove_all(folder_);
  }
  Clinic(const Clinic&) = delete;
  Clinic& operator=(const Clinic&) = delete;

  /// What the server answers to these bytes until it closes; the client says that it sends no more. Nothing here blocks in
  /// a system call of its own: libFuzzer's alarm would interrupt it.
  Answer exchange(const std::string& bytes) {
    asio::io_context io;
    std::string text;
    asio::co_spawn(io, talk(bytes, text), asio::detached);
    io.run_for(std::chrono::seconds(20));
    fuzz::require(io.stopped(), "the server answers or hangs up");
    const auto end = text.find("\r\n\r\n");
    if (end == std::string::npos) return {};
    return {std::atoi(text.c_str() + 9), text.substr(0, end + 2), text.substr(end + 4)};
  }

  std::string identity(unsigned who) const {
    if (who == 1) return "Authorization: Bearer " + doctor_ + "\r\n";
    if (who == 2) return "Authorization: Bearer " + patient_ + "\r\n";
    if (who == 3) return fmt::format("Cookie: praktik_access={}\r\nOrigin: http://{}\r\n", patient_, host());
    return {};
  }
  std::string host() const { return server_->endpoint().text(); }
  const std::string& schedule() const { return schedule_; }
  const std::string& entry() const { return entry_; }
  const std::string& call() const { return call_; }

  /// A token lasts 15 minutes, and an input may have ended its sign-in.
  void signInAgain() {
    doctor_ = signIn(doctorEmail);
    patient_ = signIn("patient@example.org");
  }

 private:
  asio::awaitable<void> talk(const std::string& bytes, std::string& answer) const {
    tcp::socket socket(co_await asio::this_coro::executor);
    boost::system::error_code error;
    const auto told = [&error] { return asio::redirect_error(asio::use_awaitable, error); };
    co_await socket.async_connect({asio::ip::address_v4::loopback(), server_->endpoint().port}, told());
    fuzz::require(!error, "the server takes a connection");
    co_await asio::async_write(socket, asio::buffer(bytes), told());
    socket.shutdown(tcp::socket::shutdown_send, error);
    co_await asio::async_read(socket, asio::dynamic_buffer(answer), told());
  }

  static constexpr const char* doctorEmail = "doctor@example.org";
  const std::string password = "correct horse battery";

  cli::ServeSettings settings() const {
    cli::ServeSettings settings;
    settings.listen = "127.0.0.1:0";
    settings.data = folder_;
    settings.web = folder_ / "web";
    settings.throttle = "off";
    return settings;
  }

  void addDoctor() {
    cli::UserSettings doctor;
    doctor.data = folder_;
    doctor.role = "doctor";
    doctor.email = doctorEmail;
    doctor.name = "Doctor";
    doctor.passwordFromStdin = true;
    std::istringstream input(password + "\n");
    auto* const before = std::cin.rdbuf(input.rdbuf());
    cli::addUser(doctor);
    std::cin.rdbuf(before);
  }

  json::object ask(std::string_view what, std::string_view body, std::string_view token) {
    std::string request = fmt::format("{} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n", what, host());
    if (!token.empty()) request += fmt::format("Authorization: Bearer {}\r\n", token);
    if (!body.empty()) request += "Content-Type: application/json\r\n";
    const Answer answer = exchange(request + fmt::format("Content-Length: {}\r\n\r\n{}", body.size(), body));
    fuzz::require(answer.status == 200 || answer.status == 201, "the clinic can be set up");
    return json::parse(answer.body).as_object();
  }

  std::string signIn(std::string_view email) {
    const auto body = json::serialize(json::object{{"email", email}, {"password", password}});
    return std::string(ask("POST /api/auth/token", body, "").at("accessToken").as_string());
  }

  void ring() {
    const auto now = toMillis(cli::systemNow());
    const auto times = fmt::format(R"({{"startsAt":{},"endsAt":{}}})", now, now + 80'000'000);
    schedule_ = idOf(ask("POST /api/schedules", times, doctor_), "schedule");
    (void)ask("POST /api/schedules/" + schedule_ + "/start", "", doctor_);
    entry_ = idOf(ask("POST /api/schedules/" + schedule_ + "/queue", "", patient_), "entry");
    (void)ask("PUT /api/queue/" + entry_ + "/readiness", R"({"ready":true})", patient_);
    call_ = idOf(ask("POST /api/queue/" + entry_ + "/call", "", doctor_), "call");
  }

  static std::string idOf(const json::object& answer, std::string_view name) {
    return std::string(answer.at(name).at("id").as_string());
  }

  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() / ("praktik-fuzz-" + std::to_string(::getpid()));
  std::optional<cli::Server> server_;
  std::string doctor_;
  std::string patient_;
  std::string schedule_;
  std::string entry_;
  std::string call_;
};

std::string requestOf(const Clinic& clinic, unsigned who, std::string text) {
  const auto end = text.find("\r\n\r\n");
  const std::size_t body = end == std::string::npos ? 0 : text.size() - end - 4;
  replaceAll(text, "$S", clinic.schedule());
  replaceAll(text, "$E", clinic.entry());
  replaceAll(text, "$C", clinic.call());
  const auto at = text.find("\r\n@\r\n");
  if (at == std::string::npos) return text;
  return text.replace(at + 2, 3,
                      fmt::format("Host: {}\r\n{}Content-Type: application/json\r\nContent-Length: {}\r\n",
                                  clinic.host(), clinic.identity(who), body));
}

bool holds(const std::string& head, std::string_view line) { return head.find(line) != std::string::npos; }

void requireWellFormed(const Answer& answer, bool isHead) {
  fuzz::require(answer.status != 500, "nothing makes the server fail");
  fuzz::require(answer.status > 100 && answer.status < 600, "an answer has a status");
  fuzz::require(holds(answer.head, "X-Content-Type-Options: nosniff\r\n"), "every answer has the security headers");
  const bool isJson = holds(answer.head, "Content-Type: application/json\r\n");
  const bool isProblem = holds(answer.head, "Content-Type: application/problem+json\r\n");
  fuzz::require(answer.status < 400 || isProblem, "what is refused is refused in the one form");
  if (isHead || (!isJson && !isProblem)) return;
  const auto at = answer.head.find("Content-Length: ");
  fuzz::require(at != std::string::npos, "a body has its length");
  const auto length = static_cast<std::size_t>(std::atol(answer.head.c_str() + at + 16));
  fuzz::require(answer.body.size() >= length, "an answer is whole");
  boost::system::error_code failed;
  const auto body = json::parse(std::string_view(answer.body).substr(0, length), failed);
  fuzz::require(!failed && body.is_object(), "an answer is an object in JSON and UTF-8");
  if (!isProblem) return;
  const auto& problem = body.as_object();
  for (const char* key : {"type", "title", "status", "code", "requestId"}) {
    fuzz::require(problem.contains(key), "a refusal says what the contract promises");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Clinic clinic;
  if (size == 0) return 0;
  const unsigned who = *data % 4U;
  const std::string request = requestOf(clinic, who, std::string(fuzz::textOf(data, size).substr(1)));
  const Answer answer = clinic.exchange(request);
  // Who sends no whole request gets no answer.
  if (answer.status == 0) return 0;
  requireWellFormed(answer, request.starts_with("HEAD"));
  if (answer.status == 401 && who != 0) clinic.signInAgain();
  return 0;
}
