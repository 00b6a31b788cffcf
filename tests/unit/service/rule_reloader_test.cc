#include "app/rule_reloader.h"

#include <gtest/gtest.h>

#include <future>

#include "daemon_parts.h"
#include "dunghan/base/digest.h"

namespace dunghan::app {
namespace {

class RuleReloaderTest : public DaemonParts {
 protected:
  RuleReloaderTest() {
    in_force_.Follow([this] { ++followed_; });
    followed_ = 0;
  }
  /// What the files say from now on.
  void Files(const test::SmallRules& rules, int target_per_mille = 980) {
    read_ = {Rules{test::SmallRulebook(events_.codes(), rules), TargetOf(target_per_mille), {}},
             {}};
  }
  std::string InForce() const { return ToHex(in_force_.rules().rulebook->digest()); }
  bool MetricsSay(std::string_view line) {
    return Metrics().find("\n" + std::string(line) + "\n") != std::string::npos;
  }
  std::string Newest() {
    std::string digest;
    OnWriter([&](ledger::Ledger& ledger) { digest = ToHex(ledger.timeline()->newest().digest()); });
    return digest;
  }

  LoadedRules read_;
  int followed_ = 0;
  live::Blocking chores_{1, 4};
  RuleReloader reloader_{{io_, chores_, queue_, loader_, in_force_, metrics_, log_, events_.codes(),
                          [this] { return read_; }}};
};

TEST_F(RuleReloaderTest, FilesWithMistakesLeaveTheRulesAsTheyAre) {
  const std::string before = InForce();
  read_ = {{}, {{"agencies.csv", 3, "code", "missing"}, {"calendar.toml", 1, "zone", "missing"}}};
  Await(reloader_.Reload());
  EXPECT_EQ(log_.Of("rulebook."),
            (std::vector<std::string>{"rulebook.problem problem=\"agencies.csv:3: code: missing\"",
                                      "rulebook.problem problem=\"calendar.toml:1: zone: missing\"",
                                      "rulebook.refused in_force=" + before}));
  EXPECT_TRUE(MetricsSay("dunghan_rulebook_refused_total 1"));
  EXPECT_TRUE(MetricsSay("dunghan_rulebook_files_refused 1"));
  EXPECT_EQ(InForce(), before);
  EXPECT_EQ(followed_, 0);
  EXPECT_EQ(loads_, 0);
}

TEST_F(RuleReloaderTest, TheSameRulesAreSaidToBeUnchanged) {
  read_ = {{}, {{"agencies.csv", 3, "code", "missing"}}};
  Await(reloader_.Reload());
  Files({});
  Await(reloader_.Reload());
  EXPECT_EQ(log_.Of("rulebook.unchanged"),
            std::vector<std::string>{"rulebook.unchanged digest=" + InForce()});
  EXPECT_TRUE(MetricsSay("dunghan_rulebook_files_refused 0")) << "they are mended";
  EXPECT_EQ(followed_, 0);
}

TEST_F(RuleReloaderTest, OtherRulesMoveTimelineBoardAndWhoeverFollows) {
  Append({events_.Received("D1", "2021-06-29 08:00")});
  Files({.exceptions = "[[exception]]\ndate = 2021-07-01\nname = \"Mất điện\"\n"});
  const std::string digest = ToHex(read_.rules->rulebook->digest());
  Await(reloader_.Reload());
  EXPECT_EQ(Newest(), digest) << "on record";
  EXPECT_EQ(InForce(), digest);
  EXPECT_EQ(in_force_.timeline()->newest().digest(), read_.rules->rulebook->digest());
  EXPECT_EQ(followed_, 1);
  EXPECT_EQ(board_.Now()->rulebook->digest(), read_.rules->rulebook->digest());
  EXPECT_EQ(FormatDate(*board_.board().Find("D1")->due_day), "2021-07-07") << "not the 6th";
  EXPECT_EQ(log_.Count("board."), 0) << "nor those of two rulebooks";
  EXPECT_EQ(log_.Of("rulebook.").at(0), "rulebook.applying digest=" + digest);
  EXPECT_EQ(log_.Count("rulebook.in_force what=\"rulebook sha256:" + digest.substr(0, 12)), 1);
}

TEST_F(RuleReloaderTest, AnotherTargetNeedsNoOtherRulebook) {
  Files({}, 900);
  Await(reloader_.Reload());
  EXPECT_EQ(board_.Now()->policy.target_per_mille, 900);
  EXPECT_EQ(in_force_.rules().policy.target_per_mille, 900);
  EXPECT_EQ(followed_, 1);
}

TEST_F(RuleReloaderTest, WhatTheLedgerRefusesIsNotInForce) {
  const std::string before = InForce();
  Append({events_.Received("D1", "2021-06-29 08:00")});
  Files({.agencies = "code,name\nB,Sở B\n"});
  Await(reloader_.Reload());
  const auto refused = log_.Of("rulebook.refused");
  ASSERT_EQ(refused.size(), 1U);
  EXPECT_NE(refused[0].find("agency A is not listed, has 1 open dossier"), std::string::npos);
  EXPECT_NE(refused[0].find("in_force=" + before), std::string::npos);
  EXPECT_EQ(InForce(), before);
  EXPECT_EQ(Newest(), before);
  EXPECT_EQ(followed_, 0);
  EXPECT_TRUE(MetricsSay("dunghan_rulebook_refused_total 1"));
}

TEST_F(RuleReloaderTest, RulesAreInForceEvenIfTheirBoardHasToBeTriedAgain) {
  failures_ = 1;
  Files({.limit_of_p = "7wd"});
  Await(reloader_.Reload());
  EXPECT_EQ(InForce(), ToHex(read_.rules->rulebook->digest()));
  RunUntil([&] { return board_.Now()->rulebook->digest() == read_.rules->rulebook->digest(); });
  EXPECT_EQ(log_.Count("board.load_failed"), 1);
}

TEST_F(RuleReloaderTest, WhileStoppingNothingIsApplied) {
  const std::string before = InForce();
  Files({.limit_of_p = "7wd"});
  std::promise<void> gate;
  RuleReloader reloader({io_, chores_, queue_, loader_, in_force_, metrics_, log_, events_.codes(),
                         [this, open = gate.get_future().share()] {
                           open.wait();
                           return read_;
                         }});
  bool is_done = false;
  boost::asio::co_spawn(io_, reloader.Reload(), [&](const std::exception_ptr&) { is_done = true; });
  io_.poll();
  reloader.Close();
  gate.set_value();
  RunUntil([&] { return is_done; });
  Await(reloader.Reload());
  EXPECT_EQ(log_.Count("rulebook."), 0);
  EXPECT_EQ(Newest(), before);
}

}  // namespace
}  // namespace dunghan::app
