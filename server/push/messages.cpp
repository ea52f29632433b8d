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

constexpr Translated nextText{{"You are next", "Please get ready: your doctor calls you next."},
                              {"Anda berikutnya", "Bersiaplah: dokter akan memanggil Anda berikutnya."}};
constexpr Translated oneAheadText{{"One patient is ahead of you", "Please get ready; your turn is near."},
                                  {"Satu pasien sebelum Anda", "Bersiaplah; giliran Anda sudah dekat."}};
constexpr Translated threeAheadText{{"Your turn is coming up", "At most three patients are ahead of you."},
                                    {"Giliran Anda segera tiba", "Paling banyak tiga pasien sebelum Anda."}};
constexpr Translated noticeTitle{{"A message from your practice", ""}, {"Pesan dari praktik Anda", ""}};

const Translated& placeText(std::int64_t ahead) {
  if (ahead == 0) return nextText;
  return ahead == 1 ? oneAheadText : threeAheadText;
}

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

std::string placeMessage(const ScheduleId& schedule, std::int64_t ahead, std::string_view locale) {
  object message{{"kind", "place"}, {"schedule", schedule.text()}, {"ahead", ahead}};
  put(message, in(locale, placeText(ahead)));
  return serialize(message);
}

std::string noticeMessage(const ScheduleId& schedule, std::string_view line, std::string_view locale) {
  object message{{"kind", "notice"}, {"schedule", schedule.text()}};
  put(message, {in(locale, noticeTitle).title, line});
  return serialize(message);
}

std::string topicOf(std::string_view subject) {
  constexpr std::size_t digestBytes = 24;  // 32 letters
  return toBase64url(ByteView(sha256(bytesOf(subject))).first(digestBytes));
}

}  // namespace praktik::push
