#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <string>

#include "../rulebook/folder.h"
#include "alerts/alert.h"
#include "dunghan/test/ledgers.h"
#include "dunghan/test/values.h"

namespace dunghan::alerts {
namespace {

using board::OpenDossier;
using record::Notice;

/// Agency A "Sở A" and procedure P "Thủ tục P", without English names.
class AlertTexts : public testing::Test {
 protected:
  AlertTexts() {
    dossier_.code = "H-1";
    dossier_.calendar = office_.get();
    dossier_.due = test::Day("2021-06-11");
    dossier_.due_day = dossier_.counted_on = test::Day("2021-06-11");
    dossier_.overdue_from = notice_.version;
  }

  boost::json::object Written(const Alert& alert) const {
    std::string text;
    AppendAlert(text, alert, {test::At("2021-06-14 07:30"), test::At("2021-06-15 07:30")});
    return boost::json::parse(text).as_object();
  }
  boost::json::object Show(const std::string& tier, const std::string& now = "2021-06-14 07:30") {
    notice_.tier = tier;
    const AlertMaker maker({*rulebook_, *events_.codes(), test::At(now), site_, simulated_});
    return Written(maker.OfDossier(notice_, dossier_, holder_, stock_));
  }
  static std::string Text(const boost::json::object& alert, const char* key) {
    return std::string(alert.at("annotations").at(key).as_string());
  }

