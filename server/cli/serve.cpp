#include "cli/serve.hpp"

#include <csignal>
#include <signal.h>

#include "base/log.hpp"
#include "cli/self_test.hpp"
#include "cli/server.hpp"

namespace praktik::cli {
namespace {

/// The signals that end a server. Blocked before the first thread starts, so that every thread inherits it and only
/// wait() sees them.
class EndSignals {
 public:
  EndSignals() {
    sigemptyset(&set_);
    sigaddset(&set_, SIGTERM);
    sigaddset(&set_, SIGINT);
    pthread_sigmask(SIG_BLOCK, &set_, nullptr);
    // A reader of our log that is gone must not take the server with it.
    std::signal(SIGPIPE, SIG_IGN);
    // A file that may grow no more is a failed write like any other.
    std::signal(SIGXFSZ, SIG_IGN);
  }

  int wait() const {
    int signal = 0;
    sigwait(&set_, &signal);
    return signal;
  }

 private:
  sigset_t set_{};
};

}  // namespace

void serve(const ServeSettings& settings) {
  log::start(settings.debug);
  const EndSignals signals;
  allowManyConnections(settings.connections);
  Server server(settings);
  server.start();
  log::info("listening on http://{}", server.endpoint().text());
  server.testRelays();
  const int signal = signals.wait();
  log::info("draining after {}", signal == SIGINT ? "SIGINT" : "SIGTERM");
  server.drain();
  log::info("drained");
}

}  // namespace praktik::cli
