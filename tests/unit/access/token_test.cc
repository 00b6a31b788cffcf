#include "access/token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>
#include <set>
#include <sstream>
#include <thread>

namespace dunghan::access {
namespace {

class TokenTest : public testing::Test {
 protected:
  TokenTest()
      : folder_(std::filesystem::temp_directory_path() /
                ("dunghan-token-" + std::to_string(::getpid()))),
        file_(folder_ / "tokens.toml") {
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string Text() const {
    std::ifstream in(file_);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
  }
  std::string FaultOf(const std::string& text) {
    std::ofstream(file_) << text;
    const auto read = ReadTokens(file_);
    return read ? "" : read.error().for_client.substr(file_.string().size());
  }

  std::filesystem::path folder_;
  std::filesystem::path file_;
};

TEST_F(TokenTest, WhatIsWrittenIsReadTheSame) {
  const Instant now = ParseRfc3339("2026-11-30T01:02:03.004Z").value();
  const Token full{.name = "sở-a",
                   .digest = Sha256("x"),
                   .role = Role::kClerk,
                   .source = "",
                   .agencies = {"000.00.17.H52", "B"},
                   .holder = "Lò Văn \"Một\", phó phòng",
                   .created = now,
                   .created_by = "root",
                   .expires = now + std::chrono::hours{1},
                   .revoked = now + std::chrono::minutes{1},
                   .revoked_by = "ai",
                   .reason = "đổi người"};
  ASSERT_TRUE(ChangeTokens(file_, [&](std::vector<Token>& tokens) -> Result<void> {
    EXPECT_TRUE(tokens.empty());
    tokens = {full, {.name = "m", .role = Role::kIngest, .source = "mot-cua", .created = now}};
    return {};
  }));
  EXPECT_EQ(Text().find("certificate_sha256"), std::string::npos);
  const auto read = ReadTokens(file_);
  ASSERT_TRUE(read) << read.error().for_client;
  ASSERT_EQ(read->size(), 2U);
  const Token& got = read->front();
  EXPECT_EQ(got.name, full.name);
  EXPECT_EQ(got.digest, full.digest);
  EXPECT_EQ(got.role, full.role);
  EXPECT_EQ(got.agencies, full.agencies);
  EXPECT_EQ(got.holder, full.holder);
  EXPECT_EQ(got.created, full.created);
  EXPECT_EQ(got.expires, full.expires);
  EXPECT_EQ(got.revoked, full.revoked);
  EXPECT_EQ(got.reason, full.reason);
  EXPECT_EQ((*read)[1].source, "mot-cua");
  EXPECT_EQ((*read)[1].expires, std::nullopt);
  struct stat found {};
  ASSERT_EQ(::stat(file_.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777, 0600U);
}

TEST_F(TokenTest, AChangeThatIsRefusedLeavesTheFileAsItWas) {
  ASSERT_TRUE(ChangeTokens(file_, [](std::vector<Token>& tokens) -> Result<void> {
    tokens.push_back({.name = "a", .role = Role::kAdmin});
    return {};
  }));
  const std::string before = Text();
  EXPECT_FALSE(ChangeTokens(file_, [](std::vector<Token>& tokens) -> Result<void> {
    tokens.clear();
    return Conflict("no");
  }));
  EXPECT_EQ(Text(), before);
}

TEST_F(TokenTest, WhoeverChangesAtATimeNoChangeIsLost) {
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int k = 0; k < 10; ++k) {
        EXPECT_TRUE(ChangeTokens(file_, [&](std::vector<Token>& tokens) -> Result<void> {
          tokens.push_back({.name = std::to_string(i * 10 + k), .role = Role::kWall});
          return {};
        }));
      }
    });
  }
  for (auto& thread : threads) thread.join();
  std::set<std::string> names;
  const auto tokens = ReadTokens(file_);
  ASSERT_TRUE(tokens);
  for (const Token& token : *tokens) names.insert(token.name);
  EXPECT_EQ(names.size(), 80U);
}

TEST_F(TokenTest, ThereIsNoFileYet) {
  const auto none = ReadTokens(folder_ / "nowhere");
  ASSERT_TRUE(none);
  EXPECT_TRUE(none->empty());
}

TEST_F(TokenTest, FaultsHaveTheirPlace) {
  EXPECT_EQ(FaultOf("[[token]]\nname = \"a\"\nrole = \"admin\"\nsha256 = \"12\"\n"),
            ":1: sha256: expected 64 hexadecimal digits");
  EXPECT_THAT(FaultOf("[[token]]\nsha256 = \"" + ToHex(Sha256("")) + "\"\nrole = \"king\"\n"),
              testing::HasSubstr("role: unknown role"));
  EXPECT_THAT(FaultOf("[[token]]\nrol = \"admin\"\n"),
              testing::HasSubstr("did you mean \"role\"?"));
  EXPECT_THAT(FaultOf("token = 1\n"), testing::HasSubstr("expected [[token]]"));
  EXPECT_NE(FaultOf("[[token\n"), "");
}

TEST_F(TokenTest, SecretsAreNeverTheSame) {
  std::set<std::string> secrets;
  for (int i = 0; i < 1'000; ++i) secrets.insert(MakeSecret());
  EXPECT_EQ(secrets.size(), 1'000U);
  EXPECT_EQ(secrets.begin()->size(), 72U);
}

}  // namespace
}  // namespace dunghan::access
