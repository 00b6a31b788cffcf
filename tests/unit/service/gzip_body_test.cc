#include "intake/gzip_body.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gzip_text.h"

namespace dunghan::intake {
namespace {

using test::Gzip;
using testing::HasSubstr;
using Kind = BodyFault::Kind;

constexpr size_t kMost = 100'000;

std::string Unpacked(const std::string& packed) {
  auto text = UnpackBody(packed, kMost);
  return text ? *text : "refused: " + text.error().text;
}

TEST(GzipBody, IsUnpackedMemberByMember) {
  EXPECT_EQ(Unpacked(Gzip("a\nb") + Gzip("") + Gzip("c\n")), "a\nbc\n");
  EXPECT_EQ(Unpacked(Gzip("")), "");
  EXPECT_EQ(Unpacked(""), "");
}

TEST(GzipBody, MayHoldAsMuchAsIsTakenAndNoByteMore) {
  const std::string most(kMost, 'x');
  EXPECT_EQ(Unpacked(Gzip(most)), most);
  EXPECT_EQ(Unpacked(Gzip(most) + Gzip("")), most);
  for (const std::string& packed : {Gzip(most + 'x'), Gzip(most) + Gzip("x")}) {
    const auto refused = UnpackBody(packed, kMost);
    ASSERT_TRUE(refused.has_error());
    EXPECT_EQ(refused.error().kind, Kind::kTooLarge);
    EXPECT_EQ(refused.error().text, "the body exceeds 100000 bytes when it is unpacked");
  }
}

TEST(GzipBody, IsRefusedForWhatIsWrongWithIt) {
  const std::string whole = Gzip("some text, more text");
  std::string damaged = whole;
  damaged[damaged.size() - 6] ^= 1;  // inside the checksum
  const std::pair<std::string, std::string> cases[] = {
      {"{}", "it does not begin as gzip does"},
      {"PK\x03\x04", "it does not begin as gzip does"},
      {damaged, "the gzip stream is damaged: incorrect data check"},
      {whole + "rubbish", "something else follows the gzip stream"},
      {whole + whole.substr(0, 12), "the gzip stream is cut off"},
  };
  for (const auto& [packed, why] : cases) {
    const auto refused = UnpackBody(packed, kMost);
    ASSERT_TRUE(refused.has_error()) << why;
    EXPECT_EQ(refused.error().kind, Kind::kUnreadable);
    EXPECT_EQ(refused.error().text,
              "the body, gzip by its Content-Encoding, cannot be unpacked: " + why);
  }
}

TEST(GzipBody, IsRefusedWhereverItIsCutOff) {
  const std::string whole = Gzip("some text, more text");
  for (size_t size = 1; size < whole.size(); ++size) {
    EXPECT_THAT(Unpacked(whole.substr(0, size)), HasSubstr("cut off")) << size;
  }
}

/// A member costs what is in it, not what has come before.
TEST(GzipBody, MayHaveManySmallMembers) {
  std::string packed;
  std::string text;
  for (int i = 0; i < 20'000; ++i) {
    packed += Gzip("abc\n");
    text += "abc\n";
  }
  EXPECT_EQ(Unpacked(packed), text);
}

}  // namespace
}  // namespace dunghan::intake
