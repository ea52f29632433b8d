#include "net/client_address.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"

namespace praktik::net {
namespace {

TEST(AddressRange, holds_what_its_prefix_says) {
  struct Case {
    const char* range;
    const char* address;
    bool holds;
  };
  for (const auto& [range, address, holds] : {
           Case{"127.0.0.1", "127.0.0.1", true},
           Case{"127.0.0.1", "127.0.0.2", false},
           Case{"10.0.0.0/8", "10.255.1.2", true},
           Case{"10.0.0.0/8", "11.0.0.0", false},
           Case{"192.0.2.128/25", "192.0.2.128", true},
           Case{"192.0.2.128/25", "192.0.2.127", false},
           Case{"2001:db8::/33", "2001:db8:7fff::1", true},
           Case{"2001:db8::/33", "2001:db8:8000::1", false},
           Case{"::1", "::1", true},
           Case{"::1", "127.0.0.1", false},
           Case{"::ffff:127.0.0.1", "127.0.0.1", true},
       }) {
    const auto parsed = AddressRange::parse(range);
    ASSERT_TRUE(parsed) << range;
    EXPECT_EQ(parsed->contains(boost::asio::ip::make_address(address)), holds) << range << ' ' << address;
  }
}

TEST(AddressRange, that_is_none_or_means_everybody_is_refused) {
  for (const auto* bad : {"", "proxy", "127.0.0.1/", "127.0.0.1/33", "127.0.0.1/8", "10.0.0.0/x", "10.0.0.0/-1",
                          "0.0.0.0/0", "::/0", "::1/129", "10.0.0.0/8 ", "fe80::1%1", "127.1", "10.0.0.0/8/8"}) {
    EXPECT_FALSE(AddressRange::parse(bad)) << bad;
  }
}

Request from(const char* peer, const std::vector<std::string>& forwarded) {
  Request request;
  request.address = peer;
  for (const std::string& line : forwarded) request.headers.emplace_back("x-forwarded-for", line);
  return request;
}

const TrustedProxies& proxies() {
  static const TrustedProxies two({*AddressRange::parse("127.0.0.1"), *AddressRange::parse("10.0.0.0/8")});
  return two;
}

TEST(ClientAddress, is_the_rightmost_that_no_trusted_proxy_wrote) {
  struct Case {
    const char* peer;
    std::vector<std::string> forwarded;
    const char* client;
  };
  for (const auto& [peer, forwarded, client] : std::vector<Case>{
           {"198.51.100.7", {"203.0.113.9"}, "198.51.100.7"},  // no proxy of ours says so
           {"127.0.0.1", {}, "127.0.0.1"},
           {"127.0.0.1", {"203.0.113.9"}, "203.0.113.9"},
           {"::ffff:127.0.0.1", {"203.0.113.9"}, "203.0.113.9"},
           {"::ffff:198.51.100.7", {}, "198.51.100.7"},
           {"127.0.0.1", {"1.1.1.1, 203.0.113.9"}, "203.0.113.9"},  // the client made up 1.1.1.1
           {"127.0.0.1", {"1.1.1.1", "203.0.113.9"}, "203.0.113.9"},
           {"127.0.0.1", {"203.0.113.9,10.1.2.3"}, "203.0.113.9"},  // through two proxies
           {"127.0.0.1", {"10.1.2.3"}, "10.1.2.3"},                 // a proxy's own health check
           {"127.0.0.1", {"  2001:db8::7 "}, "2001:db8::7"},
           {"127.0.0.1", {"203.0.113.9:4711"}, "203.0.113.9"},
           {"127.0.0.1", {"[2001:db8::7]:4711"}, "2001:db8::7"},
           {"127.0.0.1", {"::ffff:203.0.113.9"}, "203.0.113.9"},
           {"127.0.0.1", {"nonsense, 203.0.113.9"}, "203.0.113.9"},  // never read
       }) {
    EXPECT_EQ(proxies().clientOf(from(peer, forwarded)), client)
        << peer << ' ' << (forwarded.empty() ? "" : forwarded[0]);
  }
}

TEST(ClientAddress, is_the_peers_where_the_header_makes_no_sense) {
  const std::vector<std::string> bad = {"unknown",
                                        "_hidden",
                                        "",
                                        ",",
                                        "203.0.113.9,",
                                        "203.0.113.9;",
                                        "[2001:db8::7",
                                        "1.2.3",
                                        "nonsense, 10.1.2.3",
                                        "203.0.113.9, fe80::1%eth0",
                                        "'; DROP TABLE users; --"};
  for (const std::string& line : bad) EXPECT_EQ(proxies().clientOf(from("127.0.0.1", {line})), "127.0.0.1") << line;
}

TEST(ClientAddress, is_behind_the_proxies_however_much_the_client_made_up_before) {
  const std::string lies(limits::forwardedBytes, 'x');
  EXPECT_EQ(proxies().clientOf(from("127.0.0.1", {lies + ", 203.0.113.9"})), "203.0.113.9");
  EXPECT_EQ(proxies().clientOf(from("127.0.0.1", {lies + ",1.1.1.1,203.0.113.9,10.1.2.3"})), "203.0.113.9");
  EXPECT_EQ(proxies().clientOf(from("127.0.0.1", {lies, "203.0.113.9"})), "203.0.113.9");
}

TEST(ClientAddress, is_looked_for_in_the_end_of_the_header_alone) {
  const std::string client = "203.0.113.9";
  const std::string proxy = "10.1.2.3";
  const std::string spaces(limits::forwardedBytes - client.size() - proxy.size() - 1, ' ');
  EXPECT_EQ(proxies().clientOf(from("127.0.0.1", {client + "," + spaces + proxy})), client);
  // A byte more cuts into the client's address, and a piece of an address is none.
  EXPECT_EQ(proxies().clientOf(from("127.0.0.1", {client + ", " + spaces + proxy})), proxy);
  // No part of it ends within what is read.
  EXPECT_EQ(proxies().clientOf(from("127.0.0.1", {std::string(limits::forwardedBytes, ' ') + client})), "127.0.0.1");
}

TEST(ClientAddress, is_never_the_headers_where_nobody_is_trusted) {
  EXPECT_EQ(TrustedProxies().clientOf(from("127.0.0.1", {"203.0.113.9"})), "127.0.0.1");
}

}  // namespace
}  // namespace praktik::net
