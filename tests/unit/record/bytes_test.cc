#include "dunghan/record/bytes.h"

#include <gtest/gtest.h>

#include <limits>

namespace dunghan::record {
namespace {

using namespace std::string_literals;

bool IsRead(const std::string& bytes) {
  ByteReader read(bytes);
  (void)read.Number();
  return read.ok() && read.AtEnd();
}

TEST(Bytes, GiveBackNumbersOfEverySize) {
  for (unsigned bits = 0; bits < 64; ++bits) {
    for (const uint64_t value : {uint64_t{1} << bits, (uint64_t{1} << bits) - 1, ~uint64_t{0}}) {
      std::string bytes;
      ByteWriter(bytes).Number(value);
      ByteReader read(bytes);
      EXPECT_EQ(read.Number(), value);
      EXPECT_TRUE(read.ok() && read.AtEnd());
    }
  }
  for (const int64_t value : {int64_t{0}, int64_t{-1}, std::numeric_limits<int64_t>::min(),
                              std::numeric_limits<int64_t>::max()}) {
    std::string bytes;
    ByteWriter(bytes).Signed(value);
    EXPECT_EQ(ByteReader(bytes).Signed(), value);
  }
}

TEST(Bytes, AreReadInTheShortestFormAlone) {
  EXPECT_TRUE(IsRead("\x7F"s));
  EXPECT_TRUE(IsRead("\x80\x01"s));
  EXPECT_FALSE(IsRead("\x81\x00"s));
  EXPECT_FALSE(IsRead("\x80\x80\x00"s));
}

TEST(Bytes, AreNotReadBeyondSixtyFourBits) {
  const std::string nine(9, '\xFF');
  EXPECT_TRUE(IsRead(nine + "\x01"));
  EXPECT_FALSE(IsRead(nine + "\x02"));
  EXPECT_FALSE(IsRead(nine + "\x81\x01"));
}

TEST(Bytes, GiveBackTextsAndNoneThatIsCutOff) {
  std::string bytes;
  ByteWriter write(bytes);
  write.Text("Sơn La");
  write.Text("");
  ByteReader read(bytes);
  EXPECT_EQ(read.Text(), "Sơn La");
  EXPECT_EQ(read.Text(), "");
  EXPECT_TRUE(read.ok() && read.AtEnd());
  ByteReader cut(std::string_view(bytes).substr(0, 4));
  EXPECT_EQ(cut.Text(), "");
  EXPECT_FALSE(cut.ok());
}

}  // namespace
}  // namespace dunghan::record
