#include "dunghan/statement/reconciliation.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <map>
#include <set>

#include "dunghan/rulebook/index766_switches.h"
#include "dunghan/test/province.h"
#include "reconcile_rows.h"

namespace dunghan::statement {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string DayMonthYear(LocalDay day) {
  const std::chrono::year_month_day date{day};
  return fmt::format("{:02}/{:02}/{}", static_cast<unsigned>(date.day()),
                     static_cast<unsigned>(date.month()), static_cast<int>(date.year()));
}

/// A dossier as a list has it.
struct Listed {
  std::string code, procedure = "Thủ tục P", agency, received, due, ended, state;
};
using List = std::map<std::string, Listed>;

std::string CsvOf(const List& list) {
  std::string csv =
      "Số hồ sơ;Tên thủ tục hành chính;Cơ quan/đơn vị;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử "
      "lý;Trạng thái hồ sơ\n";
  for (const auto& [key, of] : list) {
    csv += fmt::format("{};{};{};{};{};{};{}\n", of.code, of.procedure, of.agency, of.received,
                       of.due, of.ended, of.state);
  }
  return csv;
}

class ReconciliationTest : public test::Province {
 protected:
  ReadingOptions Reading(const std::string& period = "2021-06") const {
    return {.period = figures::ParsePeriod(period).value(),
            .taken = test::At("2021-07-01 08:00"),
            .zone = worktime::Zone::Find("Asia/Ho_Chi_Minh").value()};
  }
  Reconciliation Of(const std::string& text, const ReconciliationOptions& options = {}) {
    const Theirs theirs = ReadTheirs(text, "a.csv", Reading()).value();
    return Reconcile(*Open().OpenView().value(), nullptr, policy_, theirs, options).value();
  }

  /// Two thousand dossiers received in June, of three agencies; and the list that says the same.
  List AppendTwoThousand() {
    constexpr std::array kAgencies{"A", "B", "XA"};
    constexpr std::array kNames{"Sở A", "So b", "UBND xã X"};
    List list;
    std::vector<Event> events;
    for (int i = 0; i < 2000; ++i) {
      const std::string code = fmt::format("D{:04}", i);
      const LocalDay day = test::Day("2021-06-01") + std::chrono::days(i % 18);
      const LocalDay due = day + std::chrono::days(7);
      const std::string clock = fmt::format("{:02}:{:02}", 8 + i % 8, i % 60);
      const size_t agency = static_cast<size_t>(i) % kAgencies.size();
      events.push_back(
          Received(code, FormatDate(day) + " " + clock, FormatDate(due), {kAgencies[agency], "P"}));
      Listed listed{.code = code,
                    .agency = kNames[agency],
                    .received = DayMonthYear(day) + " " + clock,
                    .due = DayMonthYear(due),
                    .ended = {},
                    .state = "Đang xử lý"};
      if (i % 3 != 2) {
        const LocalDay end = day + std::chrono::days(5 + i % 5);
        events.push_back(Make(code, EventType::kCompleted, FormatDate(end) + " 15:30"));
        listed.ended = DayMonthYear(end) + " 15:30";
        listed.state = "Đã trả kết quả";
      }
      list.emplace(code, listed);
    }
    Append(events);
    return list;
  }

