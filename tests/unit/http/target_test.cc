#include "http/target.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dunghan::http {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(ParseTarget, KeepsParametersInTheirOrderRepeatedOnesToo) {
  Request request;
  ASSERT_TRUE(ParseTarget("/p?b=2&a=1&b=3&&=x&last", request));
  EXPECT_THAT(request.query, ElementsAre(Pair("b", "2"), Pair("a", "1"), Pair("b", "3"),
                                         Pair("", "x"), Pair("last", "")));
}

TEST(ParseTarget, TakesAPlusForASpaceInTheQueryOnly) {
  Request request;
  ASSERT_TRUE(ParseTarget("/a+b?c+d=e+f%2B07", request));
  EXPECT_EQ(request.path, "/a+b");
  EXPECT_THAT(request.query, ElementsAre(Pair("c d", "e f+07")));
}

TEST(ParseTarget, DecodesTheSeparatorsLast) {
  Request request;
  ASSERT_TRUE(ParseTarget("/a%2Fb%3Fc?d%3D=%26", request));
  EXPECT_EQ(request.path, "/a/b?c");
  EXPECT_THAT(request.query, ElementsAre(Pair("d=", "&")));
}

TEST(ParseTarget, FindsTheRootBehindAnOrigin) {
  Request request;
  ASSERT_TRUE(ParseTarget("http://host:80", request));
  EXPECT_EQ(request.path, "/");
}

TEST(ParseTarget, RefusesWhatIsNoPath) {
  for (const char* target : {"*", "host:443", "", "?a=b", "https://host/", "http://host?a=b"}) {
    Request request;
    EXPECT_FALSE(ParseTarget(target, request)) << target;
  }
}

TEST(ParseTarget, RefusesBrokenEscapes) {
  for (const char* target : {"/%", "/%4", "/%4g", "/%-1", "/%%41", "/ok?a=%", "/ok?%zz=1"}) {
    Request request;
    EXPECT_FALSE(ParseTarget(target, request)) << target;
  }
}

TEST(ParseTarget, RefusesANul) {
  Request request;
  EXPECT_FALSE(ParseTarget("/a%00.html", request));
  EXPECT_FALSE(ParseTarget("/a?b=%00", request));
}

}  // namespace
}  // namespace dunghan::http
