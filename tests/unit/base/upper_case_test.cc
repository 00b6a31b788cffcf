#include "dunghan/base/upper_case.h"

#include <gtest/gtest.h>

namespace dunghan {
namespace {

TEST(UpperCase, KnowsVietnameseLetters) {
  EXPECT_EQ(UpperCase("tỉnh Sơn La"), "TỈNH SƠN LA");
  EXPECT_EQ(UpperCase("Trung tâm Phục vụ hành chính công, xã Đắk Ơ, ữợẽỹ 12"),
            "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG, XÃ ĐẮK Ơ, ỮỢẼỸ 12");
}

TEST(UpperCase, LeavesBrokenBytesAlone) { EXPECT_EQ(UpperCase("a\xFFz"), "A\xFFZ"); }

}  // namespace
}  // namespace dunghan
