#include "app/witness.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "dunghan/test/values.h"

namespace dunghan::app {
namespace {

ledger::Position Head(int64_t seq, uint8_t first) {
  ledger::Position head;
  head.seq = seq;
  head.chain[0] = first;
  return head;
}

std::string Read(const std::filesystem::path& file) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

TEST(Witness, AppendsEachHeadOnceToItsFile) {
  const test::TempFolder folder;
  const auto file = folder.path() / "witness";
  const std::string zeros(62, '0');
  {
    Witness witness({file});
    ASSERT_TRUE(witness.Note(Head(3, 0xab), "2021-07-01T08:00:00+07:00"));
    ASSERT_TRUE(witness.Note(Head(3, 0xab), "2021-07-01T09:00:00+07:00"));
    ASSERT_TRUE(witness.Note(Head(7, 0xcd), "2021-07-01T10:00:00+07:00"));
  }
  // Another run says again where it begins.
  ASSERT_TRUE(Witness({file}).Note(Head(7, 0xcd), "2021-07-01T11:00:00+07:00"));
  EXPECT_EQ(Read(file), "2021-07-01T08:00:00+07:00 3:ab" + zeros +
                            "\n2021-07-01T10:00:00+07:00 7:cd" + zeros +
                            "\n2021-07-01T11:00:00+07:00 7:cd" + zeros + "\n");
}

TEST(Witness, SaysWhatHindersItAndTriesAgain) {
  const test::TempFolder folder;
  const auto file = folder.path() / "none" / "witness";
  Witness witness({file});
  const auto failed = witness.Note(Head(3, 0xab), "2021-07-01T08:00:00+07:00");
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(failed.error().for_client, "the head of the chain cannot be noted in " + file.string() +
                                           ": No such file or directory");
  std::filesystem::create_directory(file.parent_path());
  ASSERT_TRUE(witness.Note(Head(3, 0xab), "2021-07-01T08:00:00+07:00"));
  EXPECT_NE(Read(file), "");
  const auto full = Witness({"/dev/full"}).Note(Head(3, 0xab), "now");
  ASSERT_FALSE(full);
  EXPECT_NE(full.error().for_client.find("No space left on device"), std::string::npos);
}

}  // namespace
}  // namespace dunghan::app