  static std::set<std::string> Codes(const Reconciliation& of, GapKind kind) {
    std::set<std::string> codes;
    for (const Gap& gap : of.gaps) {
      if (gap.kind == kind) codes.insert(gap.code);
    }
    return codes;
  }
  static std::map<GapKind, int64_t> Counts(const Reconciliation& of) {
    std::map<GapKind, int64_t> counts;
    for (size_t i = 0; i < kGapKinds; ++i) {
      if (of.gap_counts[i] > 0) counts[static_cast<GapKind>(i)] = of.gap_counts[i];
    }
    return counts;
  }
};

TEST_F(ReconciliationTest, AListThatSaysTheSameDiffersInNothing) {
  const Reconciliation same = Of(CsvOf(AppendTwoThousand()));
  EXPECT_EQ(same.theirs_dossiers, 2000);
  EXPECT_EQ(same.our_dossiers, 2000);
  EXPECT_EQ(same.matched, 2000);
  EXPECT_EQ(same.alike, 2000);
  EXPECT_THAT(same.gaps, IsEmpty());
  EXPECT_EQ(same.scope, ListScope::kReceived);
  ASSERT_EQ(same.rows.size(), 3U);
  EXPECT_EQ(same.rows[0].ours.code, "A");
  EXPECT_EQ(same.rows[0].way, MatchWay::kName);
  EXPECT_EQ(same.rows[0].theirs.counts[TheirCount::kDossiers], 667);
  EXPECT_EQ(same.rows[0].now[TheirCount::kDossiers], 667);
  EXPECT_EQ(same.rows[0].matched, 667);
}

TEST_F(ReconciliationTest, FindsKnownChangesExactlyAndNamesThem) {
  List list = AppendTwoThousand();
  std::map<GapKind, std::set<std::string>> changed;
  int taken = 0;
  for (int i = 0; i < 2000; ++i) {
    const std::string code = fmt::format("D{:04}", i);
    Listed& of = list.at(code);
    if (i % 5 == 1 && taken < 300) {
      ++taken;
      changed[GapKind::kMissingThere].insert(code);
      list.erase(code);
    } else if (!of.ended.empty() && changed[GapKind::kOtherEnd].size() < 40) {
      of.ended = of.ended.substr(0, 10) + " 16:45";
      changed[GapKind::kOtherEnd].insert(code);
    } else if (i % 7 == 3 && changed[GapKind::kOtherAgency].size() < 12) {
      of.agency = of.agency == "Sở A" ? "Sở B" : "Sở A";
      changed[GapKind::kOtherAgency].insert(code);
    } else if (i == 1999) {
      of.due = "30/07/2021";
      changed[GapKind::kOtherDue].insert(code);
    } else if (i == 1990) {
      of.state = "Yêu cầu bổ sung giấy tờ";
      of.ended.clear();
      changed[GapKind::kOtherState].insert(code);
    }
  }
  const Reconciliation found = Of(CsvOf(list));
  EXPECT_EQ(Counts(found), (std::map<GapKind, int64_t>{{GapKind::kMissingThere, 300},
                                                       {GapKind::kOtherDue, 1},
                                                       {GapKind::kOtherEnd, 40},
                                                       {GapKind::kOtherState, 1},
                                                       {GapKind::kOtherAgency, 12}}));
  for (const auto& [kind, codes] : changed) {
    EXPECT_EQ(Codes(found, kind), codes) << ToString(kind);
  }
  EXPECT_EQ(found.matched, 1700);
  EXPECT_EQ(found.alike, 1700 - 54);
  for (const Gap& gap : found.gaps) {
    if (gap.kind != GapKind::kOtherDue) continue;
    EXPECT_EQ(gap.theirs, CellValue(test::Day("2021-07-30")));
    EXPECT_EQ(gap.ours, CellValue(test::Day("2021-06-09")));
    EXPECT_EQ(list.at("D1999").code, gap.code);
  }
}

TEST_F(ReconciliationTest, SplitsWhatIsMissingHere) {
  // TINH has nothing in our ledger, so nothing reaches us from it.
  Append({Received("A-210602-0001", "2021-06-02 08:00", "2021-06-09"),
          Received("A-210602-0002", "2021-06-02 09:00", "2021-06-09"),
          Make("A-210602-0002", EventType::kCompleted, "2021-06-08 10:00")});
  const auto row = [](const std::string& code, const std::string& agency,
                      const std::string& received, const std::string& due) {
    return Listed{.code = code,
                  .agency = agency,
                  .received = received,
                  .due = due,
                  .ended = {},
                  .state = "Đang xử lý"};
  };
  List list;
  list["1"] = row("A-210602-0002", "Sở A", "02/06/2021", "09/06/2021");
  list["1"].state = "Đã xử lý xong";
  list["2"] = row("A-210603-150001", "Sở A", "03/06/2021", "10/06/2021");
  list["3"] = row("B-210603-0001", "Sở A", "03/06/2021", "10/06/2021");
  list["4"] = row("TINH-210603-0001", "Tỉnh", "03/06/2021", "10/06/2021");
  list["5"] = row("A-210625-0001", "Sở A", "25/06/2021", "30/06/2021");
  list["6"] = row("A-210602-12345", "Sở A", "02/06/2021 08:00", "09/06/2021");
  list["7"] = row("A-210603-0007", "Sở A", "03/06/2021", "10/06/2021");
  const Reconciliation found = Of(CsvOf(list));
  using enum GapKind;
  const std::map<GapKind, std::set<std::string>> expected = {
      {kMissingThere, {"A-210602-0001"}},       {kMissingHereMinistry, {"A-210603-150001"}},
      {kMissingHereCounter, {"B-210603-0001"}}, {kMissingHereSource, {"TINH-210603-0001"}},
      {kMissingHereLag, {"A-210625-0001"}},     {kMissingHereNewCode, {"A-210602-12345"}},
      {kMissingHere, {"A-210603-0007"}},
  };
  EXPECT_EQ(Counts(found).size(), expected.size());
  for (const auto& [kind, codes] : expected) EXPECT_EQ(Codes(found, kind), codes) << ToString(kind);
  for (const Gap& gap : found.gaps) {
    if (gap.kind == kMissingThere) {
      EXPECT_EQ(gap.proposed, "A-210602-12345");
    }
    if (gap.kind == kMissingHereNewCode) {
      EXPECT_EQ(gap.proposed, "A-210602-0001");
    }
  }
}

TEST_F(ReconciliationTest, ComparesAsKnownWhenTheListWasTaken) {
  Append({Received("D1", "2021-06-02 08:00", "2021-06-09"),
          Received("D2", "2021-06-02 08:00", "2021-06-09")});
  const auto then_at = Open().position();
  clock_.Set(test::At("2021-07-05 08:00"));
  Append({Make("D1", EventType::kCompleted, "2021-06-08 10:00")});
  List list;
  list["1"] = {.code = "D1",
               .agency = "A",
               .received = "02/06/2021 08:00",
               .due = "09/06/2021",
               .ended = {},
               .state = "Đang xử lý"};
  list["2"] = list["1"];
  list["2"].code = "D2";
  const Theirs theirs = ReadTheirs(CsvOf(list), "a.csv", Reading()).value();
  const auto now = Open().OpenView().value();
  const auto then = Open().OpenView(ledger::AsOf{.seq = then_at.seq, .at = {}}).value();
  EXPECT_EQ(Counts(Reconcile(*now, nullptr, policy_, theirs).value()),
            (std::map<GapKind, int64_t>{{GapKind::kOtherState, 1}}));
  const Reconciliation as_then = Reconcile(*now, then.get(), policy_, theirs).value();
  EXPECT_THAT(Counts(as_then), IsEmpty());
  EXPECT_EQ(as_then.rows[0].then[TheirCount::kDossiers], 2);
  EXPECT_EQ(as_then.rows[0].way, MatchWay::kCode);
}

TEST_F(ReconciliationTest, HoldsAFormAgainstTheMonthlyStatement) {
  AppendTwoThousand();
  const Statement ours = Monthly();
  std::string csv =
      "STT,Đơn vị,Tiếp nhận trong kỳ,Đã giải quyết,Đã giải quyết quá hạn,Đang giải "
      "quyết trong hạn,Đang giải quyết quá hạn\n";
  for (const StatementRow& row : ours.rows) {
    const figures::Figures& of = row.figures;
    const int64_t done = of.finished_early + of.finished_on_time + of.finished_late;
    csv += fmt::format("1,{},{},{},{},{},{}\n", row.of.name, of.received, done, of.finished_late,
                       of.open_in_time + of.open_suspended, of.open_overdue);
  }
  const Reconciliation same = Of(csv);
  ASSERT_EQ(same.rows.size(), 3U);
  for (const ReconciledRow& row : same.rows) {
    for (const TheirCount count : same.columns) {
      EXPECT_EQ(row.theirs.counts[count], row.now[count]) << row.theirs.name << ToString(count);
    }
  }
  EXPECT_EQ(same.conjectures.front().apart, 0);
  EXPECT_EQ(same.conjectures.front().alike, 3);
  EXPECT_EQ(same.conjectures.size(), 1U);
  // A has no row of its own for what is below it.
  const Reconciliation joined =
      Of("STT,Đơn vị,Tiếp nhận trong kỳ,Đã giải quyết\n1,Sở A,1,1\n2,Sở Lạ,1,1\n,Tổng cộng,2,2\n");
  EXPECT_EQ(joined.rows[0].now[TheirCount::kReceivedInPeriod], 667 + 666);
  EXPECT_EQ(joined.rows[1].way, MatchWay::kNone);
  EXPECT_EQ(joined.rows[2].now[TheirCount::kReceivedInPeriod], 2000);
  ASSERT_EQ(joined.only_ours.size(), 1U);
  EXPECT_EQ(joined.only_ours[0].ours.code, "B");
}

/// P is online in full, Q in part.
class ReconciliationIntakeTest : public ReconciliationTest {
 protected:
  ReconciliationIntakeTest() {
    rulebook::Bundle bundle = rulebook_->bundle();
    for (rulebook::Bundle::File& file : bundle.files) {
      if (file.role != "procedures") continue;
      file.bytes =
          "code,name,limit,online_level\nP,Thủ tục P,5wd,full\nQ,Thủ tục Q,8wh,partial\n"
          "R,Thủ tục R,,\n";
    }
    rulebook_ = rulebook::Rulebook::Load(bundle, events_.codes()).rulebook;
  }
  /// So many, received at a counter through a channel.
  void Take(int count, dossier::Channel channel, const std::string& procedure,
            const std::string& counter = "A") {
    std::vector<Event> events;
    for (int i = 0; i < count; ++i) {
      Event event =
          Received(fmt::format("D{}", ++last_), "2021-06-02 08:00", "2021-06-09", {"B", procedure});
      event.channel = channel;
      event.counter = events_.Code<AgencyCode>(counter);
      event.id.clear();
      dossier::EnsureId(event);
      events.push_back(event);
    }
    Append(events);
  }
  int last_ = 0;
};

TEST_F(ReconciliationIntakeTest, CountsHowDossiersCame) {
  using dossier::Channel;
  Take(1, Channel::kOnline, "P");
  Take(2, Channel::kOnline, "Q");
  Take(4, Channel::kOnline, "R");
  Take(8, Channel::kInPerson, "P");
  Take(16, Channel::kPostal, "P");
  Take(32, Channel::kUnknown, "P");
  Take(64, Channel::kInPerson, "P", "XA");  // a commune that is no part of B
  const auto now = [&](const std::string& columns, const std::string& values) {
    return Of("STT,Đơn vị," + columns + ",Đã giải quyết\n1,Sở B," + values + ",0\n").rows[0].now;
  };
  using enum TheirCount;
  const auto split =
      now("Tiếp nhận trực tuyến toàn trình,Tiếp nhận trực tuyến một phần,Tiếp nhận trực tiếp,Tiếp "
          "nhận qua bưu chính,Tiếp nhận phi địa giới,Tiếp nhận hình thức khác",
          "0,0,0,0,0,0");
  EXPECT_EQ(split[kReceivedOnlineFull], 1);
  EXPECT_EQ(split[kReceivedOnlinePartial], 2);
  EXPECT_EQ(split[kReceivedDirect], 8 + 64);
  EXPECT_EQ(split[kReceivedPostal], 16);
  EXPECT_EQ(split[kReceivedOther], 4 + 32);
  EXPECT_EQ(split[kReceivedElsewhere], 64);
  // What has no column of its own is among those that came in person.
  const auto joined = now("Tiếp nhận trực tuyến,Tiếp nhận trực tiếp", "0,0");
  EXPECT_EQ(joined[kReceivedOnline], 1 + 2 + 4);
  EXPECT_EQ(joined[kReceivedDirect], 8 + 16 + 32 + 64);
}

TEST_F(ReconciliationTest, SupposesWhichRuleExplainsAForm) {
  Append({Received("D1", "2021-06-02 08:00", "2021-06-09"),
          Make("D1", EventType::kWithdrawn, "2021-06-08 10:00"),
          Received("D2", "2021-06-02 08:00", "2021-06-09"),
          Make("D2", EventType::kCompleted, "2021-06-08 10:00")});
  const Reconciliation found = Of("STT,Đơn vị,Tiếp nhận trong kỳ,Đã giải quyết\n1,Sở A,2,2\n");
  ASSERT_EQ(found.conjectures.size(), 2U);
  EXPECT_EQ(found.conjectures[0].apart, 1);
  EXPECT_THAT(found.conjectures[1].what.vi, HasSubstr("hồ sơ rút"));
  EXPECT_EQ(found.conjectures[1].apart, 0);
  EXPECT_EQ(found.conjectures[1].alike, 1);
}

std::string Progress(int all, int on_time) {
  return fmt::format(
      R"({{"data":{{"children":[{{"departmentName":"Sở A","departmentCode":"A","totalReceived":{},)"
      R"("totalOnTime":{},"totalOverdue":{}}}]}}}})",
      all, on_time, all - on_time);
}

TEST_F(ReconciliationTest, HoldsThePortalAgainstIndex766) {
  // Open with a second request: late for the portal by the usual reading.
  Append({Received("D1", "2021-06-28 08:00", "2021-07-09"),
          Make("D1", EventType::kSupplementRequested, "2021-06-28 09:00"),
          Make("D1", EventType::kSupplemented, "2021-06-28 10:00"),
          Make("D1", EventType::kSupplementRequested, "2021-06-28 11:00"),
          Make("D1", EventType::kSupplemented, "2021-06-28 12:00"),
          Received("D2", "2021-06-02 08:00", "2021-06-09"),
          Make("D2", EventType::kCompleted, "2021-06-08 10:00")});
  const Reconciliation found = Of(Progress(2, 2));
  EXPECT_EQ(found.rows[0].now[TheirCount::kIndexAll], 2);
  EXPECT_EQ(found.rows[0].now[TheirCount::kIndexOnTime], 1);
  EXPECT_EQ(found.rows[0].now[TheirCount::kIndexLate], 1);
  std::vector<std::string> exact;
  for (const Conjecture& of : found.conjectures) {
    if (of.apart == 0) exact.push_back(of.what.vi);
  }
  EXPECT_THAT(exact, Contains(HasSubstr("second_request = \"ignore\"")));
  const Theirs odd = ReadTheirs(Progress(1, 1), "a.json", Reading("bc:2021-06")).value();
  EXPECT_EQ(Reconcile(*Open().OpenView().value(), nullptr, policy_, odd).error().code,
            ErrorCode::kInvalidArgument);
}

/// Agencies by the codes of before and of now.
class ReconciliationCodesTest : public ReconciliationTest {
 protected:
  ReconciliationCodesTest() {
    rulebook::Bundle bundle = rulebook_->bundle();
    for (rulebook::Bundle::File& file : bundle.files) {
      if (file.role != "agencies") continue;
      file.bytes =
          "code,name,tier,parent\n000.00.00.H52,UBND tỉnh Sơn La,province,\n"
          "000.00.03.H52,Sở Tư pháp,province,000.00.00.H52\n"
          "000.00.04.H52,Sở Nội vụ,province,000.00.00.H52\n"
          "H52.189,UBND xã Mường Bú,commune,000.00.00.H52\n"
          "H52.190,UBND xã Tân Yên,commune,000.00.00.H52\n"
          "H52.191,UBND xã Tân Yên,commune,000.00.00.H52\n";
    }
    rulebook_ = rulebook::Rulebook::Load(bundle, events_.codes()).rulebook;
  }
  std::map<std::string, MatchWay> Ways(const Reconciliation& of) {
    std::map<std::string, MatchWay> ways;
    for (const ReconciledRow& row : of.rows) {
      ways[row.theirs.code + row.theirs.name + ">" + row.ours.code] = row.way;
    }
    return ways;
  }
};

TEST_F(ReconciliationCodesTest, MatchesAgenciesByCodeThenByName) {
  Append({Received("D1", "2021-06-10 08:00", "2021-06-17", {"000.00.03.H52", "P"})});
  const Reconciliation found =
      Of("STT,Mã đơn vị,Đơn vị,Tiếp nhận trong kỳ,Đã giải quyết\n1,H52.03,,1,0\n"
         "2,000.00.04.H52,,0,0\n3,,Ủy ban nhân dân Xã MUONG BU,0,0\n4,,UBND xã Tân Yên,0,0\n"
         "5,H52.99,Sở Không Có,0,0\n6,,Sở Tư pháp - tỉnh Sơn La,0,0\n");
  EXPECT_EQ(Ways(found), (std::map<std::string, MatchWay>{
                             {"H52.03>000.00.03.H52", MatchWay::kCodeReordered},
                             {"000.00.04.H52>000.00.04.H52", MatchWay::kCode},
                             {"Ủy ban nhân dân Xã MUONG BU>H52.189", MatchWay::kName},
                             {"UBND xã Tân Yên>", MatchWay::kAmbiguousName},
                             {"H52.99Sở Không Có>", MatchWay::kNone},
                             {"Sở Tư pháp - tỉnh Sơn La>", MatchWay::kRepeated},
                         }));
  EXPECT_EQ(found.rows[0].now[TheirCount::kReceivedInPeriod], 1);
}

TEST_F(ReconciliationCodesTest, MatchesDossiersInBothOrders) {
  Append({Received("000.00.03.H52-210610-0001", "2021-06-10 08:00", "2021-06-17",
                   {"000.00.03.H52", "P"})});
  const Reconciliation found = Of(CsvOf({{"1",
                                          {.code = "H52.03-210610-0001",
                                           .agency = "H52.03",
                                           .received = "10/06/2021 08:00",
                                           .due = "17/06/2021",
                                           .ended = {},
                                           .state = "Đang xử lý"}}}));
  EXPECT_EQ(found.matched, 1);
  EXPECT_EQ(found.matched_reordered, 1);
  EXPECT_THAT(found.gaps, IsEmpty());
}

/// Dossiers on which the switches differ, of two agencies.
class IndexSwitchTest : public ReconciliationTest {
 protected:
  std::vector<Event> Dossiers() {
    std::vector<Event> events;
    const auto add = [&](const std::string& code, EventType type, const std::string& when) {
      events.push_back(Make(code, type, "2021-06-" + when));
    };
    for (const std::string agency : {"A", "B"}) {
      const auto code = [&](const char* name) { return agency + name; };
      for (const char* name : {"once", "twice", "again", "stopped", "handed", "asked", "moved"}) {
        events.push_back(Received(code(name), "2021-06-10 08:00", "2021-06-17", {agency, "P"}));
      }
      add(code("once"), EventType::kSupplementRequested, "11 08:00");
      add(code("once"), EventType::kSupplemented, "16 08:00");
      add(code("once"), EventType::kCompleted, "18 08:00");
      events.push_back(
          Received(code("minute"), "2021-06-10 08:00", "2021-06-17 10:00", {agency, "P"}));
      add(code("minute"), EventType::kCompleted, "17 15:00");
      add(code("twice"), EventType::kSupplementRequested, "11 08:00");
      add(code("twice"), EventType::kSupplemented, "11 09:00");
      add(code("twice"), EventType::kSupplementRequested, "11 10:00");
      add(code("twice"), EventType::kSupplemented, "11 11:00");
      add(code("twice"), EventType::kCompleted, "14 08:00");
      events.push_back(Received(code("ahead"), "2021-06-28 08:00", "2021-06-30", {agency, "P"}));
      add(code("again"), EventType::kSupplementRequested, "11 08:00");
      add(code("again"), EventType::kSupplementRequested, "11 10:00");
      add(code("stopped"), EventType::kSuspended, "11 08:00");
      add(code("handed"), EventType::kReturned, "14 08:00");
      add(code("asked"), EventType::kSupplementRequested, "11 08:00");
      Event later = Make(code("moved"), EventType::kDueSet, "2021-06-16 08:00");
      later.due = test::Day("2021-06-25");
      dossier::EnsureId(later);
      events.push_back(later);
      add(code("moved"), EventType::kCompleted, "22 08:00");
    }
    events.push_back(Received("Bmore", "2021-06-28 08:00", "2021-06-29 09:00", {"B", "P"}));
    return events;
  }

