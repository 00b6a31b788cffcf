#include "dunghan/base/digest.h"

#include <gtest/gtest.h>

namespace dunghan {
namespace {

// FIPS 180-4, example "abc".
constexpr const char* kAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(Sha256, AgreesWithTheStandard) { EXPECT_EQ(ToHex(Sha256("abc")), kAbc); }

TEST(Sha256Stream, GivesTheSameInPieces) {
  Sha256Stream stream;
  stream.Add("a");
  stream.Add("bc");
  EXPECT_EQ(ToHex(stream.Finish()), kAbc);
}

TEST(Sha256Stream, StartsAfreshAfterFinish) {
  Sha256Stream stream;
  stream.Add("something else");
  stream.Finish();
  stream.Add("abc");
  EXPECT_EQ(ToHex(stream.Finish()), kAbc);
}

TEST(DigestFromHex, ReadsWhatToHexWrote) { EXPECT_EQ(DigestFromHex(kAbc), Sha256("abc")); }

TEST(DigestFromHex, RefusesOtherText) {
  EXPECT_FALSE(DigestFromHex("ba78"));
  EXPECT_FALSE(DigestFromHex(std::string(64, 'G')));
}

TEST(Prefix64, IsTheFirstEightBytes) { EXPECT_EQ(Prefix64(Sha256("abc")), 0xba7816bf8f01cfeaU); }

}  // namespace
}  // namespace dunghan
