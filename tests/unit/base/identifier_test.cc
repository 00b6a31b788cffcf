#include "dunghan/base/identifier.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <utility>

namespace dunghan {
namespace {

std::string Utf8(uint32_t value) {
  const auto last = [&](uint32_t shift) {
    return static_cast<char>(0x80U | (value >> shift & 0x3FU));
  };
  if (value < 0x80) return {static_cast<char>(value)};
  if (value < 0x800) return {static_cast<char>(0xC0U | value >> 6U), last(0)};
  if (value < 0x10000) return {static_cast<char>(0xE0U | value >> 12U), last(6), last(0)};
  return {static_cast<char>(0xF0U | value >> 18U), last(12), last(6), last(0)};
}

bool IsCodeWith(uint32_t value) { return IsCode("A" + Utf8(value) + "B"); }

using Range = std::pair<uint32_t, uint32_t>;

// Default_Ignorable_Code_Point of Unicode 15, DerivedCoreProperties.txt.
constexpr std::array<Range, 17> kDefaultIgnorable{{{0x00AD, 0x00AD},
                                                   {0x034F, 0x034F},
                                                   {0x061C, 0x061C},
                                                   {0x115F, 0x1160},
                                                   {0x17B4, 0x17B5},
                                                   {0x180B, 0x180F},
                                                   {0x200B, 0x200F},
                                                   {0x202A, 0x202E},
                                                   {0x2060, 0x206F},
                                                   {0x3164, 0x3164},
                                                   {0xFE00, 0xFE0F},
                                                   {0xFEFF, 0xFEFF},
                                                   {0xFFA0, 0xFFA0},
                                                   {0xFFF0, 0xFFF8},
                                                   {0x1BCA0, 0x1BCA3},
                                                   {0x1D173, 0x1D17A},
                                                   {0xE0000, 0xE0FFF}}};

TEST(IsCode, AcceptsWhatAgenciesAndDossiersAreCalled) {
  for (const char* code :
       {"000.00.19.H52", "1.001234", "Đ-1", "SỞ-TƯ-PHÁP", "a\"b\\c/d", "郡", "१"}) {
    EXPECT_TRUE(IsCode(code)) << code;
  }
}

TEST(IsCode, RefusesEveryDefaultIgnorableCharacter) {
  for (const auto& [first, last] : kDefaultIgnorable) {
    for (uint32_t value = first; value <= last; ++value) {
      EXPECT_FALSE(IsCodeWith(value)) << std::hex << value;
      EXPECT_FALSE(IsIdentifier(Utf8(value), 64)) << std::hex << value;
    }
  }
}

TEST(IsCode, RefusesBlanksOfEveryKind) {
  for (const uint32_t value : {0x20U, 0x09U, 0x85U, 0xA0U, 0x1680U, 0x2000U, 0x2007U, 0x200AU,
                               0x2028U, 0x2029U, 0x202FU, 0x205FU, 0x3000U}) {
    EXPECT_FALSE(IsCodeWith(value)) << std::hex << value;
  }
}

TEST(IsCode, RefusesCharactersWithAnEmptyPicture) {
  for (const uint32_t value : {0x2800U, 0x1D159U, 0x13441U, 0x13442U}) {
    EXPECT_FALSE(IsCodeWith(value)) << std::hex << value;
  }
}

TEST(IsCode, RefusesNoncharactersAndWhatIsUnassignedOrForPrivateUse) {
  for (uint32_t value = 0xFDD0; value <= 0xFDEF; ++value) EXPECT_FALSE(IsCodeWith(value));
  for (uint32_t plane = 0; plane <= 0x10; ++plane) {
    EXPECT_FALSE(IsCodeWith(plane << 16U | 0xFFFEU)) << plane;
    EXPECT_FALSE(IsCodeWith(plane << 16U | 0xFFFFU)) << plane;
  }
  for (const uint32_t value : {0x0378U, 0xE000U, 0xF8FFU, 0xF0000U, 0x10FFFDU}) {
    EXPECT_FALSE(IsCodeWith(value)) << std::hex << value;
  }
}

TEST(IsCode, RefusesWhatIsNotComposed) {
  EXPECT_TRUE(IsCode("S\xE1\xBB\x9F"));        // Sở
  EXPECT_FALSE(IsCode("So\xCC\x9B\xCC\x89"));  // o, horn, hook above
  EXPECT_FALSE(IsCode("S\xC6\xA1\xCC\x89"));   // ơ, hook above
  EXPECT_FALSE(IsCode("a\xCC\xA3\xCC\x82"));   // ậ in pieces, in canonical order
  EXPECT_FALSE(IsCode("a\xCC\x82\xCC\xA3"));   // and in another
  EXPECT_TRUE(IsCode("x\xCC\xA3"));            // nothing to compose it to
  EXPECT_FALSE(IsCode("x\xCC\x82\xCC\xA3"));   // marks in the wrong order
  // Characters that stand for others whatever is around them.
  for (const uint32_t value : {0x0340U, 0x0343U, 0x0374U, 0x037EU, 0x0387U, 0x0958U, 0x1F71U,
                               0x2126U, 0x212AU, 0x212BU, 0xF900U, 0xFB1DU, 0x1D15EU, 0x2F800U}) {
    EXPECT_FALSE(IsCodeWith(value)) << std::hex << value;
  }
}

TEST(IsCode, CountsCharactersNotBytes) {
  std::string code;
  for (int i = 0; i < 64; ++i) code += "Đ";
  EXPECT_TRUE(IsCode(code));
  EXPECT_FALSE(IsCode(code + "Đ"));
  EXPECT_TRUE(IsCode(std::string(64, 'x')));
  EXPECT_FALSE(IsCode(std::string(65, 'x')));
  EXPECT_FALSE(IsCode(""));
  EXPECT_FALSE(IsCode("A\xC3"));
}

TEST(IsIdentifier, AdmitsSpacesButNoOtherBlank) {
  EXPECT_TRUE(IsIdentifier("mã số 1", 128));
  EXPECT_FALSE(IsIdentifier("mã\xC2\xA0số", 128));
  EXPECT_FALSE(IsIdentifier("", 128));
  EXPECT_TRUE(IsIdentifier(std::string(128, 'i'), 128));
  EXPECT_FALSE(IsIdentifier(std::string(129, 'i'), 128));
}

TEST(IsName, RefusesWhatTurnsTheDirectionOrBreaksTheLine) {
  EXPECT_TRUE(IsName("Phòng Đất đai – \xC2\xA0tổ 1"));
  EXPECT_TRUE(IsName("So\xCC\x9B\xCC\x89"));  // shown the same, composed or not
  EXPECT_TRUE(IsName(""));
  for (const uint32_t value : {0x061CU, 0x200EU, 0x200FU, 0x202AU, 0x202BU, 0x202CU, 0x202DU,
                               0x202EU, 0x2066U, 0x2067U, 0x2068U, 0x2069U, 0x2028U, 0x2029U}) {
    EXPECT_FALSE(IsName("a" + Utf8(value) + "b")) << std::hex << value;
  }
  EXPECT_FALSE(IsName("a\nb"));
  EXPECT_FALSE(IsName("a\xFF"));
}

TEST(HiddenFault, NamesTheFirstCharacterThatNobodySees) {
  EXPECT_EQ(HiddenIdentifierFault("A\xE2\x80\x8B"), " (U+200B leaves no mark)");
  EXPECT_EQ(HiddenIdentifierFault("A\xC2\xA0"), " (U+00A0 is a blank)");
  EXPECT_EQ(HiddenIdentifierFault("A\xEE\x80\x80"), " (U+E000 is for private use)");
  EXPECT_EQ(HiddenIdentifierFault("A\xEF\xBF\xBF"), " (U+FFFF is no character of Unicode)");
  EXPECT_EQ(HiddenIdentifierFault("e\xCC\x81"), " (not in Unicode's composed form, NFC)");
  EXPECT_EQ(HiddenIdentifierFault("A B"), "");
  EXPECT_EQ(HiddenIdentifierFault("\xFF"), "");
  EXPECT_EQ(HiddenNameFault("a\xE2\x80\xAE"), " (U+202E turns the direction of writing)");
  EXPECT_EQ(HiddenNameFault("a\xE2\x80\xA8"), " (U+2028 breaks the line)");
  EXPECT_EQ(HiddenNameFault("A\xC2\xA0"), "");
}

TEST(Folded, LeavesOutCaseDiacriticsAndCompatibilityForms) {
  EXPECT_EQ(Folded("000.00.19.H52-Xy"), "000.00.19.h52-xy");
  EXPECT_EQ(Folded("ĐẤT-ĐAI"), "dat-dai");
  EXPECT_EQ(Folded("đường Nguyễn Huệ"), "duong nguyen hue");
  EXPECT_EQ(Folded("So\xCC\x9B\xCC\x89"), Folded("Sở"));
  EXPECT_EQ(Folded("ΣΊΣΥΦΟΣ"), Folded("σίσυφος"));
  EXPECT_EQ(Folded("ＡＢ１"), "ab1");
  EXPECT_EQ(Folded("Straße"), "strasse");
  EXPECT_EQ(Folded("\xCC\x81"), "");
  EXPECT_EQ(Folded("A\xFFZ"), "a\xFFz");
}

}  // namespace
}  // namespace dunghan
