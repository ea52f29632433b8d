#include "net/frame_reader.hpp"

#include <algorithm>
#include <new>
#include <utility>
#include <wslay/wslay.h>

#include "base/limits.hpp"

namespace praktik::net {
namespace {

constexpr std::size_t contextsKept = 8;

/// Mask key, length and opcode in front of a client's payload (RFC 6455 §5.2).
std::uint64_t headerLength(std::uint64_t payload) {
  constexpr std::uint64_t fixed = 6;
  if (payload <= 125) return fixed;
  return payload <= 0xFFFF ? fixed + 2 : fixed + 8;
}

}  // namespace

/// One wslay context and what it works on at the moment.
class FrameContexts::Context {
 public:
  Context();
  ~Context() { wslay_event_context_free(wslay_); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  FrameReader::Result feed(std::string_view bytes, const FrameReader::OnText& onText);
  /// Nothing of an unfinished frame or message is in here.
  bool isAtRest() const { return fed_ == announced_ && !inMessage_; }
  std::uint64_t takeFrames() { return std::exchange(frames_, 0); }

 private:
  static Context& self(void* data) { return *static_cast<Context*>(data); }
  static ssize_t receive(wslay_event_context_ptr wslay, std::uint8_t* out, std::size_t size, int flags, void* data);
  static ssize_t transmit(wslay_event_context_ptr wslay, const std::uint8_t* bytes, std::size_t size, int flags,
                          void* data);
  static void beginFrame(wslay_event_context_ptr wslay, const wslay_event_on_frame_recv_start_arg* frame, void* data);
  static void endMessage(wslay_event_context_ptr wslay, const wslay_event_on_msg_recv_arg* message, void* data);

  FrameReader::Status status(int received) const;

  wslay_event_context_ptr wslay_ = nullptr;
  std::string_view input_;
  const FrameReader::OnText* onText_ = nullptr;
  std::string reply_;
  std::uint64_t fed_ = 0;
  std::uint64_t announced_ = 0;
  std::uint64_t frames_ = 0;
  bool inMessage_ = false;
};

FrameContexts::Context::Context() {
  wslay_event_callbacks callbacks{};
  callbacks.recv_callback = receive;
  callbacks.send_callback = transmit;
  callbacks.on_frame_recv_start_callback = beginFrame;
  callbacks.on_msg_recv_callback = endMessage;
  if (wslay_event_context_server_init(&wslay_, &callbacks, this) != 0) throw std::bad_alloc();
  wslay_event_config_set_max_recv_msg_length(wslay_, limits::messageBytes);
}

FrameReader::Result FrameContexts::Context::feed(std::string_view bytes, const FrameReader::OnText& onText) {
  input_ = bytes;
  onText_ = &onText;
  fed_ += bytes.size();
  const int received = wslay_event_recv(wslay_);
  if (wslay_event_want_write(wslay_) != 0) wslay_event_send(wslay_);
  onText_ = nullptr;
  FrameReader::Result result{status(received), std::exchange(reply_, {})};
  if (result.status == FrameReader::Status::messageTooBig) result.reply.clear();
  return result;
}

FrameReader::Status FrameContexts::Context::status(int received) const {
  // wslay refuses what is too big with its own code; ours is another, and sent by the caller. A peer that closes with that
  // code has it sent back, and has closed.
  const bool isTooBig = wslay_event_get_status_code_sent(wslay_) == WSLAY_CODE_MESSAGE_TOO_BIG;
  if (isTooBig && wslay_event_get_close_received(wslay_) == 0) return FrameReader::Status::messageTooBig;
  const bool isOver = received != 0 || wslay_event_get_close_sent(wslay_) != 0;
  return isOver ? FrameReader::Status::peerClosed : FrameReader::Status::open;
}

ssize_t FrameContexts::Context::receive(wslay_event_context_ptr wslay, std::uint8_t* out, std::size_t size, int,
                                        void* data) {
  std::string_view& input = self(data).input_;
  if (input.empty()) {
    wslay_event_set_error(wslay, WSLAY_ERR_WOULDBLOCK);
    return -1;
  }
  const std::size_t count = std::min(size, input.size());
  std::copy_n(input.data(), count, out);
  input.remove_prefix(count);
  return static_cast<ssize_t>(count);
}

ssize_t FrameContexts::Context::transmit(wslay_event_context_ptr, const std::uint8_t* bytes, std::size_t size, int,
                                         void* data) {
  self(data).reply_.append(bytes, bytes + size);
  return static_cast<ssize_t>(size);
}

void FrameContexts::Context::beginFrame(wslay_event_context_ptr, const wslay_event_on_frame_recv_start_arg* frame,
                                        void* data) {
  Context& context = self(data);
  context.announced_ += headerLength(frame->payload_length) + frame->payload_length;
  ++context.frames_;
  if (!wslay_is_ctrl_frame(frame->opcode)) context.inMessage_ = frame->fin == 0;
}

void FrameContexts::Context::endMessage(wslay_event_context_ptr, const wslay_event_on_msg_recv_arg* message,
                                        void* data) {
  const bool isText = message->opcode == WSLAY_TEXT_FRAME;
  const bool isData = isText || message->opcode == WSLAY_BINARY_FRAME;
  // A binary message is none of this protocol's: an empty text is garbage, too, and answered as such.
  const char* text = reinterpret_cast<const char*>(message->msg);  // NOLINT(*-reinterpret-cast): bytes are characters
  if (isData) (*self(data).onText_)(isText ? std::string_view(text, message->msg_length) : std::string_view());
}

FrameContexts::FrameContexts() = default;
FrameContexts::~FrameContexts() = default;

std::unique_ptr<FrameContexts::Context> FrameContexts::take() {
  if (idle_.empty()) return std::make_unique<Context>();
  auto context = std::move(idle_.back());
  idle_.pop_back();
  return context;
}

void FrameContexts::giveBack(std::unique_ptr<Context> context) {
  if (idle_.size() < contextsKept) idle_.push_back(std::move(context));
}

FrameReader::FrameReader(FrameContexts& contexts) : contexts_(contexts) {}
FrameReader::~FrameReader() = default;

FrameReader::Result FrameReader::feed(std::string_view bytes, const OnText& onText) {
  if (!context_) context_ = contexts_.take();
  Result result = context_->feed(bytes, onText);
  frames_ += context_->takeFrames();
  if (result.status != Status::open) {
    context_.reset();
  } else if (context_->isAtRest()) {
    contexts_.giveBack(std::move(context_));
  }
  return result;
}

}  // namespace praktik::net
