#include "intake/json_fault.h"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include <random>
#include <string>

namespace dunghan::intake {
namespace {

std::string Said(std::string_view text) {
  const auto fault = FindJsonFault(text);
  return fault ? Describe(*fault, text) : "";
}

TEST(JsonFault, HasNothingToSayOfGoodJson) {
  for (const char* good :
       {"{}", "[]", " {\"a\" : [1, -2.5e+3, 0, true, false, null, \"\\u00e1\\ud83d\\ude00\\n\"]} ",
        "7", "\"x\"", "[[],{}]", "{\"a\":{\"b\":[{}]}}"}) {
    EXPECT_EQ(Said(good), "") << good;
  }
}

TEST(JsonFault, SaysLineColumnAndOffset) {
  EXPECT_EQ(Said("[{\"a\":1},\n {\"Đ\":2} {}]"),
            "a comma or ] is missing at line 2, column 10 (offset 20)");
  EXPECT_EQ(Said("{\"a\":\n"), "cut off at line 2, column 1 (offset 6)");
  EXPECT_EQ(Said("{\"a\":\"x\n\"}"),
            "a text is not closed on its line at line 1, column 8 (offset 7)");
  EXPECT_EQ(Said("{\"a\":1}\n{\"a\":2}\n"),
            "text after the end of the value at line 2, column 1 (offset 8)");
}

TEST(JsonFault, NeverSaysWhatTheTextHolds) {
  EXPECT_EQ(Said("{\"a\" secret}").find("secret"), std::string::npos);
  EXPECT_EQ(Said("secret").find("secret"), std::string::npos);
}

/// Another reader of JSON agrees on what has a fault.
TEST(JsonFault, FindsAFaultWhereverAnotherReaderDoes) {
  const std::string good = R"({"a":[1,-2.5e3,true,null,"x\n\u00e1"],"b":{"c":"Đúng"},"d":[{},[]]})";
  const unsigned seed = std::random_device{}();
  std::mt19937 random(seed);
  const std::string_view kBytes = "{}[]\",:\\ 0-9.eEtfnu\n\x01\x80\xC3";
  for (int i = 0; i < 20'000; ++i) {
    std::string text = good;
    for (unsigned changes = 1 + random() % 2; changes > 0; --changes) {
      const size_t at = random() % text.size();
      const char byte = kBytes[random() % kBytes.size()];
      switch (random() % 3) {
        case 0:
          text.erase(at, 1);
          break;
        case 1:
          text.insert(at, 1, byte);
          break;
        default:
          text[at] = byte;
      }
    }
    boost::system::error_code refused;
    boost::json::parse(text, refused);
    EXPECT_EQ(FindJsonFault(text).has_value(), refused.failed()) << text << "\nseed " << seed;
  }
}

}  // namespace
}  // namespace dunghan::intake
