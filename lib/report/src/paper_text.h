#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/language.h"
#include "dunghan/statement/paper.h"

/// What a paper says, in the words and marks of its language: the same in every format that people
/// read.
namespace dunghan::report {

inline constexpr Words kCountryWords{"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                                     "SOCIALIST REPUBLIC OF VIET NAM"};
inline constexpr Words kMottoWords{"Độc lập - Tự do - Hạnh phúc",
                                   "Independence - Freedom - Happiness"};
inline constexpr Words kPageWords{"Trang", "Page"};
inline constexpr Words kContinuedWords{"tiếp theo", "continued"};
inline constexpr Words kDefinitionsWords{"Giải thích", "Definitions"};
inline constexpr Words kTermWords{"Thuật ngữ", "Term"};
inline constexpr Words kMeaningWords{"Ý nghĩa", "Meaning"};
inline constexpr Words kDossiersWords{"Hồ sơ", "Dossiers"};
inline constexpr Words kTrendWords{"Xu hướng", "Trend"};
inline constexpr Words kRankingWords{"Xếp hạng", "Ranking"};
inline constexpr Words kPaperWords{"Báo cáo", "Report"};
inline constexpr Words kTargetWords{"chỉ tiêu", "target"};

/// The text as it may stand in any file: what is no UTF-8 gets U+FFFD, a control character a blank.
std::string PaperPlain(std::string_view text);

/// A cell for reading: "1.234", "97,96 %", "07/06/2021"; nothing is "".
std::string PaperCellText(const statement::Paper& paper, const statement::CellValue& value);
/// "1.234,50".
std::string PaperDecimal(double value, Language language);

enum class CellAlign { kLeft, kCentre, kRight };
/// Numbers are on the right; dates, running numbers, and words in the place of numbers, in the
/// middle.
CellAlign PaperAlignOf(const statement::PaperColumn& column, const statement::CellValue& value);

/// A column of text so narrow, in characters, holds running numbers: "1.2".
inline constexpr int kRunningNumberWidth = 6;

/// What must strike the eye: "DỮ LIỆU MÔ PHỎNG", "BẢN CHỐT (lần 1)", "TẠM TÍNH".
std::vector<std::string> PaperMarks(const statement::Paper& paper);

/// "Sơn La, ngày … tháng … năm 2026": left to be filled in by whoever signs.
std::string PaperPlaceAndDate(const statement::Paper& paper);

/// "Sự kiện 123456, lúc 01/07/2021 08:00:00 +07:00, chuỗi 9f2c…".
std::string PaperPosition(const statement::Paper& paper);
/// "Mã báo cáo DH-…, lần 1, SHA-256 …"; of a paper that is not frozen "".
std::string PaperIdentity(const statement::Paper& paper);

/// Where somebody signs: those of the paper, or one for the head of the agency.
struct SignaturePlace {
  std::vector<std::string> lines;
  std::string hint;  ///< "(Ký, đóng dấu)"
  std::string name;  ///< empty: left to be written
};
std::vector<SignaturePlace> PaperSignatures(const statement::Paper& paper);

/// All of them for reading, empty ones left out.
std::vector<std::string> PaperLines(const std::vector<statement::Said>& said, Language language);

struct PaperBlock {
  std::string title;
  std::vector<std::string> lines;
};
/// What stands below the tables: why it is provisional, notes, how it was counted, what was
/// asserted, where it is from. Definitions are apart.
std::vector<PaperBlock> PaperEndBlocks(const statement::Paper& paper);

/// The paper's title; of one without, its form.
std::string PaperTitle(const statement::Paper& paper);

}  // namespace dunghan::report
