#include "api/host_names.h"

#include <gtest/gtest.h>

namespace dunghan::api {
namespace {

TEST(HostNames, IncludeLoopbackWrittenOut) {
  for (const char* authority :
       {"localhost", "localhost:8080", "LocalHost:8080", "localhost.", "localhost.:80", "127.0.0.1",
        "127.0.0.1:8080", "127.255.1.2:1", "[::1]", "[::1]:8080", "[0:0:0:0:0:0:0:1]:8080"}) {
    EXPECT_TRUE(HostNames().Include(authority)) << authority;
  }
}

TEST(HostNames, IncludeNothingThatSomebodyElseMayPointHere) {
  for (const char* authority : {"",
                                ":8080",
                                "evil.example",
                                "evil.example:8080",
                                "localhost.evil.example",
                                "localhost..",
                                "127.0.0.1.evil.example",
                                "127.0.0.1.nip.io:8080",
                                "127.0.0.1.",
                                "notlocalhost",
                                "127.1",
                                "0x7f.0.0.1",
                                "0177.0.0.1",
                                "2130706433",
                                "128.0.0.1",
                                "0.0.0.0",
                                "192.168.1.1",
                                "[::]",
                                "[::2]",
                                "[fe80::1]",
                                "user@localhost",
                                "localhost:8080:1",
                                "localhost/",
                                "%6cocalhost",
                                "localhost evil.example"}) {
    EXPECT_FALSE(HostNames().Include(authority)) << authority;
  }
}

TEST(HostNames, IncludeThoseConfiguredWithAnyPort) {
  const HostNames names({"dunghan.example.vn", "10.0.0.7", "[fd00::7]"});
  for (const char* authority :
       {"dunghan.example.vn", "Dunghan.Example.VN:443", "dunghan.example.vn.", "10.0.0.7:8080",
        "[fd00::7]:8080", "localhost"}) {
    EXPECT_TRUE(names.Include(authority)) << authority;
  }
  for (const char* authority : {"example.vn", "a.dunghan.example.vn", "10.0.0.70", ""}) {
    EXPECT_FALSE(names.Include(authority)) << authority;
  }
}

}  // namespace
}  // namespace dunghan::api
