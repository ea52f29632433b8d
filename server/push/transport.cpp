#include "push/transport.hpp"

#include <boost/asio/ip/address_v4.hpp>
#include <boost/asio/ip/address_v6.hpp>
#include <curl/curl.h>
#include <mutex>
#include <netinet/in.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>
#include <unordered_map>

#include "base/limits.hpp"

namespace praktik::push {
namespace {

namespace ip = boost::asio::ip;

void require(bool succeeded) {
  if (!succeeded) throw std::runtime_error("libcurl could not be set up");
}

template <class T>
void set(CURL* easy, CURLoption option, T value) {
  require(curl_easy_setopt(easy, option, value) == CURLE_OK);
}

/// The address behind a sockaddr; for any other family the unspecified one, which no policy allows.
ip::address addressOf(const curl_sockaddr& given) {
  if (given.family == AF_INET) {
    const auto* address =
        reinterpret_cast<const sockaddr_in*>(&given.addr);  // NOLINT(*-reinterpret-cast): the sockets API
    return ip::address_v4(ntohl(address->sin_addr.s_addr));
  }
  if (given.family == AF_INET6) {
    const auto* address = reinterpret_cast<const sockaddr_in6*>(&given.addr);  // NOLINT(*-reinterpret-cast): as above
    ip::address_v6::bytes_type bytes{};
    std::copy(std::begin(address->sin6_addr.s6_addr), std::end(address->sin6_addr.s6_addr), bytes.begin());
    return ip::address_v6(bytes);
  }
  return ip::address_v4::any();
}

curl_socket_t openSocket(void* policy, curlsocktype, curl_sockaddr* address) {
  if (!static_cast<const EndpointPolicy*>(policy)->allows(addressOf(*address))) return CURL_SOCKET_BAD;
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

}  // namespace

/// One request with everything that libcurl reads while it runs.
class Transport::Transfer {
 public:
  Transfer(Id id, PushRequest request, const EndpointPolicy& policy)
      : id_(id),
        request_(std::move(request)),
        easy_(curl_easy_init()) {
    require(easy_ != nullptr);
    for (const std::string& header : request_.headers) headers_ = curl_slist_append(headers_, header.c_str());
    address(policy);
    limit();
    set(easy_, CURLOPT_HTTPHEADER, headers_);
    set(easy_, CURLOPT_POST, 1L);
    set(easy_, CURLOPT_POSTFIELDS, request_.body.data());
    set(easy_, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request_.body.size()));
    set(easy_, CURLOPT_WRITEFUNCTION, &Transfer::discard);
    set(easy_, CURLOPT_WRITEDATA, this);
    set(easy_, CURLOPT_PRIVATE, this);
  }
  ~Transfer() {
    curl_easy_cleanup(easy_);
    curl_slist_free_all(headers_);
  }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  Id id() const { return id_; }
  CURL* easy() const { return easy_; }

  /// A push service that answers and then goes on talking has answered.
  Attempt result(CURLcode code) const {
    Attempt attempt;
    long status = 0;
    curl_off_t wait = 0;
    const bool hasAnswered = code == CURLE_OK || code == CURLE_WRITE_ERROR;
    if (!hasAnswered || curl_easy_getinfo(easy_, CURLINFO_RESPONSE_CODE, &status) != CURLE_OK) return attempt;
    attempt.status = static_cast<int>(status);
    if (curl_easy_getinfo(easy_, CURLINFO_RETRY_AFTER, &wait) == CURLE_OK && wait > 0)
      attempt.retryAfter = seconds(wait);
    return attempt;
  }

 private:
  /// Where it may go, and no further.
  void address(const EndpointPolicy& policy) {
    set(easy_, CURLOPT_URL, request_.url.c_str());
    set(easy_, CURLOPT_PROTOCOLS_STR, policy.isLoopbackAllowed() ? "http,https" : "https");
    set(easy_, CURLOPT_FOLLOWLOCATION, 0L);
    set(easy_, CURLOPT_PROXY, "");  // also none of the environment
    set(easy_, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(easy_, CURLOPT_OPENSOCKETFUNCTION, &openSocket);
    set(easy_, CURLOPT_OPENSOCKETDATA, &policy);
  }

  void limit() {
    set(easy_, CURLOPT_NOSIGNAL, 1L);
    set(easy_, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(milliseconds(limits::pushConnectTime).count()));
    set(easy_, CURLOPT_TIMEOUT_MS, static_cast<long>(milliseconds(limits::pushTime).count()));
    // A look-up of a name that hangs must not keep the server from ending.
    set(easy_, CURLOPT_QUICK_EXIT, 1L);
  }

  static std::size_t discard(const char*, std::size_t size, std::size_t count, void* self) {
    auto* transfer = static_cast<Transfer*>(self);
    transfer->received_ += size * count;
    return transfer->received_ > limits::pushReplyBytes ? 0 : size * count;
  }

  Id id_;
  PushRequest request_;
  CURL* easy_;
  curl_slist* headers_ = nullptr;
  std::size_t received_ = 0;
};

struct Transport::State {
  explicit State(const EndpointPolicy& allowed) : policy(allowed) { require(multi != nullptr); }

  const EndpointPolicy& policy;
  CURLM* multi = curl_multi_init();
  std::unordered_map<Id, std::unique_ptr<Transfer>> transfers;
};

Transport::Transport(const EndpointPolicy& policy) {
  static std::once_flag once;
  std::call_once(once, [] { require(curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK); });
  state_ = std::make_unique<State>(policy);
}

Transport::~Transport() {
  for (const auto& [id, transfer] : state_->transfers) curl_multi_remove_handle(state_->multi, transfer->easy());
  state_->transfers.clear();
  curl_multi_cleanup(state_->multi);
}

void Transport::begin(Id id, PushRequest request) {
  auto transfer = std::make_unique<Transfer>(id, std::move(request), state_->policy);
  require(curl_multi_add_handle(state_->multi, transfer->easy()) == CURLM_OK);
  state_->transfers.emplace(id, std::move(transfer));
}

std::vector<Transport::Ended> Transport::wait(milliseconds most) {
  int running = 0;
  require(curl_multi_perform(state_->multi, &running) == CURLM_OK);
  std::vector<Ended> ended;
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(state_->multi, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    Transfer* transfer = nullptr;
    require(curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer) == CURLE_OK);
    ended.push_back({transfer->id(), transfer->result(message->data.result)});
    curl_multi_remove_handle(state_->multi, transfer->easy());
    state_->transfers.erase(transfer->id());
  }
  if (ended.empty()) {
    require(curl_multi_poll(state_->multi, nullptr, 0, static_cast<int>(most.count()), nullptr) == CURLM_OK);
  }
  return ended;
}

void Transport::wake() { (void)curl_multi_wakeup(state_->multi); }

}  // namespace praktik::push
