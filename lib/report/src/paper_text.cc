#include "paper_text.h"

#include <cmath>

#include "dunghan/base/digest.h"
#include "dunghan/base/text.h"
#include "dunghan/report/labels.h"
#include "format.h"

namespace dunghan::report {
namespace {

using statement::CellKind;
using statement::CellValue;
using statement::Paper;

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr size_t kShownChainDigits = 16;  // what verify --against takes

/// How many bytes the character at `at` claims to have.
size_t ClaimedBytes(char lead) {
  const auto byte = static_cast<unsigned char>(lead);
  if (byte < 0x80) return 1;
  if (byte < 0xE0) return 2;
  return byte < 0xF0 ? 3 : 4;
}

/// U+FFFE and U+FFFF are characters that no XML may hold.
bool IsNoXml(std::string_view character) {
  return character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
}

struct CellTextMaker {
  const Paper& paper;

  std::string operator()(std::monostate /*nothing*/) const { return {}; }
  std::string operator()(int64_t count) const { return Number(count, paper.language); }
  std::string operator()(double value) const { return PaperDecimal(value, paper.language); }
  std::string operator()(const statement::Percent& percent) const {
    return Percent(percent.of, paper.language);
  }
  std::string operator()(const statement::WorkTime& worked) const {
    return Worked(worked.time, paper.usual_day, paper.language);
  }
  std::string operator()(LocalDay day) const { return Date(day); }
  std::string operator()(Instant at) const { return DateTime(at, paper.zone); }
  std::string operator()(const statement::Said& said) const {
    return PaperPlain(said.In(paper.language));
  }
};

void AddBlock(std::vector<PaperBlock>& blocks, std::string title, std::vector<std::string> lines) {
  if (!lines.empty()) blocks.push_back({std::move(title), std::move(lines)});
}

std::vector<std::string> IdentityLines(const Paper& paper) {
  std::vector<std::string> lines;
  for (const statement::Identity& identity : paper.identities) {
    lines.push_back(PaperPlain(Say(paper.language, "{}: đúng ở {} dòng", "{}: holds in {} rows",
                                   identity.equation, Number(identity.rows, paper.language))));
  }
  return lines;
}

std::vector<std::string> OriginLines(const Paper& paper) {
  const Language language = paper.language;
  std::vector<std::string> lines = {Say(language, "Kỳ báo cáo: từ ngày {} đến ngày {} ({})",
                                        "Period: from {} to {} ({})", Date(paper.period.from),
                                        Date(paper.period.to), paper.period.name)};
  if (paper.basis) {
    lines.push_back(
        fmt::format("{}: {}", Text(Term::kBasis, language), Text(*paper.basis, language)));
  }
  lines.push_back(fmt::format("{}: {}", Text(Term::kPosition, language), PaperPosition(paper)));
  if (!paper.rulebook.empty()) {
    lines.push_back(Say(language, "Bộ quy tắc: {}", "Rulebook: {}", paper.rulebook));
  }
  if (paper.frozen) lines.push_back(PaperIdentity(paper));
  for (std::string& line : lines) line = PaperPlain(line);
  return lines;
}

}  // namespace

std::string PaperPlain(std::string_view text) {
  if (IsPrintable(text) && text.find("\xEF\xBF") == std::string_view::npos) {
    return std::string(text);
  }
  std::string out;
  for (size_t at = 0; at < text.size();) {
    const std::string_view character = text.substr(at, ClaimedBytes(text[at]));
    if (!IsUtf8(character) || IsNoXml(character)) {
      out += kReplacement;
      at += IsUtf8(character) ? character.size() : 1;
      continue;
    }
    out += IsPrintable(character) ? character : " ";
    at += character.size();
  }
  return out;
}

std::string PaperCellText(const Paper& paper, const CellValue& value) {
  return std::visit(CellTextMaker{paper}, value);
}

std::string PaperDecimal(double value, Language language) {
  const std::string cut = TwoDigits(std::abs(value), language);
  const size_t point = cut.size() - 3;
  const std::string whole = Number(std::llround(std::abs(value) * 100) / 100, language);
  return (std::llround(value * 100) < 0 ? "-" : "") + whole + cut.substr(point);
}

CellAlign PaperAlignOf(const statement::PaperColumn& column, const CellValue& value) {
  switch (column.kind) {
    case CellKind::kText:
      return column.width <= kRunningNumberWidth ? CellAlign::kCentre : CellAlign::kLeft;
    case CellKind::kDay:
    case CellKind::kInstant:
      return CellAlign::kCentre;
    case CellKind::kCount:
    case CellKind::kNumber:
    case CellKind::kPercent:
    case CellKind::kTime:
      break;
  }
  return std::holds_alternative<statement::Said>(value) ? CellAlign::kCentre : CellAlign::kRight;
}

std::vector<std::string> PaperMarks(const Paper& paper) {
  std::vector<std::string> marks;
  if (paper.simulated) marks.emplace_back(Text(Term::kSimulated, paper.language));
  if (paper.frozen) {
    marks.push_back(
        Say(paper.language, "BẢN CHỐT (lần {})", "FROZEN (edition {})", paper.frozen->edition));
  }
  if (!paper.provisional.empty()) {
    marks.push_back(Say(paper.language, "TẠM TÍNH", "PROVISIONAL"));
  }
  return marks;
}

std::string PaperPlaceAndDate(const Paper& paper) {
  const int year = YearOf(paper.zone.DayOf(paper.position.at));
  const std::string place = PaperPlain(paper.head.place.In(paper.language));
  const std::string date = Say(paper.language, "ngày …… tháng …… năm {}", "date ……/……/{}", year);
  return place.empty() ? date : place + ", " + date;
}

std::string PaperPosition(const Paper& paper) {
  const record::Position& position = paper.position;
  return Say(paper.language, "sự kiện {0}, lúc {1}, chuỗi {0}:{2}",
             "event {0}, at {1}, chain {0}:{2}", position.seq, Exactly(position.at, paper.zone),
             ToHex(position.chain).substr(0, kShownChainDigits));
}

std::string PaperIdentity(const Paper& paper) {
  if (!paper.frozen) return {};
  const statement::Frozen& frozen = *paper.frozen;
  return PaperPlain(Say(paper.language, "Mã báo cáo: {}, lần {}, SHA-256: {}",
                        "Report: {}, edition {}, SHA-256: {}", frozen.id, frozen.edition,
                        frozen.digest));
}

std::vector<std::string> PaperLines(const std::vector<statement::Said>& said, Language language) {
  std::vector<std::string> lines;
  for (const statement::Said& each : said) {
    if (!each.empty()) lines.push_back(PaperPlain(each.In(language)));
  }
  return lines;
}

std::vector<SignaturePlace> PaperSignatures(const Paper& paper) {
  const std::string hint =
      Say(paper.language, "(Ký, ghi rõ họ tên, đóng dấu)", "(signature, name and seal)");
  std::vector<SignaturePlace> places;
  for (const statement::Signature& signature : paper.signatures) {
    places.push_back(
        {PaperLines(signature.lines, paper.language), hint, PaperPlain(signature.name)});
  }
  if (places.empty()) {
    places.push_back({{Say(paper.language, "THỦ TRƯỞNG CƠ QUAN", "HEAD OF THE AGENCY")}, hint, {}});
  }
  return places;
}

std::vector<PaperBlock> PaperEndBlocks(const Paper& paper) {
  const Language language = paper.language;
  std::vector<PaperBlock> blocks;
  AddBlock(blocks, Say(language, "Số liệu tạm tính, vì", "Provisional, because"),
           PaperLines(paper.provisional, language));
  AddBlock(blocks, Say(language, "Ghi chú", "Notes"), PaperLines(paper.notes, language));
  AddBlock(blocks, Say(language, "Cách tính", "How it was counted"),
           PaperLines(paper.policies, language));
  AddBlock(blocks, Say(language, "Đẳng thức đã kiểm tra", "Equations that were checked"),
           IdentityLines(paper));
  AddBlock(blocks, Say(language, "Căn cứ số liệu", "Where the figures are from"),
           OriginLines(paper));
  return blocks;
}

std::string PaperTitle(const Paper& paper) {
  const std::string_view title = paper.title.In(paper.language);
  return PaperPlain(title.empty() ? std::string_view(paper.form) : title);
}

}  // namespace dunghan::report