  /// Index 766 of June by agency, as of the 29th, by the rules of a rulebook.
  std::map<std::string, figures::Rate> RatesBy(std::shared_ptr<const rulebook::Rulebook> rules) {
    rulebook_ = std::move(rules);
    ledger_.reset();
    clock_.Set(test::At("2021-06-29 08:00"));
    Append(Dossiers());
    std::map<std::string, figures::Rate> rates;
    for (const StatementRow& row : Monthly().rows) rates[row.of.code] = row.figures.index766;
    return rates;
  }
  std::shared_ptr<const rulebook::Rulebook> With(const rulebook::IndexSwitch& one, size_t value) {
    rulebook::Bundle bundle = rulebook_->bundle();
    dossier::Index766Rules rules;
    one.set(rules, value);
    bundle.settings += "[[index766]]\nconfirmed = false\n";
    for (const rulebook::IndexSwitch& each : rulebook::IndexSwitches()) {
      bundle.settings += fmt::format("{} = \"{}\"\n", each.name, each.values[each.get(rules)]);
    }
    return rulebook::Rulebook::Load(bundle, events_.codes()).rulebook;
  }
};

TEST_F(IndexSwitchTest, EachPositionCountsAsTheStatementWouldWithIt) {
  const auto usual_rules = rulebook_;
  const auto usual = RatesBy(usual_rules);
  const auto turned =
      TurnIndexSwitches(*Open().OpenView().value(), figures::ParsePeriod("2021-06").value())
          .value();
  size_t at = 0;
  int differing = 0;
  for (const rulebook::IndexSwitch& one : rulebook::IndexSwitches()) {
    for (size_t value = 0; value < one.values.size(); ++value, ++at) {
      rulebook_ = usual_rules;
      const auto rates = value == 0 ? usual : RatesBy(With(one, value));
      for (const auto& [agency, rate] : rates) {
        const auto change = turned[at].change.find(agency);
        figures::Rate supposed = usual.at(agency);
        if (change != turned[at].change.end()) {
          supposed.all += change->second[TheirCount::kIndexAll].value_or(0);
          supposed.on_time += change->second[TheirCount::kIndexOnTime].value_or(0);
        }
        EXPECT_EQ(supposed, rate) << turned[at].what.vi << " " << agency;
        if (rate != usual.at(agency)) ++differing;
      }
    }
  }
  EXPECT_EQ(at, turned.size());
  EXPECT_GE(differing, 12) << "the dossiers tell the switches apart";
}

TEST_F(ReconciliationTest, IsLaidOutForPaper) {
  List list = AppendTwoThousand();
  list.erase("D0007");
  list.at("D0008").due = "30/07/2021";
  const Reconciliation found = Of(CsvOf(list));
  for (const Language language : {Language::kVi, Language::kEn}) {
    const Paper paper = ReconciliationPaper(found, language);
    std::vector<std::string> keys;
    for (const PaperSection& section : paper.sections) {
      keys.push_back(section.key);
      std::set<std::string> columns;
      for (const PaperColumn& column : section.columns) {
        EXPECT_TRUE(columns.insert(column.key).second) << section.key << " " << column.key;
      }
      for (const PaperRow& row : section.rows) {
        EXPECT_EQ(row.cells.size(), section.columns.size()) << section.key;
      }
      EXPECT_TRUE(!section.rows.empty() || !section.nothing.empty()) << section.key;
    }
    EXPECT_THAT(keys, ElementsAre("adds_up", "agencies", "not_matched", "only_ours", "kinds",
                                  "gap_missing_there", "gap_other_due"));
    EXPECT_EQ(paper.form, "reconcile");
    EXPECT_EQ(paper.sections[5].rows[0].code, "D0007");
  }
}

TEST_F(ReconciliationTest, OnPaperEstimatesAreCalledSo) {
  Append({Received("D2", "2021-06-02 08:00", "2021-06-09"),
          Make("D2", EventType::kCompleted, "2021-06-08 10:00")});
  const Paper paper = ReconciliationPaper(Of(Progress(3, 2)), Language::kVi);
  EXPECT_EQ(paper.subtitle[1].vi, "Cổng công bố (lấy ngày 01/07/2021): a.csv");
  std::string all;
  for (const Said& said : paper.policies) all += said.vi + "\n";
  EXPECT_THAT(all, HasSubstr("ước tính theo cách tính 766"));
  EXPECT_THAT(all, HasSubstr("Công thức chưa kiểm chứng"));
  const PaperSection& agencies = paper.sections[1];
  ASSERT_EQ(agencies.rows.size(), 1U);
  std::map<std::string, CellValue> cells;
  for (size_t i = 0; i < agencies.columns.size(); ++i) {
    cells[agencies.columns[i].key] = agencies.rows[0].cells[i];
  }
  EXPECT_EQ(cells["all_theirs"], CellValue(int64_t{3}));
  EXPECT_EQ(cells["all_now"], CellValue(int64_t{1}));
  EXPECT_EQ(cells["all_difference"], CellValue(int64_t{2}));
  EXPECT_EQ(cells["rate_now"], CellValue(100.0));
  EXPECT_EQ(cells["score_now"], CellValue(20.0));
}

}  // namespace
}  // namespace dunghan::statement