  test::Events events_;
  std::shared_ptr<const worktime::WorkingCalendar> office_ = test::Office();
  std::shared_ptr<const rulebook::Rulebook> rulebook_ = test::SmallRulebook(events_.codes());
  Notice notice_{.dossier = "H-1",
                 .tier = "overdue",
                 .version = test::At("2021-06-12 00:00"),
                 .round = test::At("2021-06-14 07:30"),
                 .agency = "A",
                 .procedure = "P"};
  OpenDossier dossier_;
  Holder holder_;
  std::optional<Stock> stock_;
  AlertSite site_;
  bool simulated_ = false;
};

TEST_F(AlertTexts, SayHowMuchTimeIsLeft) {
  const auto alert = Show("3wd");
  EXPECT_EQ(Text(alert, "summary"), "Dossier H-1 is due within 3 working days");
  EXPECT_EQ(Text(alert, "summary_vi"), "Hồ sơ H-1 còn không quá 3 ngày làm việc");
  EXPECT_THAT(Text(alert, "description_vi"), testing::HasSubstr("hồ sơ H-1"));
  EXPECT_THAT(Text(alert, "description_vi"), testing::HasSubstr("hẹn trả 11/06/2021. Nếu không"));
  EXPECT_EQ(Text(alert, "due"), "2021-06-11");
  EXPECT_EQ(Text(Show("1wh"), "summary"), "Dossier H-1 is due within 1 working hour");
}

TEST_F(AlertTexts, SayHowLongADossierIsOverdue) {
  EXPECT_THAT(Text(Show("overdue"), "description"),
              testing::EndsWith("was due 11/06/2021, overdue by 1 working day."));
  EXPECT_THAT(Text(Show("overdue", "2021-06-12 08:00"), "description_vi"),
              testing::EndsWith("hẹn trả 11/06/2021, đã quá hạn chưa đầy 1 ngày làm việc."));
  EXPECT_THAT(Text(Show("apology", "2021-06-16 08:00"), "description_vi"),
              testing::HasSubstr("đã quá hạn 3 ngày làm việc; chưa ghi nhận văn bản xin lỗi"));
}

TEST_F(AlertTexts, SayADueInTheFormItWasClaimedIn) {
  dossier_.due = test::At("2021-06-11 10:30");
  const auto alert = Show("overdue");
  EXPECT_EQ(Text(alert, "due"), "2021-06-11T10:30:00+07:00");
  EXPECT_THAT(Text(alert, "description"), testing::HasSubstr("was due 10:30 11/06/2021,"));
}

TEST_F(AlertTexts, SayAClosingAt24WithItsDay) {
  dossier_.due = test::At("2021-06-12 00:00");
  const auto alert = Show("overdue");
  EXPECT_EQ(Text(alert, "due"), "2021-06-12T00:00:00+07:00");
  EXPECT_THAT(Text(alert, "description"), testing::HasSubstr("was due 24:00 11/06/2021,"));
}

TEST_F(AlertTexts, AreLessForADossierThatIsGone) {
  const AlertMaker maker({*rulebook_, *events_.codes(), test::At("2021-06-14 07:30")});
  const auto gone = Written(maker.OfDossier(notice_, {}));
  // The labels are the same, so that Alertmanager knows whose end it is.
  EXPECT_EQ(gone.at("labels"), Show("overdue").at("labels"));
}

TEST_F(AlertTexts, LeaveOutWhatIsEmpty) {
  notice_.procedure.clear();
  const auto alert = Show("overdue");
  EXPECT_FALSE(alert.at("labels").as_object().contains("procedure"));
  EXPECT_EQ(alert.at("labels").at("round").as_string(), "2021-06-14T07:30:00+07:00");
  EXPECT_EQ(alert.at("startsAt").as_string(), "2021-06-14T00:30:00+00:00");
  EXPECT_EQ(alert.at("endsAt").as_string(), "2021-06-15T00:30:00+00:00");
}

TEST_F(AlertTexts, NameAgencyAndProcedureAndWhoHasIt) {
  holder_ = {.unit = "Phòng B", .step = "Thẩm định", .is_overrun = true};
  stock_ = Stock{30, 4};
  site_ = {.url = "https://dunghan.example.vn", .centre = {"Trung tâm", "The centre"}};
  notice_.dossier = "H/1&2";
  const auto alert = Show("apology", "2021-06-16 08:00");
  EXPECT_EQ(Text(alert, "agency_vi"), "Sở A (A)");
  EXPECT_EQ(Text(alert, "procedure_en"), "Thủ tục P (P)");
  EXPECT_EQ(Text(alert, "held_vi"), "Phòng B, bước Thẩm định");
  EXPECT_EQ(Text(alert, "held_en"), "Phòng B, step Thẩm định");
  EXPECT_EQ(Text(alert, "urgent"), "1");
  EXPECT_EQ(Text(alert, "standing_vi"), "đã quá hạn 3 ngày làm việc, chưa có văn bản xin lỗi");
  EXPECT_EQ(Text(alert, "stock_vi"), "Cơ quan đang có 30 hồ sơ quá hạn; 4 hồ sơ đến hạn hôm nay.");
  EXPECT_EQ(Text(alert, "page"), "https://dunghan.example.vn");
  EXPECT_EQ(Text(alert, "centre_vi"), "Trung tâm");
  EXPECT_EQ(Text(alert, "centre_en"), "The centre");
  EXPECT_EQ(Text(alert, "link"), "https://dunghan.example.vn/api/v1/dossiers/H%2F1%262?lang=vi");
  EXPECT_THAT(Text(alert, "description_vi"),
              testing::StartsWith("Sở A (A): hồ sơ H/1&2, thủ tục Thủ tục P (P), đang ở Phòng B, "
                                  "bước Thẩm định, hẹn trả 11/06/2021,"));
}

TEST_F(AlertTexts, SayThatTheyAreSimulated) {
  EXPECT_FALSE(Show("overdue").at("annotations").as_object().contains("mark_vi"));
  simulated_ = true;
  EXPECT_EQ(Text(Show("overdue"), "mark_vi"), "[DỮ LIỆU MÔ PHỎNG]");
  EXPECT_EQ(Text(Show("overdue"), "mark_en"), "[SIMULATED DATA]");
}

TEST_F(AlertTexts, MakeNoLinkWithoutASiteAndSayNobodyWhereNobodySaid) {
  const auto annotations = Show("overdue").at("annotations").as_object();
  for (const char* key : {"link", "page", "centre_vi", "held_vi", "urgent", "stock_vi"}) {
    EXPECT_FALSE(annotations.contains(key)) << key;
  }
}

TEST_F(AlertTexts, CiteTheLawOfTheRulebookByDate) {
  EXPECT_THAT(Text(Show("apology_due"), "description_vi"),
              testing::EndsWith("hoặc gửi văn bản xin lỗi và hẹn lại ngày trả."));
  const Folder folder;
  rulebook::Options options;
  options.calendars = {folder.Write(
      "office.toml",
      "name = \"office\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
      "valid = { from = 2018-01-01, to = 2027-12-31 }\n[hours]\nmon = [\"08:00-12:00\"]\n")};
  options.law = folder.Write("law.toml",
                             "[[law]]\nfrom = 2018-06-21\nto = 2025-06-30\ncitation = \"NĐ 61\"\n"
                             "[[law]]\nfrom = 2025-07-01\ncitation = \"NĐ 118\"\n"
                             "citation_en = \"Decree 118\"\n");
  rulebook_ = rulebook::Rulebook::Load(options, events_.codes()).rulebook;
  ASSERT_TRUE(rulebook_);
  const auto cites = [&](const std::string& now, const std::string& vi, const std::string& en) {
    const auto alert = Show("3wd", now);
    EXPECT_THAT(Text(alert, "description_vi"),
                testing::EndsWith("trước khi hết hạn (" + vi + ")."));
    EXPECT_THAT(Text(alert, "description"), testing::EndsWith("to be sent before (" + en + ")."));
  };
  cites("2025-06-30 23:59", "NĐ 61", "NĐ 61");
  cites("2025-07-01 00:00", "NĐ 118", "Decree 118");
}

TEST_F(AlertTexts, AreOfTheDigestOrOfTheHour) {
  const auto labels = [&](const std::string& tier) { return Show(tier).at("labels").as_object(); };
  EXPECT_EQ(labels("apology_due").at("alertname").as_string(), "DossierReturnOrApologise");
  EXPECT_EQ(labels("apology_due").at("digest").as_string(), "daily");
  EXPECT_EQ(labels("3wd").at("digest").as_string(), "daily");
  EXPECT_EQ(labels("3wh").at("digest").as_string(), "hourly");
  EXPECT_EQ(labels("supplement_again").at("alertname").as_string(), "DossierSupplementAgain");
  EXPECT_EQ(labels("supplement_missing").at("alertname").as_string(), "DossierSupplementMissing");
  EXPECT_EQ(labels("not_moved").at("alertname").as_string(), "DossierNotMoved");
  EXPECT_EQ(Text(Show("not_moved"), "standing_vi"), "không có diễn biến từ ngày 12/06/2021");
}

TEST_F(AlertTexts, CountTheOthers) {
  const AlertMaker maker({*rulebook_, *events_.codes(), test::At("2021-06-14 07:30")});
  notice_.agency = "X";
  std::vector<Notice> notices(12, notice_);
  const auto alert = Written(maker.OfMore(notices));
  EXPECT_EQ(Text(alert, "count"), "12");
  EXPECT_EQ(Text(alert, "summary_vi"), "X: và 12 hồ sơ khác");
  EXPECT_EQ(Text(alert, "description"),
            "12 more dossiers of X came near their due or passed it by 07:30 14/06/2021; the list "
            "of open dossiers has them all.");
  EXPECT_FALSE(alert.at("labels").as_object().contains("dossier"));
  EXPECT_EQ(alert.at("labels").at("digest").as_string(), "daily");
  for (Notice& notice : notices) notice.tier = "3wh";
  EXPECT_EQ(Written(maker.OfMore(notices)).at("labels").at("digest").as_string(), "hourly");
}

}  // namespace
}  // namespace dunghan::alerts
