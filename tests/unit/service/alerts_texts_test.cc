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
using ledger::Notice;

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
    const AlertMaker maker({*rulebook_, *events_.codes(), test::At(now)});
    return Written(maker.OfDossier(notice_, dossier_));
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
};

TEST_F(AlertTexts, SayHowMuchTimeIsLeft) {
  const auto alert = Show("3wd");
  EXPECT_EQ(Text(alert, "summary"), "Dossier H-1 is due within 3 working days");
  EXPECT_EQ(Text(alert, "summary_vi"), "Hồ sơ H-1 còn không quá 3 ngày làm việc");
  EXPECT_THAT(Text(alert, "description_vi"), testing::HasSubstr("hồ sơ H-1"));
  EXPECT_THAT(Text(alert, "description_vi"), testing::HasSubstr("đến hạn 11/06/2021. Nếu không"));
  EXPECT_EQ(Text(alert, "due"), "2021-06-11");
  EXPECT_EQ(Text(Show("1wh"), "summary"), "Dossier H-1 is due within 1 working hour");
}

TEST_F(AlertTexts, SayHowLongADossierIsOverdue) {
  EXPECT_THAT(Text(Show("overdue"), "description"),
              testing::EndsWith("was due 11/06/2021, overdue by 1 working day."));
  EXPECT_THAT(Text(Show("overdue", "2021-06-12 08:00"), "description_vi"),
              testing::EndsWith("đến hạn 11/06/2021, đã quá hạn chưa đầy 1 ngày làm việc."));
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

TEST_F(AlertTexts, CountTheOthers) {
  const AlertMaker maker({*rulebook_, *events_.codes(), test::At("2021-06-14 07:30")});
  const auto alert = Written(maker.OfMore("X", test::At("2021-06-14 07:30"), 12));
  EXPECT_EQ(Text(alert, "count"), "12");
  EXPECT_EQ(Text(alert, "summary_vi"), "X: và 12 hồ sơ khác");
  EXPECT_EQ(Text(alert, "description"),
            "12 more dossiers of X came near their due or passed it by 07:30 14/06/2021; the list "
            "of open dossiers has them all.");
  EXPECT_FALSE(alert.at("labels").as_object().contains("dossier"));
}

}  // namespace
}  // namespace dunghan::alerts
