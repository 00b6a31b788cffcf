#include "dunghan/base/code.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace dunghan {
namespace {

TEST(CodeTable, GivesOneHandlePerText) {
  CodeTable codes;
  EXPECT_EQ(codes.Intern<AgencyCode>("A"), codes.Intern<AgencyCode>("A"));
  EXPECT_NE(codes.Intern<AgencyCode>("A"), codes.Intern<AgencyCode>("B"));
  EXPECT_EQ(codes.Intern<AgencyCode>("B").text(), "B");
}

TEST(CodeTable, TakesTheEmptyTextForNothing) {
  CodeTable codes;
  EXPECT_FALSE(codes.Intern<AgencyCode>(""));
  EXPECT_EQ(codes.Intern<AgencyCode>("").number(), 0U);
  EXPECT_EQ(codes.size(), 0U);
}

TEST(CodeTable, FindsAHandleByItsNumber) {
  CodeTable codes;
  codes.Intern<UnitName>("Phòng Một cửa");
  const auto second = codes.Intern<UnitName>("Phòng Đăng ký");
  EXPECT_EQ(codes.At<UnitName>(second.number()), second);
}

TEST(Code, IsOrderedByTextNotByFirstUse) {
  CodeTable codes;
  const auto later = codes.Intern<SourceName>("z");
  const auto earlier = codes.Intern<SourceName>("a");
  EXPECT_LT(earlier, later);
  EXPECT_FALSE(later < earlier);
  EXPECT_FALSE(later < later);
}

TEST(Code, OfOneKindIsNotAcceptedForAnother) {
  static_assert(!std::is_convertible_v<AgencyCode, ProcedureCode>);
  static_assert(!std::is_constructible_v<AgencyCode, ProcedureCode>);
}

}  // namespace
}  // namespace dunghan
