#include <gtest/gtest.h>

#include "http/client.h"

namespace dunghan::http {
namespace {

std::string Fault(std::string_view text) {
  const auto url = ParseBaseUrl(text);
  return url ? "none" : url.error().for_client;
}

TEST(ParseBaseUrl, TakesHostAndPort) {
  const BaseUrl url = ParseBaseUrl("http://127.0.0.1:8080").value();
  EXPECT_EQ(url.host, "127.0.0.1");
  EXPECT_EQ(url.port, 8080);
}

TEST(ParseBaseUrl, TakesPort80IfThereIsNone) {
  const BaseUrl url = ParseBaseUrl("http://dunghan.example.vn").value();
  EXPECT_EQ(url.host, "dunghan.example.vn");
  EXPECT_EQ(url.port, 80);
}

TEST(ParseBaseUrl, TakesIpv6InBracketsAndATrailingSlash) {
  const BaseUrl url = ParseBaseUrl("http://[::1]:8080/").value();
  EXPECT_EQ(url.host, "::1");
  EXPECT_EQ(url.port, 8080);
}

TEST(ParseBaseUrl, SaysWhatIsWrong) {
  EXPECT_EQ(Fault("localhost:80"),
            R"(expected http://HOST[:PORT], got "localhost:80": it does not begin with http://)");
  EXPECT_EQ(Fault("https://a"),
            R"(expected http://HOST[:PORT], got "https://a": TLS is not supported)");
  EXPECT_EQ(Fault("http://a/b"),
            R"(expected http://HOST[:PORT], got "http://a/b": it has a path or a query)");
  EXPECT_EQ(Fault("http://a?b"),
            R"(expected http://HOST[:PORT], got "http://a?b": it has a path or a query)");
  EXPECT_EQ(Fault("http://u:p@a"),
            R"(expected http://HOST[:PORT], got "http://u:p@a": it names a user)");
  EXPECT_EQ(Fault("http://"), R"(expected http://HOST[:PORT], got "http://": the host is missing)");
  EXPECT_EQ(Fault("http://::1"),
            R"(expected http://HOST[:PORT], got "http://::1": the host is missing)");
  EXPECT_EQ(Fault("http://[::1"),
            R"(expected http://HOST[:PORT], got "http://[::1": the bracket is not closed)");
}

TEST(ParseBaseUrl, RefusesPortsThatAreNone) {
  for (const char* url : {"http://a:", "http://a:0", "http://a:65536", "http://a:x", "http://a:-1",
                          "http://a: 80", "http://[::1]80"}) {
    EXPECT_EQ(Fault(url), "expected http://HOST[:PORT], got \"" + std::string(url) +
                              "\": the port is not a number from 1 to 65535");
  }
}

}  // namespace
}  // namespace dunghan::http
