#include "api/dossier_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dunghan/test/ledgers.h"
#include "fake_ledger.h"

namespace dunghan::api {
namespace {

using dossier::Standing;
using test::At;
using testing::HasSubstr;

http::Request Asking(std::vector<std::pair<std::string, std::string>> query) {
  http::Request request;
  request.query = std::move(query);
  return request;
}

class DossierQueryTest : public testing::Test {
 protected:
  DossierQuery Parse(std::vector<std::pair<std::string, std::string>> query) {
    auto parsed = ParseDossierQuery(Asking(std::move(query)));
    if (!parsed) ADD_FAILURE() << parsed.error().for_client;
    return parsed ? std::move(*parsed) : DossierQuery();
  }
  std::string Refuse(std::vector<std::pair<std::string, std::string>> query) {
    const auto parsed = ParseDossierQuery(Asking(std::move(query)));
    return parsed ? "accepted" : parsed.error().for_client;
  }
  Listed Some(std::string_view code) {
    return {.code = code,
            .agency = codes_->Intern<AgencyCode>("A"),
            .procedure = codes_->Intern<ProcedureCode>("P"),
            .standing = Standing::kInTime,
            .bucket = board::DueBucket::kToday,
            .due = test::Day("2021-06-10"),
            .due_day = test::Day("2021-06-10"),
            .overdue_from = At("2021-06-11 00:00"),
            .received_at = At("2021-06-07 08:00"),
            .ended_at = {}};
  }

  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  std::shared_ptr<const rulebook::Rulebook> rulebook_ = OpenRulebook(codes_);
  const Instant now_ = At("2021-06-09 08:00");
};

TEST_F(DossierQueryTest, ListsAllThatAreOpenByTheirDueWhenNothingIsAsked) {
  const auto query = Parse({});
  EXPECT_FALSE(query.ended);
  EXPECT_EQ(query.sort, SortKey::kDue);
  EXPECT_EQ(query.limit, 100U);
  EXPECT_TRUE(Matches(query, Some("D1"), *rulebook_, now_));
  Listed ended = Some("D2");
  ended.standing = Standing::kFinishedLate;
  EXPECT_FALSE(Matches(query, ended, *rulebook_, now_));
}

TEST_F(DossierQueryTest, FiltersByEachField) {
  EXPECT_TRUE(Matches(Parse({{"standing", "overdue,in_time"}}), Some("D"), *rulebook_, now_));
  EXPECT_FALSE(Matches(Parse({{"standing", "overdue"}}), Some("D"), *rulebook_, now_));
  EXPECT_TRUE(Matches(Parse({{"due", "today"}}), Some("D"), *rulebook_, now_));
  EXPECT_FALSE(Matches(Parse({{"due", "1wd"}}), Some("D"), *rulebook_, now_));
  EXPECT_FALSE(Matches(Parse({{"agency", "B"}}), Some("D"), *rulebook_, now_));
  EXPECT_FALSE(Matches(Parse({{"procedure", "Q"}}), Some("D"), *rulebook_, now_));
  EXPECT_TRUE(Matches(Parse({{"q", "h52"}}), Some("000.H52-1"), *rulebook_, now_));
  EXPECT_FALSE(Matches(Parse({{"q", "h53"}}), Some("000.H52-1"), *rulebook_, now_));
}

TEST_F(DossierQueryTest, FindsPartOfACodeWithoutCaseAndDiacritics) {
  const auto finds = [&](const char* part, const char* code) {
    return Matches(Parse({{"q", part}}), Some(code), *rulebook_, now_);
  };
  EXPECT_TRUE(finds("dat-dai", "2021/ĐẤT-ĐAI/7"));
  EXPECT_TRUE(finds("ĐẤT", "2021/đất-đai/7"));
  EXPECT_TRUE(finds("ất", "DAT-1"));
  EXPECT_TRUE(finds("A\xCC\x82", "Â-1"));  // typed as two characters
  EXPECT_FALSE(finds("đất", "ĐẠI-1"));
  EXPECT_EQ(Refuse({{"q", "\xCC\x81"}}),
            "q: expected part of a code, found diacritics alone: \"\xCC\x81\"");
}

TEST_F(DossierQueryTest, ADateMeansDueBeforeThatDay) {
  EXPECT_TRUE(Matches(Parse({{"due_before", "2021-06-11"}}), Some("D"), *rulebook_, now_));
  EXPECT_FALSE(Matches(Parse({{"due_before", "2021-06-10"}}), Some("D"), *rulebook_, now_));
  EXPECT_FALSE(
      Matches(Parse({{"due_before", "2021-06-10T23:59:59+07:00"}}), Some("D"), *rulebook_, now_));
}

TEST_F(DossierQueryTest, ADueAt24BelongsToTheDayThatItEnds) {
  Listed night = Some("D");
  night.due = At("2021-06-11 00:00");
  night.overdue_from = At("2021-06-11 00:00") + std::chrono::milliseconds{1};
  EXPECT_TRUE(Matches(Parse({{"due_before", "2021-06-11"}}), night, *rulebook_, now_));
  EXPECT_FALSE(Matches(Parse({{"due_before", "2021-06-10"}}), night, *rulebook_, now_));
  EXPECT_THAT(WriteListed(night, *rulebook_, now_),
              HasSubstr(R"("due":"2021-06-11T00:00:00+07:00","due_date":"2021-06-10",)"));
}

TEST_F(DossierQueryTest, EndedDossiersAreListedByCode) {
  const auto query = Parse({{"standing", "finished_late"}});
  EXPECT_TRUE(query.ended);
  EXPECT_EQ(query.sort, SortKey::kCode);
  EXPECT_EQ(Refuse({{"standing", "finished_late"}, {"sort", "due"}}),
            "sort: ended dossiers are listed by code");
  EXPECT_EQ(Refuse({{"standing", "finished_late,overdue"}}),
            "standing: open and ended dossiers are listed apart");
}

TEST_F(DossierQueryTest, OrdersByTheKeyAskedForThenByCode) {
  Listed later = Some("A");
  later.overdue_from = At("2021-06-12 00:00");
  Listed never = Some("0");
  never.overdue_from.reset();
  const auto rising = Parse({{"sort", "due"}});
  EXPECT_LT(RankOf(rising, Some("B")), RankOf(rising, later));
  EXPECT_LT(RankOf(rising, later), RankOf(rising, never));
  EXPECT_LT(RankOf(rising, Some("B")), RankOf(rising, Some("C")));
  const auto falling = Parse({{"sort", "-due"}});
  EXPECT_LT(RankOf(falling, later), RankOf(falling, Some("B")));
  EXPECT_LT(RankOf(falling, Some("B")), RankOf(falling, never));
}

TEST_F(DossierQueryTest, ACursorComesBackAsItWasGiven) {
  const Rank rank{-1623283200000, "H52:é-1"};
  EXPECT_EQ(ParseCursor(ToCursor(rank)), rank);
  EXPECT_EQ(Parse({{"cursor", ToCursor(rank)}}).after, rank);
  EXPECT_EQ(ParseCursor("x"), std::nullopt);
  EXPECT_EQ(ParseCursor("x:y"), std::nullopt);
}

TEST_F(DossierQueryTest, NamesTheParameterThatIsWrong) {
  EXPECT_EQ(Refuse({{"standng", "overdue"}}),
            "standng: unknown parameter (did you mean \"standing\"?)");
  EXPECT_EQ(Refuse({{"q", "a"}, {"q", "b"}}), "q: given twice");
  EXPECT_EQ(Refuse({{"limit", "0"}}), "limit: expected a whole number from 1 to 1000, found \"0\"");
  EXPECT_THAT(Refuse({{"standing", "late"}}), HasSubstr("found \"late\""));
  EXPECT_THAT(Refuse({{"due", "tomorrow"}}), HasSubstr("found \"tomorrow\""));
  EXPECT_THAT(Refuse({{"due_before", "soon"}}), HasSubstr("expected a date or an instant"));
  EXPECT_EQ(Refuse({{"cursor", "x"}}), "cursor: expected the \"next\" of the page before");
}

TEST_F(DossierQueryTest, WritesAnEntryWithItsDates) {
  EXPECT_EQ(
      WriteListed(Some("D\"1"), *rulebook_, now_),
      R"({"code":"D\"1","standing":"in_time","agency":"A","agency_name":"A","procedure":"P",)"
      R"("procedure_name":"P","received_at":"2021-06-07T08:00:00+07:00","due":"2021-06-10",)"
      R"("due_date":"2021-06-10","overdue_from":"2021-06-11T00:00:00+07:00","due_bucket":"today"})");
}

TEST_F(DossierQueryTest, LooksBackOnDemand) {
  EXPECT_FALSE(Parse({}).as_of);
  EXPECT_EQ(Parse({{"as_of", "12"}}).as_of->seq, 12);
  EXPECT_EQ(Parse({{"as_of", "2021-06-01T00:00:00+07:00"}}).as_of->at, At("2021-06-01 00:00"));
  EXPECT_EQ(Refuse({{"as_of", "then"}}),
            "as_of: expected the number of an event or an instant such as "
            "2021-07-01T08:00:00+07:00, found \"then\"");
  EXPECT_EQ(Refuse({{"as_of", "12"}, {"due", "today"}}),
            "due: buckets are those of now, not of as_of");
}

/// A goes to B on 1 July, B has been below H until then and is below K from then on.
class ListsOfSuccessors : public DossierQueryTest {
 protected:
  ListsOfSuccessors() {
    const test::TempFolder folder;
    const auto write = [&](const char* name, std::string_view text) {
      test::WriteFile(folder.path() / name, text);
      return folder.path() / name;
    };
    rulebook::Options options;
    options.calendars = {write("office.toml",
                               "name = \"office\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
                               "valid = { from = 2021-01-01, to = 2021-12-31 }\n"
                               "[hours]\nmon = [\"07:30-11:30\"]\n")};
    options.agencies = write("agencies.csv",
                             "code,name,parent,valid_from,valid_to\nH,Huyện H,,,\nK,Xã K,,,\n"
                             "A,Phòng A,H,,2021-06-30\nB,Phòng B,H,,2021-06-30\n"
                             "B,Ban B,K,2021-07-01,\n");
    options.successors = write("successors.csv", "old,new,procedure,date\nA,B,*,2021-07-01\n");
    rulebook_ = rulebook::Rulebook::Load(options, codes_).rulebook;
  }
  const Instant july_ = At("2021-07-01 08:00");
};

TEST_F(ListsOfSuccessors, FilterByTheHolderOfTheDay) {
  EXPECT_TRUE(Matches(Parse({{"agency", "A"}}), Some("D"), *rulebook_, now_));
  EXPECT_TRUE(Matches(Parse({{"agency", "H"}}), Some("D"), *rulebook_, now_));
  EXPECT_FALSE(Matches(Parse({{"agency", "B"}}), Some("D"), *rulebook_, now_));
  EXPECT_FALSE(Matches(Parse({{"agency", "A"}}), Some("D"), *rulebook_, july_));
  EXPECT_FALSE(Matches(Parse({{"agency", "H"}}), Some("D"), *rulebook_, july_));
  EXPECT_TRUE(Matches(Parse({{"agency", "B"}}), Some("D"), *rulebook_, july_));
  EXPECT_TRUE(Matches(Parse({{"agency", "K"}}), Some("D"), *rulebook_, july_));
}

TEST_F(ListsOfSuccessors, LeaveWhatHadEndedWithWhoEndedIt) {
  Listed ended = Some("D");
  ended.standing = Standing::kFinishedLate;
  ended.ended_at = At("2021-06-30 16:00");
  const auto of = [&](const char* agency) {
    return Matches(Parse({{"agency", agency}, {"standing", "finished_late"}}), ended, *rulebook_,
                   july_);
  };
  EXPECT_TRUE(of("A"));
  EXPECT_FALSE(of("B"));
}

TEST_F(ListsOfSuccessors, NameTheHolderWhereItIsAnother) {
  EXPECT_THAT(WriteListed(Some("D"), *rulebook_, now_), testing::Not(HasSubstr("holder")));
  EXPECT_THAT(WriteListed(Some("D"), *rulebook_, july_),
              HasSubstr(R"("agency":"A","agency_name":"Phòng A")"));
  EXPECT_THAT(WriteListed(Some("D"), *rulebook_, july_),
              HasSubstr(R"("holder":"B","holder_name":"Ban B")"));
}

}  // namespace
}  // namespace dunghan::api
