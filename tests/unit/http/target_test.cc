#include "http/target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace dunghan::http {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

Refusal Parse(std::string_view target, Request& request, std::string_view method = "GET") {
  request.method_name = method;
  return ParseTarget(target, request);
}

Refusal Parse(std::string_view target, std::string_view method = "GET") {
  Request request;
  return Parse(target, request, method);
}

TEST(ParseTarget, KeepsParametersInTheirOrderRepeatedOnesToo) {
  Request request;
  ASSERT_EQ(Parse("/p?b=2&a=1&b=3&&=x&last", request), Refusal::kNone);
  EXPECT_THAT(request.query, ElementsAre(Pair("b", "2"), Pair("a", "1"), Pair("b", "3"),
                                         Pair("", "x"), Pair("last", "")));
}

TEST(ParseTarget, TakesAPlusForASpaceInTheQueryOnly) {
  Request request;
  ASSERT_EQ(Parse("/a+b?c+d=e+f%2B07", request), Refusal::kNone);
  EXPECT_EQ(request.path, "/a+b");
  EXPECT_THAT(request.query, ElementsAre(Pair("c d", "e f+07")));
}

TEST(ParseTarget, DecodesTheSeparatorsLast) {
  Request request;
  ASSERT_EQ(Parse("/a%2Fb%3Fc?d%3D=%26", request), Refusal::kNone);
  EXPECT_EQ(request.path, "/a/b?c");
  EXPECT_THAT(request.query, ElementsAre(Pair("d=", "&")));
}

TEST(ParseTarget, TakesTheHostOfAnAbsoluteOne) {
  for (const auto& [target, host, path] :
       std::vector<std::array<const char*, 3>>{{"http://host:80", "host:80", "/"},
                                               {"http://host/", "host", "/"},
                                               {"HTTP://Host:8080/a%20b", "Host:8080", "/a b"},
                                               {"http://[::1]:8080/a", "[::1]:8080", "/a"},
                                               {"http://host:/a", "host:", "/a"}}) {
    Request request;
    ASSERT_EQ(Parse(target, request), Refusal::kNone) << target;
    EXPECT_EQ(request.host, host);
    EXPECT_EQ(request.path, path);
    EXPECT_THAT(request.query, IsEmpty());
  }
}

TEST(ParseTarget, TakesAQueryRightBehindAHost) {
  Request request;
  ASSERT_EQ(Parse("http://host?a=b", request), Refusal::kNone);
  EXPECT_EQ(request.host, "host");
  EXPECT_EQ(request.path, "/");
  EXPECT_THAT(request.query, ElementsAre(Pair("a", "b")));
}

TEST(ParseTarget, KnowsTheWholeServerForOptionsAlone) {
  for (const char* target : {"*", "http://host:80"}) {
    Request request;
    ASSERT_EQ(Parse(target, request, "OPTIONS"), Refusal::kNone) << target;
    EXPECT_EQ(request.path, "*");
  }
  Request request;
  ASSERT_EQ(Parse("http://host/", request, "OPTIONS"), Refusal::kNone);
  EXPECT_EQ(request.path, "/");
  EXPECT_EQ(Parse("*"), Refusal::kTarget);
  EXPECT_EQ(Parse("*/a", "OPTIONS"), Refusal::kTarget);
}

TEST(ParseTarget, KnowsAnAuthorityForConnectAlone) {
  EXPECT_EQ(Parse("host:443", "CONNECT"), Refusal::kConnect);
  EXPECT_EQ(Parse("[::1]:443", "CONNECT"), Refusal::kConnect);
  for (const char* target : {"host", "/", ":443", "http://host:443/", "host:x", "*"}) {
    EXPECT_EQ(Parse(target, "CONNECT"), Refusal::kTarget) << target;
  }
  EXPECT_EQ(Parse("host:443"), Refusal::kTarget);
}

TEST(ParseTarget, TellsOtherSchemesFromNonsense) {
  EXPECT_EQ(Parse("https://host/"), Refusal::kScheme);
  EXPECT_EQ(Parse("coap+tcp://host/a"), Refusal::kScheme);
  for (const char* target : {"",
                             "a",
                             "a/b",
                             "?a=b",
                             "://host/",
                             "1http://host/",
                             "http:/host/",
                             "http:///a",
                             "http://",
                             "http://:80/a",
                             "http://user@host/",
                             "http://host:x/",
                             "http://host:123456/",
                             "http://a b/",
                             "http://[::1/",
                             "http://[::g]/",
                             "http://[]/",
                             "http://::1/",
                             "/a#b",
                             "/a?b#c"}) {
    EXPECT_EQ(Parse(target), Refusal::kTarget) << target;
  }
}

TEST(ParseTarget, RefusesBrokenEscapes) {
  for (const char* target : {"/%", "/%4", "/%4g", "/%-1", "/%%41", "/ok?a=%", "/ok?%zz=1"}) {
    EXPECT_EQ(Parse(target), Refusal::kTarget) << target;
  }
}

TEST(ParseTarget, RefusesANul) {
  EXPECT_EQ(Parse("/a%00.html"), Refusal::kTarget);
  EXPECT_EQ(Parse("/a?b=%00"), Refusal::kTarget);
}

}  // namespace
}  // namespace dunghan::http
