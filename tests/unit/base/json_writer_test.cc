#include "dunghan/base/json_writer.h"

#include <gtest/gtest.h>

namespace dunghan {
namespace {

using std::chrono::milliseconds;

/// What `write(json)` writes.
template <class Write>
std::string Written(Write write) {
  std::string text;
  JsonWriter json(text);
  write(json);
  return text;
}

TEST(JsonWriter, PutsCommasAndBracketsWhereTheyBelong) {
  EXPECT_EQ(Written([](JsonWriter& json) {
              json.BeginObject();
              json.Integer("a", -12);
              json.BeginArray("b");
              json.BeginObject();
              json.End();
              json.BeginArray();
              json.Bool(true);
              json.Null();
              json.End();
              json.End();
              json.Bool("c", false);
              json.End();
            }),
            R"({"a":-12,"b":[{},[true,null]],"c":false})");
}

TEST(JsonWriter, QuotesWhatMustBe) {
  EXPECT_EQ(Written([](JsonWriter& json) {
              json.BeginObject();
              json.Text("plain", "Sơn La");
              json.AnyKey("a \"key\"");
              json.Text("tab\t quote\" slash\\ \x01 \xff");
              json.TextIfAny("nothing", "");
              json.TextIfAny("something", "x");
              json.End();
            }),
            "{\"plain\":\"Sơn La\",\"a \\\"key\\\"\":\"tab\\t quote\\\" slash\\\\ \\u0001 "
            "\xEF\xBF\xBD\",\"something\":\"x\"}");
}

TEST(JsonWriter, WritesSecondsExactly) {
  const auto seconds = [](int64_t ms) {
    return Written([&](JsonWriter& json) { json.Seconds(milliseconds{ms}); });
  };
  EXPECT_EQ(seconds(0), "0");
  EXPECT_EQ(seconds(12'600'000), "12600");
  EXPECT_EQ(seconds(250), "0.25");
  EXPECT_EQ(seconds(1'001), "1.001");
  EXPECT_EQ(seconds(10'010), "10.01");
  EXPECT_EQ(seconds(-250), "-0.25");
  EXPECT_EQ(seconds(-2'500), "-2.5");
  EXPECT_EQ(seconds(-3'000), "-3");
}

TEST(JsonWriter, WritesRatiosDaysAndInstants) {
  EXPECT_EQ(Written([](JsonWriter& json) {
              json.BeginArray();
              json.Number(0.9166);
              json.Number(1.0);
              json.Date(LocalDay{std::chrono::days{18'785}});
              json.At(Instant{milliseconds{1'623'027'600'000}}, std::chrono::hours{7});
              json.End();
            }),
            R"([0.9166,1,"2021-06-07","2021-06-07T08:00:00+07:00"])");
}

TEST(JsonWriter, PutsPiecesTogether) {
  const std::string head = Written([](JsonWriter& json) {
    json.Integer("a", 1);
    json.Integer("b", 2);
  });
  EXPECT_EQ(head, R"("a":1,"b":2)");
  EXPECT_EQ(Written([&](JsonWriter& json) {
              json.BeginObject();
              json.Members("");
              json.Members(head);
              json.Raw("c", "[3]");
              json.End();
            }),
            R"({"a":1,"b":2,"c":[3]})");
}

TEST(JsonWriter, WritesALineForEachValueBehindWhatIsThere) {
  std::string text = "{}\n";
  JsonWriter json(text);
  for (const int64_t number : {1, 2}) {
    json.BeginArray();
    json.Integer(number);
    json.End();
    json.EndLine();
  }
  EXPECT_EQ(text, "{}\n[1]\n[2]\n");
}

}  // namespace
}  // namespace dunghan
