#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dunghan/rulebook/rulebook.h"
#include "folder.h"

namespace dunghan::rulebook {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

LocalDay Day(std::string_view text) { return ParseDate(text).value(); }

/// Districts that give way to communes, a department that takes over from another, a branch below.
class HandledBy : public testing::Test {
 protected:
  HandledBy() {
    options_.calendars = {folder_.Write("office.toml",
                                        "name = \"office\"\nzone = \"UTC\"\n"
                                        "valid = { from = 2021-01-01, to = 2026-12-31 }\n"
                                        "[hours]\nmon = [\"08:00-12:00\"]\n")};
    options_.agencies = folder_.Write("agencies.csv",
                                      "code,name,tier,parent,valid_from,valid_to\n"
                                      "old,Sở cũ,province,,,2025-02-28\n"
                                      "new,Sở mới,province,,2025-03-01,\n"
                                      "branch,Chi nhánh,district,new,2025-03-01,\n"
                                      "other,Sở khác,province,,,\n"
                                      "district,Huyện,district,,,2025-06-30\n"
                                      "commune,Xã,commune,,2025-07-01,\n");
    options_.successors = folder_.Write("successors.csv",
                                        "old,new,procedure,date\n"
                                        "old,new,*,2025-03-01\n"
                                        "district,commune,*,2025-07-01\n"
                                        "district,new,land,2025-07-01\n");
    List(
        "code,name,handled_by\nbirth,Khai sinh,commune\nland,Đất đai,new\n"
        "stamp,Chứng thực,province commune\nold-land,Đất đai cũ,old\nany,Kiến nghị,\n");
  }
  void List(std::string_view procedures) {
    options_.procedures = folder_.Write("procedures.csv", procedures);
  }
  std::vector<std::string> Handlers(const Rulebook& book, std::string_view procedure,
                                    std::string_view day) {
    const auto* row = book.FindProcedure(codes_->Intern<ProcedureCode>(procedure));
    std::vector<std::string> names;
    for (const char* agency : {"old", "new", "branch", "other", "district", "commune"}) {
      if (book.Handles(codes_->Intern<AgencyCode>(agency), *row, Day(day))) names.push_back(agency);
    }
    return names;
  }

  Folder folder_;
  Options options_;
  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
};

TEST_F(HandledBy, NamesTiersAndAgenciesWithThoseBelowThem) {
  const auto loaded = Rulebook::Load(options_, codes_);
  ASSERT_THAT(folder_.Printed(loaded.problems), IsEmpty());
  const Rulebook& book = *loaded.rulebook;
  EXPECT_TRUE(book.SaysWhoHandles());
  EXPECT_THAT(Handlers(book, "birth", "2026-01-01"), ElementsAre("commune"));
  EXPECT_THAT(Handlers(book, "land", "2026-01-01"), ElementsAre("new", "branch"));
  EXPECT_THAT(Handlers(book, "stamp", "2026-01-01"), ElementsAre("old", "new", "other", "commune"));
  EXPECT_THAT(Handlers(book, "any", "2026-01-01"), testing::SizeIs(6));
}

TEST_F(HandledBy, IsWhoWasThereBeforeThem) {
  const auto book = Rulebook::Load(options_, codes_).rulebook;
  EXPECT_THAT(Handlers(*book, "birth", "2025-06-30"), ElementsAre("district", "commune"));
  EXPECT_THAT(Handlers(*book, "land", "2025-02-28"),
              ElementsAre("old", "new", "branch", "district"));
  // From March on there is one of its own, which was not the district.
  EXPECT_THAT(Handlers(*book, "land", "2025-03-01"), ElementsAre("new", "branch"));
}

TEST_F(HandledBy, FollowsWhoTookOverByThatDay) {
  const auto book = Rulebook::Load(options_, codes_).rulebook;
  EXPECT_THAT(Handlers(*book, "old-land", "2025-02-28"), ElementsAre("old"));
  EXPECT_THAT(Handlers(*book, "old-land", "2025-03-01"), ElementsAre("old", "new", "branch"));
}

TEST_F(HandledBy, IsPartOfTheRulebook) {
  const auto book = Rulebook::Load(options_, codes_).rulebook;
  const auto again = Rulebook::Load(book->bundle(), std::make_shared<CodeTable>()).rulebook;
  ASSERT_NE(again, nullptr);
  EXPECT_EQ(again->digest(), book->digest());
  const auto digest_of = [&](std::string_view cell) {
    List("code,name,handled_by\nland,c,\nP,a," + std::string(cell) + "\n");
    return ToHex(Rulebook::Load(options_, codes_).rulebook->digest());
  };
  EXPECT_EQ(digest_of("new commune"), digest_of("commune  new new"));
  EXPECT_NE(digest_of("new"), digest_of("other"));
  EXPECT_NE(digest_of("commune"), digest_of("province"));
  // A list that says nothing is the list it was before there was such a column.
  const std::string without = digest_of("");
  List("code,name\nland,c\nP,a\n");
  const auto plain = Rulebook::Load(options_, codes_).rulebook;
  EXPECT_EQ(ToHex(plain->digest()), without);
  EXPECT_FALSE(plain->SaysWhoHandles());
}

TEST_F(HandledBy, NamesOnlyWhatIsListed) {
  List("code,name,handled_by\nP,a,comune\nQ,b,other nobody\nland,c,\n");
  EXPECT_THAT(folder_.Printed(Rulebook::Load(options_, codes_).problems),
              ElementsAre("procedures.csv:2: handled_by: unknown tier or agency \"comune\" (did "
                          "you mean \"commune\"?)",
                          "procedures.csv:3: handled_by: unknown tier or agency \"nobody\""));
  options_.agencies.reset();
  options_.successors.reset();
  EXPECT_THAT(Rulebook::Load(options_, codes_).problems, IsEmpty());
}

}  // namespace
}  // namespace dunghan::rulebook
