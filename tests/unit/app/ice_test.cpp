#include "app/ice.hpp"

#include <boost/json/serialize.hpp>
#include <gtest/gtest.h>

namespace praktik::app {
namespace {

constexpr Instant noon = fromMillis(1'795'435'200'000);

IceUri uri(std::string_view text) { return IceUri::parse(text).value(); }

struct CredentialRow {
  std::string secret;
  std::string tag;
  Instant expiresAt;
  std::string username;
  std::string password;
};

// The passwords are OpenSSL's: printf USERNAME | openssl dgst -sha1 -hmac SECRET -binary | base64
const CredentialRow credentials[] = {
    {"Jefe", "abc", fromMillis(1'795'424'400'000), "1795424400:abc", "fQBvep05yFsaPEKHGyZTuaDId3Y="},
    {"north wind", "0011223344556677", fromMillis(1'795'424'400'001), "1795424401:0011223344556677",
     "24dlQSXJpmmxfOD+v3JgTmftUqc="},
    {std::string(100, 'k'), "x", fromMillis(0), "0:x", "6ZdpilbIrvvc961SotS2fFmpNrc="},
};

TEST(TurnCredential, is_the_seal_of_its_expiry_and_tag) {
  for (const CredentialRow& row : credentials) {
    const auto made = turnCredential(row.secret, row.tag, row.expiresAt);
    EXPECT_EQ(made.username, row.username);
    EXPECT_EQ(made.password, row.password) << row.username;
  }
}

TEST(IceUri, of_a_server_is_taken_as_it_is_written) {
  for (const auto* text :
       {"stun:turn.clinic.example", "stun:192.0.2.7:3478", "turn:turn.clinic.example", "turn:turn.clinic.example:3478",
        "turn:turn.clinic.example:80?transport=tcp", "turn:192.0.2.7?transport=udp",
        "turns:turn.clinic.example:443?transport=tcp", "turns:turn.clinic.example.", "turn:[2001:db8::7]",
        "turn:[2001:db8::7]:3478?transport=udp", "turn:turn.clinic.example:65535"}) {
    const auto read = IceUri::parse(text);
    ASSERT_TRUE(read) << text;
    EXPECT_EQ(read->text(), text);
    EXPECT_EQ(read->isRelay(), !std::string_view(text).starts_with("stun:")) << text;
  }
}

TEST(IceUri, of_anything_else_is_none) {
  for (const auto* text : {"",
                           "turn",
                           "turn:",
                           "turn.clinic.example",
                           "turn.clinic.example:3478",
                           "https://turn.clinic.example",
                           "turn://turn.clinic.example",
                           "turn: turn.clinic.example",
                           "turn:turn.clinic.example ",
                           "turn:user@host",
                           "turn:host:",
                           "turn:host:0",
                           "turn:host:65536",
                           "turn:host:-1",
                           "turn:host:34x",
                           "turn:host:3478:3478",
                           "turn:2001:db8::7",
                           "turn:[2001:db8::7",
                           "turn:[2001:db8::7]3478",
                           "turn:[192.0.2.7]",
                           "turn:[]",
                           "turn:.clinic.example",
                           "turn:turn..example",
                           "turn:host?transport=sctp",
                           "turn:host?transport=",
                           "turn:host?",
                           "turn:host?transport=udp&x=1",
                           "stun:host?transport=udp",
                           "turn:host/path",
                           "turn:host\"",
                           "turn:h\xc3\xb6st"}) {
    EXPECT_FALSE(IceUri::parse(text)) << text;
  }
  EXPECT_TRUE(IceUri::parse("turn:" + std::string(253, 'h')));
  EXPECT_FALSE(IceUri::parse("turn:" + std::string(254, 'h')));
}

TEST(IceServers, of_no_server_are_an_empty_list) {
  EXPECT_EQ(serialize(IceServers().offer("call", noon)), R"({"iceServers":[],"expiresAt":1795435200000})");
  EXPECT_FALSE(IceServers().canRelay());
}

TEST(IceServers, that_only_tell_addresses_need_no_credential) {
  const IceServers servers({uri("stun:a.example"), uri("stun:b.example")}, "");
  EXPECT_EQ(serialize(servers.offer("call", noon)),
            R"({"iceServers":[{"urls":["stun:a.example","stun:b.example"]}],"expiresAt":1795435200000})");
  EXPECT_FALSE(servers.canRelay());
}

TEST(IceServers, that_relay_come_with_the_credential_and_the_others_without) {
  const IceServers servers({uri("turn:a.example"), uri("stun:a.example"), uri("turns:a.example")}, "secret");
  EXPECT_TRUE(servers.canRelay());
  const auto list = servers.offer("call 1 2", noon).at("iceServers").as_array();
  ASSERT_EQ(list.size(), 2U);
  EXPECT_EQ(serialize(list.at(0)), R"({"urls":["stun:a.example"]})");
  EXPECT_EQ(serialize(list.at(1).at("urls")), R"(["turn:a.example","turns:a.example"])");
  const std::string username(list.at(1).at("username").as_string());
  ASSERT_TRUE(username.starts_with("1795435200:"));
  EXPECT_EQ(list.at(1).at("credential").as_string(),
            turnCredential("secret", username.substr(username.find(':') + 1), noon).password);
}

std::string tagIn(const boost::json::object& offer) {
  const std::string username(offer.at("iceServers").at(0).at("username").as_string());
  return username.substr(username.find(':') + 1);
}

TEST(IceServers, tag_a_purpose_the_same_each_time_and_say_nothing_of_it) {
  const IceServers servers({uri("turn:a.example")}, "secret");
  const std::string tag = tagIn(servers.offer("call 1 2", noon));
  EXPECT_EQ(tagIn(servers.offer("call 1 2", noon + seconds(9))), tag);
  EXPECT_NE(tagIn(servers.offer("call 1 3", noon)), tag);
  EXPECT_NE(tagIn(IceServers({uri("turn:a.example")}, "other").offer("call 1 2", noon)), tag);
  EXPECT_EQ(tag.size(), 16U);
  EXPECT_EQ(tag.find_first_not_of("0123456789abcdef"), std::string::npos);
}

}  // namespace
}  // namespace praktik::app
