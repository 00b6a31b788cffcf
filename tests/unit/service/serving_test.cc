#include "app/serving.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "app/workspace.h"
#include "dunghan/test/values.h"

namespace dunghan::app {
namespace {

class ServingTest : public testing::Test {
 protected:
  void Lock(const std::string& process) {
    std::ofstream(folder_.path() / "lock") << process << "\nrecord\n";
  }
  test::TempFolder folder_;
};

TEST_F(ServingTest, IsFoundWhileItsProcessHoldsTheLock) {
  Lock(std::to_string(::getpid()));
  EXPECT_FALSE(FindServing(folder_.path()));
  {
    ServingNote note(folder_.path());
    ASSERT_TRUE(note.Write({"http://127.0.0.1:8080", "key"}));
    const auto serving = FindServing(folder_.path());
    ASSERT_TRUE(serving);
    EXPECT_EQ(serving->url, "http://127.0.0.1:8080");
    EXPECT_EQ(serving->key, "key");
    Lock("1");
    EXPECT_FALSE(FindServing(folder_.path())) << "another process writes, and does not serve";
    Lock(std::to_string(::getpid()));
  }
  EXPECT_FALSE(FindServing(folder_.path())) << "it goes with the daemon";
}

TEST_F(ServingTest, IsForTheOwnerAloneWhateverStoodThere) {
  const auto file = folder_.path() / "serving";
  std::ofstream(file) << "old\n";
  ::chmod(file.c_str(), 0644);
  ServingNote note(folder_.path());
  ASSERT_TRUE(note.Write({"http://127.0.0.1:8080", "key"}));
  struct stat about {};
  ASSERT_EQ(::stat(file.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 07777U, 0600U);
}

TEST_F(ServingTest, SaysWhenItCannotBeWritten) {
  ServingNote note(folder_.path() / "none");
  EXPECT_FALSE(note.Write({"http://127.0.0.1:8080", "key"}));
}

TEST(ServingKey, IsLongAndNeverTheSame) {
  EXPECT_EQ(MakeServingKey().size(), 64U);
  EXPECT_NE(MakeServingKey(), MakeServingKey());
}

TEST(ParseClock, TakesTheYearsThatEventsMayName) {
  EXPECT_TRUE(ParseClock("1990-01-01T00:00:00+07:00"));
  EXPECT_TRUE(ParseClock("2200-12-31T23:59:59-05:00"));
  EXPECT_EQ(ParseClock("1989-12-31T23:59:59-05:00").error().for_client,
            "--clock: the year must be from 1990 to 2200, got \"1989-12-31T23:59:59-05:00\"");
  EXPECT_FALSE(ParseClock("2201-01-01T00:00:00+07:00"));
  EXPECT_FALSE(ParseClock("9999-01-01T00:00:00+07:00"));
  EXPECT_FALSE(ParseClock("today"));
}

}  // namespace
}  // namespace dunghan::app
