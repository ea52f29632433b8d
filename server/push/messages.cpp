#include "push/messages.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

#include "push/crypto.hpp"

namespace praktik::push {
namespace {

using boost::json::object;
using boost::json::serialize;

struct Text {
  std::string_view title;
  std::string_view body;
};
struct Translated {
  Text english;
  Text indonesian;
};

constexpr Translated ringText{{"Your doctor is calling", "Open Praktik to answer."},
                              {"Dokter Anda memanggil", "Buka Praktik untuk menjawab."}};
constexpr Translated testText{{"Notifications work", "Praktik can ring this device."},
                              {"Notifikasi berfungsi", "Praktik dapat membunyikan perangkat ini."}};

const Text& in(std::string_view locale, const Translated& text) {
  const bool isIndonesian = locale == "id" || locale.starts_with("id-");
  return isIndonesian ? text.indonesian : text.english;
}

void put(object& message, const Text& text) {
  message["title"] = text.title;
  message["body"] = text.body;
}

}  // namespace

std::string ringMessage(const domain::Call& call, std::string_view receipt, std::string_view locale) {
  object message{
      {"kind", "ring"}, {"call", call.id.text()}, {"expiresAt", toMillis(call.expiresAt)}, {"receipt", receipt}};
  put(message, in(locale, ringText));
  return serialize(message);
}

std::string ringOverMessage(const CallId& call, domain::RingOutcome outcome) {
  return serialize(object{{"kind", "ring_over"}, {"call", call.text()}, {"outcome", word(outcome)}});
}

std::string testMessage(std::string_view receipt, std::string_view locale) {
  object message{{"kind", "test"}, {"receipt", receipt}};
  put(message, in(locale, testText));
  return serialize(message);
}

std::string topicOf(std::string_view subject) {
  constexpr std::size_t digestBytes = 24;  // 32 letters
  return toBase64url(ByteView(sha256(bytesOf(subject))).first(digestBytes));
}

}  // namespace praktik::push
