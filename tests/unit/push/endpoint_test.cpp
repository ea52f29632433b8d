#include "push/endpoint.hpp"

#include <gtest/gtest.h>

#include "base/limits.hpp"

namespace praktik::push {
namespace {

const EndpointPolicy publicOnly(false);
const EndpointPolicy loopbackToo(true);

TEST(PushEndpoint, of_the_great_push_services_is_taken) {
  for (const std::string_view url :
       {"https://fcm.googleapis.com/fcm/send/dQw4w9WgXcQ:APA91bH-x_y",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAA", "https://web.push.apple.com/QGuM",
        "https://wns2-par02p.notify.windows.com/w/?token=BQYA%3d%3d", "HTTPS://Push.Example.ORG:8443/x",
        "https://8.8.8.8/x", "https://[2606:4700::1111]/x"}) {
    EXPECT_TRUE(publicOnly.read(url)) << url;
    EXPECT_TRUE(loopbackToo.read(url)) << url;
  }
}

TEST(PushEndpoint, tells_its_host_and_its_origin_as_a_browser_does) {
  const auto plain = publicOnly.read("HTTPS://Push.Example.ORG:443/x").value();
  EXPECT_EQ(plain.host, "push.example.org");
  EXPECT_EQ(plain.origin, "https://push.example.org");
  EXPECT_EQ(plain.url, "HTTPS://Push.Example.ORG:443/x");
  EXPECT_EQ(publicOnly.read("https://push.example.org:8443/x").value().origin, "https://push.example.org:8443");
  EXPECT_EQ(publicOnly.read("https://[2606:4700::1111]:444/x").value().origin, "https://[2606:4700::1111]:444");
  EXPECT_EQ(loopbackToo.read("http://127.0.0.1:8090/x").value().origin, "http://127.0.0.1:8090");
}

TEST(PushEndpoint, that_leads_inside_or_nowhere_is_refused_whatever_the_server) {
  for (const std::string_view url : {
           "",
           "push.example.org",
           "/x",
           "ftp://push.example.org/x",
           "http://push.example.org/x",
           "file:///etc/passwd",
           "javascript:alert(1)",
           "https:///x",
           "https:push.example.org",
           "https://push.example.org:0/x",
           "https://user@push.example.org/x",
           "https://user:word@push.example.org/x",
           "https://push.example.org/x#y",
           "https://push.example.org /x",
           "https://push.example.org\\@10.0.0.1/x",
           "https://push%2eexample.org/x",
           // Names of the own network.
           "https://intranet/x",
           "https://push/x",
           "https://push./x",
           "https://push.example.org./x",
           "https://a..example.org/x",
           "https://.example.org/x",
           "https://printer.local/x",
           "https://db.internal/x",
           "https://METADATA.google.INTERNAL/x",
           "https://nas.home.arpa/x",
           "https://a.localhost/x",
           "https://localhost.localdomain/x",
           "https://router.lan/x",
           // Addresses of private networks.
           "https://10.0.0.1/x",
           "https://10.255.255.255/x",
           "https://172.16.0.1/x",
           "https://172.31.255.1/x",
           "https://192.168.1.1/x",
           "https://169.254.169.254/x",
           "https://100.64.0.1/x",
           "https://100.127.255.255/x",
           "https://0.0.0.0/x",
           "https://0.1.2.3/x",
           "https://192.0.0.8/x",
           "https://192.0.2.1/x",
           "https://198.18.0.1/x",
           "https://198.51.100.1/x",
           "https://203.0.113.1/x",
           "https://224.0.0.1/x",
           "https://240.0.0.1/x",
           "https://255.255.255.255/x",
           "https://192.88.99.1/x",
           // The same in other spellings.
           "https://127.1/x",
           "https://0x7f.1/x",
           "https://2130706433/x",
           "https://0x7f000001/x",
           "https://017700000001/x",
           "https://127.0.0.01/x",
           "https://10.0.1/x",
           "https://push.example.0x7f/x",
           "https://1.2.3.4.5/x",
           // The same in IPv6.
           "https://[::]/x",
           "https://[fe80::1]/x",
           "https://[fc00::1]/x",
           "https://[fd12:3456::1]/x",
           "https://[ff02::1]/x",
           "https://[::ffff:10.0.0.1]/x",
           "https://[::ffff:8.8.8.8]/x",
           "https://[::10.0.0.1]/x",
           "https://[64:ff9b::7f00:1]/x",
           "https://[2002:7f00:1::]/x",
           "https://[2001:db8::1]/x",
           "https://[2001::1]/x",
           "https://[fe80::1%25eth0]/x",
           "https://[v1.fe80]/x",
       }) {
    EXPECT_FALSE(publicOnly.read(url)) << url;
    EXPECT_FALSE(loopbackToo.read(url)) << url;
  }
}

TEST(PushEndpoint, has_the_whole_host_or_none) {
  // Some versions of Boost.URL stop behind what looks like an address; whoever connects would not.
  for (const std::string host : {"8.8.8.8.example.org", "8.8.8.8x.org", "8.8.8.8-example.org"}) {
    const auto endpoint = publicOnly.read("https://" + host + "/x");
    EXPECT_TRUE(!endpoint || endpoint->host == host) << host << " was read as " << endpoint->host;
  }
}

TEST(PushEndpoint, on_loopback_is_for_a_server_on_loopback_alone) {
  for (const std::string_view url : {"http://127.0.0.1:8090/x", "https://127.0.0.1/x", "http://localhost:8090/x",
                                     "http://127.9.9.9/x", "http://[::1]:8090/x", "https://localhost/x"}) {
    EXPECT_FALSE(publicOnly.read(url)) << url;
    EXPECT_TRUE(loopbackToo.read(url)) << url;
  }
}

TEST(PushEndpoint, may_be_2048_characters_long_and_no_longer) {
  std::string url = "https://push.example.org/";
  url += std::string(limits::endpointChars - url.size(), 'x');
  EXPECT_TRUE(publicOnly.read(url));
  EXPECT_FALSE(publicOnly.read(url + "x"));
}

TEST(PushAddress, at_the_edges_of_the_private_networks) {
  const auto isPublic = [](const char* text) { return isPublicAddress(boost::asio::ip::make_address(text)); };
  for (const char* outside :
       {"1.0.0.0",   "9.255.255.255",   "11.0.0.0",        "100.63.255.255", "100.128.0.0", "126.255.255.255",
        "128.0.0.0", "169.253.255.255", "169.255.0.0",     "172.15.255.255", "172.32.0.0",  "192.0.1.0",
        "192.0.3.0", "192.167.255.255", "192.169.0.0",     "198.17.255.255", "198.20.0.0",  "223.255.255.255",
        "2000::",    "2001:200::",      "2001:db7:ffff::", "2001:db9::",     "2003::",      "3fff:ffff::"}) {
    EXPECT_TRUE(isPublic(outside)) << outside;
  }
  for (const char* inside : {"0.255.255.255", "10.0.0.0", "100.64.0.0", "127.255.255.255", "169.254.0.0", "172.16.0.0",
                             "172.31.255.255", "192.168.255.255", "198.19.255.255", "224.0.0.0", "::1",
                             "1fff::", "2001:1ff:ffff::", "2001:db8:ffff::", "2002::", "4000::", "fbff::"}) {
    EXPECT_FALSE(isPublic(inside)) << inside;
  }
}

}  // namespace
}  // namespace praktik::push
