#include "dunghan/report/forms.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "dunghan/test/province.h"
#include "form_equations.h"

namespace dunghan::report {
namespace {

using statement::CellValue;
using statement::Paper;
using statement::PaperRow;
using statement::PaperSection;
using statement::Percent;
using statement::Said;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class FormsTest : public test::Province {
 protected:
  Result<Paper> Try(const std::string& form, const std::string& period = "2021-06") {
    FormRequest request = request_;
    request.form = form;
    request.period = figures::ParsePeriod(period).value();
    return MakePaper(*Open().OpenView().value(), policy_, rules_, request);
  }
  Paper Make(const std::string& form, const std::string& period = "2021-06") {
    auto paper = Try(form, period);
    EXPECT_TRUE(paper) << paper.error().for_client;
    return paper.value();
  }
  static const PaperRow& RowOf(const PaperSection& section, const std::string& code) {
    const auto found = std::find_if(section.rows.begin(), section.rows.end(),
                                    [&](const PaperRow& row) { return row.code == code; });
    EXPECT_NE(found, section.rows.end()) << code;
    return *found;
  }
  static CellValue At(const PaperSection& section, const std::string& code,
                      const std::string& key) {
    const auto& columns = section.columns;
    const auto column =
        std::find_if(columns.begin(), columns.end(), [&](const auto& of) { return of.key == key; });
    EXPECT_NE(column, columns.end()) << key;
    return RowOf(section, code).cells[static_cast<size_t>(column - columns.begin())];
  }
  static int64_t Count(const PaperSection& section, const std::string& code,
                       const std::string& key) {
    const CellValue cell = At(section, code, key);
    EXPECT_TRUE(std::holds_alternative<int64_t>(cell)) << code << " " << key;
    return std::get<int64_t>(cell);
  }
  static bool HasColumn(const PaperSection& section, const std::string& key) {
    return std::any_of(section.columns.begin(), section.columns.end(),
                       [&](const auto& column) { return column.key == key; });
  }
  static std::string Words(const CellValue& cell) { return std::get<Said>(cell).vi; }

  Event Apologised(const std::string& code, const std::string& at) {
    return Province::Make(code, EventType::kApologised, at);
  }
  Event Of(const std::string& code, EventType type, const std::string& at) {
    return Province::Make(code, type, at);
  }
  /// One of each outcome at A, some of them at XA as well.
  void AppendJune() {
    Event online = Received("on-time", "2021-06-01 08:00", "2021-06-08");
    online.channel = dossier::Channel::kOnline;
    dossier::EnsureId(online);
    Event postal = Received("early", "2021-06-01 09:00", "2021-06-08");
    postal.channel = dossier::Channel::kPostal;
    dossier::EnsureId(postal);
    Append({Received("carried", "2021-05-28 08:00", "2021-06-04"),
            online,
            postal,
            Of("carried", EventType::kCompleted, "2021-06-04 10:00"),
            Of("on-time", EventType::kCompleted, "2021-06-08 10:00"),
            Of("early", EventType::kCompleted, "2021-06-03 10:00"),
            Received("late", "2021-06-01 10:00", "2021-06-08"),
            Apologised("late", "2021-06-08 11:00"),
            Of("late", EventType::kCompleted, "2021-06-10 10:00"),
            Received("late-too", "2021-06-01 10:00", "2021-06-08"),
            Of("late-too", EventType::kCompleted, "2021-06-09 10:00"),
            Received("overdue", "2021-06-02 08:00", "2021-06-09"),
            Apologised("overdue", "2021-06-09 08:00"),
            Of("overdue", EventType::kUrged, "2021-06-14 08:00"),
            Received("gone", "2021-06-02 08:00", "2021-06-09"),
            Of("gone", EventType::kWithdrawn, "2021-06-04 08:00"),
            Received("stopped", "2021-06-24 08:00", "2021-07-01"),
            Of("stopped", EventType::kSuspended, "2021-06-25 08:00"),
            Received("undated", "2021-06-24 08:00", "", {"A", "R"}),
            Received("commune", "2021-06-28 08:00", "2021-07-05", {"XA", "P"})});
  }

  FormRequest request_;
  FormRules rules_;
};

TEST_F(FormsTest, TheBuiltInFormsAreWithoutFault) {
  std::ifstream file(std::string(DUNGHAN_SOURCE_DIR) + "/config/forms.toml");
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  const LoadedForms loaded = ParseForms(text, "forms.toml");
  for (const Problem& problem : loaded.problems) ADD_FAILURE() << ToString(problem);
  EXPECT_EQ(BuiltInForms().forms.size(), loaded.forms.forms.size());
  EXPECT_TRUE(BuiltInForms().Find("II.06a") && BuiltInForms().Find("II.06b") &&
              BuiltInForms().Find("07a"));
}

TEST_F(FormsTest, TheColumnsOfII06aCountTheDossiersOfTheMonth) {
  AppendJune();
  const Paper paper = Make("II.06a");
  const PaperSection& rows = paper.sections.front();
  const auto count = [&](const char* key) { return Count(rows, "A", key); };
  EXPECT_EQ(count("taken"), 9);
  EXPECT_EQ(count("online"), 1);
  EXPECT_EQ(count("direct"), 1);
  EXPECT_EQ(count("channel_unknown"), 6);
  EXPECT_EQ(count("carried_over"), 1);
  EXPECT_EQ(count("solved"), 5);
  EXPECT_EQ(count("early"), 1);
  EXPECT_EQ(count("on_time"), 2);
  EXPECT_EQ(count("late"), 2);
  EXPECT_EQ(count("open"), 2);
  EXPECT_EQ(count("open_in_time"), 1);  // the stopped one
  EXPECT_EQ(count("open_overdue"), 1);
  EXPECT_EQ(count("withdrawn"), 1);
  EXPECT_EQ(count("open_without_due"), 1);
  EXPECT_EQ(Count(rows, "total", "taken"), 10);
  EXPECT_EQ(Count(rows, "tier:province", "taken"), 9);
  EXPECT_EQ(Count(rows, "tier:commune", "taken"), 1);
  EXPECT_EQ(rows.columns.front().number, "1");
  EXPECT_FALSE(HasColumn(rows, "suspended"));  // they are among those open in time
}

TEST_F(FormsTest, WhatIsNotVerifiedHasNoFormNumber) {
  AppendJune();
  Paper paper = Make("II.06a");
  ASSERT_EQ(paper.head.form.size(), 1U);
  EXPECT_THAT(paper.head.form.front().vi, HasSubstr("chưa đối chiếu mẫu chính thức"));
  for (FormDefinition& form : rules_.forms.forms) form.confirmed = true;
  paper = Make("II.06a");
  EXPECT_EQ(paper.head.form.front().vi, "Biểu số II.06a/VPCP/KSTT");
}

TEST_F(FormsTest, SettingsSayWhereWithdrawnAndSuspendedOnesStand) {
  AppendJune();
  for (FormDefinition& form : rules_.forms.forms) {
    form.placing = {Placing::Withdrawn::kSolved, Placing::Suspended::kOwn};
  }
  const Paper paper = Make("II.06a");
  const PaperSection& rows = paper.sections.front();
  EXPECT_EQ(Count(rows, "A", "solved"), 6);
  EXPECT_EQ(Count(rows, "A", "on_time"), 3);
  EXPECT_FALSE(HasColumn(rows, "withdrawn"));
  EXPECT_EQ(Count(rows, "A", "open_in_time"), 0);
  EXPECT_EQ(Count(rows, "A", "suspended"), 1);
  const auto says = [&](const char* words) {
    return std::any_of(paper.policies.begin(), paper.policies.end(),
                       [&](const Said& line) { return line.vi.find(words) != std::string::npos; });
  };
  EXPECT_TRUE(says("Hồ sơ rút: tính vào hồ sơ đã giải quyết"));
  EXPECT_TRUE(says("Hồ sơ tạm dừng: ghi ở cột riêng"));
}

TEST_F(FormsTest, Form07aTellsThoseApologisedFor) {
  AppendJune();
  const PaperSection rows = Make("07a").sections.front();
  EXPECT_EQ(Count(rows, "A", "late_apologised"), 1);
  EXPECT_EQ(Count(rows, "A", "late_unapologised"), 1);
  EXPECT_EQ(Count(rows, "A", "overdue_apologised"), 1);
  EXPECT_EQ(Count(rows, "A", "overdue_unapologised"), 0);
  EXPECT_EQ(Count(rows, "total", "late_apologised"), 1);
  EXPECT_EQ(Count(rows, "tier:province", "late_apologised"), 1);
  EXPECT_EQ(Count(rows, "A", "suspended"), 1);
  EXPECT_EQ(Count(rows, "A", "postal"), 1);
  EXPECT_EQ(Count(rows, "A", "online_full") + Count(rows, "A", "online_partial"), 0);
  EXPECT_EQ(Count(rows, "A", "other"), 7);
}

TEST_F(FormsTest, AnApologyAfterThePeriodDoesNotCountInIt) {
  clock_.Set(test::At("2021-07-20 08:00"));
  Append({Received("old", "2021-05-03 08:00", "2021-05-10"),
          Of("old", EventType::kCompleted, "2021-05-05 08:00"),
          Received("late", "2021-06-01 10:00", "2021-06-08"),
          Apologised("late", "2021-07-05 08:00")});
  EXPECT_EQ(Count(Make("07a").sections.front(), "A", "overdue_apologised"), 0);
  EXPECT_EQ(Count(Make("07a", "2021-07").sections.front(), "A", "overdue_apologised"), 1);
}

TEST_F(FormsTest, WhatDoesNotAddUpIsNotWritten) {
  AppendJune();
  for (FormDefinition& form : rules_.forms.forms) form.equations.push_back("3 = 4 + 5 + 6");
  const auto paper = Try("II.06a");
  ASSERT_FALSE(paper);
  EXPECT_THAT(paper.error().for_client, HasSubstr("3 = 4 + 5 + 6 does not hold: 9 against 3"));
}

TEST_F(FormsTest, WhatIsOpenIsCarriedOver) {
  AppendJune();
  for (FormDefinition& form : rules_.forms.forms) form.carried = "6 = 11";
  EXPECT_TRUE(Try("II.06a"));
  clock_.Set(test::At("2021-08-02 08:00"));
  const auto july = Try("II.06a", "2021-07");  // the one without a due is carried over as well
  ASSERT_FALSE(july);
  EXPECT_THAT(july.error().for_client, HasSubstr("6 = 11"));
}

TEST_F(FormsTest, NothingFromBeforeThePeriodIsSaid) {
  Append({Received("first", "2021-06-02 08:00", "2021-06-09")});
  const auto why = Make("II.06a").provisional;
  ASSERT_EQ(why.size(), 1U);
  EXPECT_THAT(why.front().vi, HasSubstr("thiếu hồ sơ kỳ trước chuyển sang"));
}

TEST_F(FormsTest, SourcesThatAreWaitedForMakeItProvisional) {
  AppendJune();
  EXPECT_THAT(Make("monthly").provisional, IsEmpty());
  rules_.sources = {"igate"};
  EXPECT_THAT(Make("monthly").provisional.front().vi, HasSubstr("nguồn igate chưa gửi gì"));
}

TEST_F(FormsTest, NothingFinishedIsSaidInWords) {
  AppendJune();
  const PaperSection rows = Make("monthly").sections.front();
  EXPECT_EQ(Words(At(rows, "XA", "official")), "không phát sinh");
  EXPECT_EQ(std::get<Percent>(At(rows, "A", "official")).of, (figures::Rate{3, 5}));
}

TEST_F(FormsTest, TheMonthlyFormShowsTheMonthsBeforeAndNoRankOfFew) {
  AppendJune();
  const Paper paper = Make("monthly");
  ASSERT_EQ(paper.trend.size(), 2U);
  EXPECT_EQ(paper.trend.back().label.vi, "6/2021");
  EXPECT_EQ(paper.trend.front().value.of.all, 0);
  EXPECT_THAT(paper.ranking, IsEmpty());  // none has 30
}

TEST_F(FormsTest, BehindTheCellsStandTheDossiers) {
  AppendJune();
  const PaperSection dossiers = Make("II.06a").dossiers;
  EXPECT_EQ(dossiers.rows.size(), 10U);
  EXPECT_EQ(Words(At(dossiers, "late", "standing")), "đã giải quyết quá hạn");
  EXPECT_EQ(Words(At(dossiers, "carried", "carried")), "kỳ trước");
}

TEST_F(FormsTest, TheLateListTellsWhoOverranAndWhy) {
  AppendJune();
  Event cause = Of("late", EventType::kLateCause, "2021-06-10 11:00");
  cause.reason = events_.codes()->Intern<ReasonCode>("force_majeure");
  dossier::EnsureId(cause);
  Append({cause});
  const PaperSection rows = Make("late-list").sections.front();
  ASSERT_EQ(rows.rows.size(), 3U);
  // The latest first.
  EXPECT_EQ(rows.rows.front().code, "overdue");
  EXPECT_EQ(Words(At(rows, "late", "cause")), "bất khả kháng");
  EXPECT_EQ(Words(At(rows, "late-too", "cause")), "chưa nêu");
  EXPECT_EQ(Words(At(rows, "overdue", "ended")), "đang xử lý");
  EXPECT_EQ(std::get<LocalDay>(At(rows, "late", "apologised")), test::Day("2021-06-08"));
  // 09/06 whole, and 2.5 hours of 10/06.
  EXPECT_EQ(std::get<statement::WorkTime>(At(rows, "late", "late")).time,
            std::chrono::minutes(450 + 150));
}

TEST_F(FormsTest, AStepBearsNoMoreThanTheLateness) {
  AppendJune();
  Event first = Of("late", EventType::kAssigned, "2021-06-01 10:00");
  first.unit = events_.codes()->Intern<UnitName>("Phòng 1");
  first.step_due = test::Day("2021-06-02");
  dossier::EnsureId(first);
  Event second = Of("late", EventType::kAssigned, "2021-06-08 08:00");
  second.unit = events_.codes()->Intern<UnitName>("Phòng 2");
  dossier::EnsureId(second);
  Append({first, second});
  const PaperSection rows = Make("late-list").sections.front();
  // It overran by three days and half an hour, and the dossier was late by less.
  EXPECT_EQ(Words(At(rows, "late", "step")), "Phòng 1");
  EXPECT_EQ(std::get<statement::WorkTime>(At(rows, "late", "overrun")).time,
            std::chrono::minutes(450 + 150));
}

TEST_F(FormsTest, ALetterUrgesEachAgencyWithOverdueDossiers) {
  AppendJune();
  rules_.names["A"] = {.name = {"SỞ A", "DEPARTMENT A"}, .address = "Số 1, đường Tô Hiệu"};
  const Paper paper = Make("urge");
  ASSERT_EQ(paper.sections.size(), 1U);
  const PaperSection& letter = paper.sections.front();
  EXPECT_TRUE(letter.letter);
  EXPECT_EQ(letter.before.front().vi, "Kính gửi: SỞ A");
  EXPECT_EQ(letter.before[1].vi, "Số 1, đường Tô Hiệu");
  EXPECT_EQ(Count(letter, "overdue", "urged"), 1);
  // Three working days from 01/07 (Thursday).
  EXPECT_THAT(letter.after.front().vi, HasSubstr("chậm nhất hết ngày 06/07/2021"));
}

TEST_F(FormsTest, ALetterDoesNotUrgeWhatWasFinishedSinceThePeriod) {
  AppendJune();
  // July's first day is on record: overdue at the end of June, done when the letter is written.
  Append({Of("overdue", EventType::kCompleted, "2021-07-01 08:00")});
  const Paper paper = Make("urge");
  for (const PaperSection& letter : paper.sections) EXPECT_THAT(letter.rows, IsEmpty());
}

TEST_F(FormsTest, TheQualityFormNamesWhatHasNoDueAndSignals) {
  AppendJune();
  const Paper paper = Make("quality");
  ASSERT_EQ(paper.sections.size(), 9U);
  EXPECT_EQ(Count(paper.sections[0], "A", "open"), 1);
  EXPECT_THAT(paper.sections[1].rows, IsEmpty());
  const auto& late = paper.sections[2];
  ASSERT_EQ(late.rows.size(), 1U);
  EXPECT_GT(Count(late, late.rows.front().code, "later"), 0);
  EXPECT_FALSE(paper.sections[3].rows.empty());  // a pause without a reason
}

TEST_F(FormsTest, AwardsAreRankedWithinClassesAndFewAreNot) {
  std::vector<Event> events;
  const auto add = [&](const std::string& agency, int all, int late) {
    for (int i = 0; i < all; ++i) {
      const std::string code = agency + std::to_string(i);
      events.push_back(Received(code, "2021-06-01 08:00", "2021-06-08", {agency, "P"}));
      events.push_back(
          Of(code, EventType::kCompleted, i < late ? "2021-06-10 08:00" : "2021-06-07 08:00"));
    }
  };
  add("A", 40, 2);
  add("B", 30, 1);
  add("XA", 12, 1);
  Append(events);
  const Paper paper = Make("award");
  ASSERT_EQ(paper.sections.size(), 2U);
  EXPECT_EQ(paper.sections[0].key, "province:small");
  EXPECT_EQ(paper.sections[0].rows.front().code, "B");  // 29/30 > 38/40
  EXPECT_EQ(Count(paper.sections[0], "B", "rank"), 1);
  EXPECT_EQ(Count(paper.sections[0], "A", "rank"), 2);
  EXPECT_EQ(paper.sections[1].key, "commune:unranked");
  const PaperSection& few = paper.sections[1];
  EXPECT_TRUE(std::holds_alternative<std::monostate>(At(few, "XA", "rank")));
  EXPECT_EQ(std::get<Percent>(At(few, "XA", "rate")).of, (figures::Rate{11, 12}));
  EXPECT_THAT(Words(At(few, "XA", "interval")), HasSubstr("64,61 %"));
}

TEST_F(FormsTest, AwardsOverAQuarterCountTheMonthsThatMetTheTarget) {
  policy_.target_per_mille = 900;
  std::vector<Event> events;
  for (int i = 0; i < 30; ++i) {
    const std::string code = "d" + std::to_string(i);
    const bool in_april = i < 15;
    events.push_back(Received(code, in_april ? "2021-04-01 08:00" : "2021-06-01 08:00",
                              in_april ? "2021-04-08" : "2021-06-08"));
    events.push_back(
        Of(code, EventType::kCompleted, in_april ? "2021-04-12 08:00" : "2021-06-07 08:00"));
  }
  Append(events);
  const PaperSection rows = Make("award", "2021-Q2").sections.front();
  EXPECT_EQ(Words(At(rows, "A", "met")), "1/2");
  EXPECT_EQ(std::get<Percent>(At(rows, "A", "2021-04")).of, (figures::Rate{0, 15}));
  EXPECT_EQ(Words(At(rows, "A", "2021-05")), "không phát sinh");
}

TEST_F(FormsTest, IndicatorsAreFlat) {
  AppendJune();
  const PaperSection rows = Make("indicators").sections.front();
  EXPECT_DOUBLE_EQ(std::get<double>(At(rows, "official:A", "value")), 60.0);
  EXPECT_EQ(Count(rows, "official:A", "numerator"), 3);
  EXPECT_EQ(Count(rows, "official:A", "denominator"), 5);
  EXPECT_DOUBLE_EQ(std::get<double>(At(rows, "received:total", "value")), 9.0);
  EXPECT_DOUBLE_EQ(std::get<double>(At(rows, "received:A", "previous")), 1.0);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(At(rows, "received:A", "year_ago")));
  EXPECT_DOUBLE_EQ(std::get<double>(At(rows, "official:A", "target")), 98.0);
  EXPECT_EQ(Words(At(rows, "official:A", "restated")), "false");
}

TEST_F(FormsTest, MeanTimesAreInTheUnitOfTheLimitLessWhatIsTakenOff) {
  Append({// Two working days of 7.5 hours, the day off between them left out.
          Received("worked", "2021-06-14 07:30", "2021-06-30"),
          Of("worked", EventType::kCompleted, "2021-06-16 17:00"),
          // Asked for half a day.
          Received("asked", "2021-06-01 07:30", "2021-06-30"),
          Of("asked", EventType::kSupplementRequested, "2021-06-01 13:30"),
          Of("asked", EventType::kSupplemented, "2021-06-02 07:30"),
          Of("asked", EventType::kCompleted, "2021-06-02 17:00"),
          // Four calendar days.
          Received("days", "2021-06-04 08:00", "2021-06-30", {"B", "D"}),
          Of("days", EventType::kCompleted, "2021-06-08 08:00"),
          Received("open", "2021-06-28 08:00", "2021-07-20")});
  const PaperSection rows = Make("indicators").sections.front();
  const auto mean = [&](const char* agency) {
    return std::get<double>(At(rows, std::string("avg_processing_days:") + agency, "value"));
  };
  EXPECT_DOUBLE_EQ(mean("A"), 1.76);  // (2 + 1 + 4/7.5) / 2
  EXPECT_DOUBLE_EQ(mean("B"), 4.0);
  EXPECT_EQ(Count(rows, "avg_processing_days:A", "denominator"), 2);
}

TEST_F(FormsTest, WhoSignsIsWhoeverHoldsTheOfficeThen) {
  AppendJune();
  rules_.signers = {{.agency = "",
                     .authority = "KT. GIÁM ĐỐC",
                     .title = "PHÓ GIÁM ĐỐC",
                     .name = "Lò Thị B",
                     .to = test::Day("2021-06-30")},
                    {.agency = "",
                     .authority = "",
                     .title = "GIÁM ĐỐC",
                     .name = "Cầm Văn C",
                     .from = test::Day("2021-07-01")}};
  const auto signatures = Make("II.06a").signatures;
  ASSERT_EQ(signatures.size(), 1U);
  EXPECT_EQ(signatures.front().name, "Cầm Văn C");
  EXPECT_EQ(signatures.front().lines.front().vi, "GIÁM ĐỐC");
}

TEST_F(FormsTest, PetitionsStandApartAndAddUp) {
  Append({Received("k1", "2021-05-03 08:00", "", {"A", "K"}),
          Of("k1", EventType::kCompleted, "2021-06-04 08:00"),
          Received("k2", "2021-06-07 08:00", "", {"A", "K"}),
          Of("k2", EventType::kCompleted, "2021-06-10 08:00"),
          Received("k3", "2021-06-01 08:00", "", {"B", "K"}),
          Received("k4", "2021-05-03 08:00", "", {"A", "K"}),
          Of("k4", EventType::kCompleted, "2021-05-05 08:00"),
          Received("p", "2021-06-07 08:00", "2021-06-14")});
  const PaperSection rows = Make("petitions").sections.front();
  EXPECT_EQ(Count(rows, "A", "sent"), 1);
  EXPECT_EQ(Count(rows, "A", "carried_over"), 1);
  EXPECT_EQ(Count(rows, "A", "answered_in_time"), 1);
  EXPECT_EQ(Count(rows, "A", "answered_late"), 1);
  EXPECT_EQ(Count(rows, "B", "open_late"), 1);
  EXPECT_EQ(std::get<Percent>(At(rows, "total", "on_time")).of, (figures::Rate{1, 3}));
  EXPECT_EQ(Count(Make("II.06a").sections.front(), "A", "taken"), 1);
}

TEST_F(FormsTest, PetitionsOfAnAgencyAndThoseThatAreLate) {
  Event forwarded = Of("k1", EventType::kTransferred, "2021-06-04 08:00");
  forwarded.to_agency = events_.Code<AgencyCode>("B");
  dossier::EnsureId(forwarded);
  Append({Received("k1", "2021-06-01 08:00", "", {"A", "K"}), forwarded,
          Received("k2", "2021-06-01 09:00", "", {"A", "K"}),
          Received("k3", "2021-06-28 08:00", "", {"A", "K"})});
  request_.agency = "B";
  const Paper of_b = Make("petitions");
  EXPECT_FALSE(of_b.nothing);
  ASSERT_EQ(of_b.sections.size(), 2U);
  EXPECT_EQ(of_b.sections[0].rows.size(), 2U);
  EXPECT_EQ(Count(of_b.sections[0], "B", "open_late"), 1);
  // Fifteen working days from 04/06, without 15/06.
  EXPECT_EQ(std::get<LocalDay>(At(of_b.sections[1], "k1", "answer_by")), test::Day("2021-06-28"));
  EXPECT_EQ(std::get<LocalDay>(At(of_b.sections[1], "k1", "counted_from")),
            test::Day("2021-06-04"));
  EXPECT_EQ(of_b.basis, std::nullopt);
  request_.agency = "A";
  const Paper of_a = Make("petitions");
  EXPECT_EQ(Count(of_a.sections[0], "total", "sent"), 2);
  EXPECT_EQ(of_a.sections[1].rows.size(), 1U);
  request_.agency = "XA";
  EXPECT_TRUE(Make("petitions").nothing);
}

TEST_F(FormsTest, ThePetitionsFormNamesTheLimitsThatHoldInThePeriod) {
  const auto limits = [](std::optional<LocalDay> from, int64_t answer) {
    dossier::PetitionRules rules;
    rules.valid_from = from;
    rules.answer.amount = answer;
    return rules;
  };
  policy_.petitions = {limits({}, 15), limits(test::Day("2021-06-10"), 10),
                       limits(test::Day("2021-08-01"), 5)};
  std::string said;
  for (const Said& line : Make("petitions").policies) said += line.vi + "\n";
  EXPECT_THAT(said, HasSubstr("trả lời 15 ngày làm việc"));
  EXPECT_THAT(said, HasSubstr("trả lời 10 ngày làm việc"));
  EXPECT_THAT(said, HasSubstr("gửi từ ngày 10/06/2021"));
  EXPECT_THAT(said, ::testing::Not(HasSubstr("trả lời 5 ngày làm việc")));
}

TEST_F(FormsTest, UnknownFormsAndAgenciesAreErrors) {
  AppendJune();
  EXPECT_EQ(Try("III").error().code, ErrorCode::kNotFound);
  request_.agency = "NOWHERE";
  for (const FormName& form : FormNames()) {
    EXPECT_EQ(Try(std::string(form.name)).error().code, ErrorCode::kNotFound) << form.name;
  }
}

TEST_F(FormsTest, EveryFormIsMadeOfNothing) {
  for (const FormName& form : FormNames()) {
    EXPECT_TRUE(Make(std::string(form.name)).nothing) << form.name;
  }
}

TEST(FormEquations, AreSumsOfNumbersOnEitherSide) {
  const auto equation = ParseEquation("3 + 17 = 7+ 11");
  ASSERT_TRUE(equation);
  EXPECT_THAT(equation->left, ElementsAre("3", "17"));
  EXPECT_THAT(equation->right, ElementsAre("7", "11"));
  for (const char* none : {"3", "3 =", "= 3", "3 = 4 +", "3 = four", "3 = 4 = 5", ""}) {
    EXPECT_FALSE(ParseEquation(none)) << none;
  }
}

TEST(FormDefinitionsTest, EveryFaultIsSaidWithItsLine) {
  const LoadedForms loaded = ParseForms(
      "[placing]\nwithdrawn = \"gone\"\n[[form]]\ncode = \"X\"\nequations = [\"1 = 9\"]\n"
      "colums = 1\ncolumns = [ { number = \"1\", key = \"a\", counts = [\"recieved\"] } ]\n",
      "forms.toml");
  std::vector<std::string> problems;
  for (const Problem& problem : loaded.problems) problems.push_back(ToString(problem));
  EXPECT_THAT(problems, ::testing::UnorderedElementsAre(HasSubstr("expected \"own\" or \"solved\""),
                                                        HasSubstr("did you mean \"columns\"?"),
                                                        HasSubstr("did you mean \"received\"?"),
                                                        HasSubstr("no column 9")));
  EXPECT_THAT(loaded.forms.forms, IsEmpty());
}

}  // namespace
}  // namespace dunghan::report
