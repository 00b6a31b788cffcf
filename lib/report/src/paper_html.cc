#include <algorithm>
#include <iterator>

#include "format.h"
#include "paper_head.h"
#include "paper_html_parts.h"
#include "paper_parts.h"
#include "paper_text.h"

namespace dunghan::report {
namespace {

using statement::Paper;
using statement::PaperRow;
using statement::PaperSection;

constexpr size_t kKeptTogether = 30;  // bytes
constexpr double kHtmlChartWidth = 760;
constexpr double kHtmlChartHeight = 480;  // what a printed page has room for

class PaperHtml {
 public:
  explicit PaperHtml(const Paper& paper) : paper_(paper) {}

  std::string Write() && {
    Begin();
    const bool letters = std::any_of(paper_.sections.begin(), paper_.sections.end(),
                                     [](const PaperSection& each) { return each.letter; });
    if (!letters) Heading();
    for (const PaperSection& section : paper_.sections) Section(section);
    EndBlocks();
    if (!letters) Signatures();
    Frozen();
    Charts();
    Definitions();
    out_ += "</body>\n</html>\n";
    return std::move(out_);
  }

 private:
  template <class... Args>
  void Add(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
  }
  std::string In(const statement::Said& said) const {
    return HtmlOf(PaperPlain(said.In(paper_.language)));
  }

  void Begin() {
    const std::string title = HtmlOf(PaperTitle(paper_));
    std::string foot = PaperPosition(paper_);
    if (paper_.frozen) foot += "   " + PaperIdentity(paper_);
    Add("<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n"
        "<title>{}</title>\n<meta name=\"author\" content=\"{}\">\n<style>{}</style>\n</head>\n"
        "<body>\n",
        paper_.language == Language::kVi ? "vi" : "en", title, In(paper_.head.issuer),
        PaperHtmlStyle(paper_, foot));
  }

  void Line(std::string_view before, const std::string& escaped, std::string_view after) {
    if (!escaped.empty()) Add("<p>{}{}{}</p>\n", before, escaped, after);
  }

  void Heading() {
    out_ += "<header>\n<div class=\"official\">\n<div>\n";
    Line("", In(paper_.head.above), "");
    Line("<strong class=\"under\">", In(paper_.head.issuer), "</strong>");
    Line("<em>", In(paper_.head.address), "</em>");
    out_ += "</div>\n<div>\n";
    Line("<strong>", std::string(kCountryWords.In(paper_.language)), "</strong>");
    Line("<strong class=\"under\">", std::string(kMottoWords.In(paper_.language)), "</strong>");
    for (const statement::Said& line : paper_.head.form)
      Line("<span class=\"form\">", In(line), "</span>");
    Add("</div>\n</div>\n<h1>{}</h1>\n", HtmlOf(PaperTitle(paper_)));
    for (const statement::Said& line : paper_.subtitle) Add("<p class=\"sub\">{}</p>\n", In(line));
    const std::vector<std::string> marks = PaperMarks(paper_);
    if (!marks.empty()) out_ += "<div class=\"marks\">";
    for (const std::string& mark : marks) Add("<p class=\"mark\">{}</p>", HtmlOf(mark));
    if (!marks.empty()) out_ += "</div>\n";
    out_ += "</header>\n";
  }

  void Section(const PaperSection& section) {
    out_ += section.letter ? "<section class=\"letter\">\n" : "<section>\n";
    if (section.letter) Heading();
    if (!section.title.empty()) Add("<h2>{}</h2>\n", In(section.title));
    for (const statement::Said& paragraph : section.before) Line("", In(paragraph), "");
    if (!section.columns.empty()) Table(section);
    for (const statement::Said& paragraph : section.after) Line("", In(paragraph), "");
    if (section.letter) Signatures();
    out_ += "</section>\n";
  }

  void Table(const PaperSection& section) {
    out_ += "<div class=\"wide\"><table>\n<thead>\n";
    Head(PaperHeadOf(ColumnsOf(section), paper_.language));
    out_ += "</thead>\n<tbody>\n";
    const size_t naming = NamingColumns(ColumnsOf(section));
    for (const PaperRow& row : section.rows) Row(section, row, naming);
    if (section.rows.empty() && !section.nothing.empty()) {
      Add("<tr><td class=\"c\" colspan=\"{}\">{}</td></tr>\n", section.columns.size(),
          In(section.nothing));
    }
    out_ += "</tbody>\n</table></div>\n";
  }

  void Head(const PaperHead& head) {
    const HeadCell* cell = head.cells.data();
    const HeadCell* const end = cell + head.cells.size();
    for (size_t row = 0; row < head.rows; ++row) {
      const bool numbers = head.has_numbers && row + 1 == head.rows;
      out_ += "<tr>";
      for (; cell != end && cell->row == row; ++cell) {
        if (numbers) {
          Add("<td>{}</td>", HtmlOf(cell->text));
          continue;
        }
        Add("<th scope=\"{}\"", cell->columns > 1 ? "colgroup" : "col");
        if (cell->rows > 1) Add(" rowspan=\"{}\"", cell->rows);
        if (cell->columns > 1) Add(" colspan=\"{}\"", cell->columns);
        Add(">{}</th>", HtmlOf(cell->text));
      }
      out_ += "</tr>\n";
    }
  }

  void Row(const PaperSection& section, const PaperRow& row, size_t naming) {
    constexpr std::string_view kClasses[] = {"", " class=\"group\"", " class=\"total\""};
    constexpr char kAligns[] = {'l', 'c', 'r'};
    Add("<tr{}>", kClasses[static_cast<size_t>(row.level)]);
    for (size_t i = 0; i < section.columns.size(); ++i) {
      const statement::CellValue none;
      const statement::CellValue& value = i < row.cells.size() ? row.cells[i] : none;
      const std::string text = PaperCellText(paper_, value);
      if (i + 1 == naming) {
        out_ += "<th scope=\"row\"";
        if (row.depth > 0) Add(" style=\"padding-left:{}em\"", row.depth + 1);
        out_ += '>';
      } else {
        const CellAlign align = PaperAlignOf(section.columns[i], value);
        // A percentage among words is not to be torn apart.
        const bool kept = text.size() < kKeptTogether && text.ends_with(" %");
        Add("<td class=\"{}{}\">", kAligns[static_cast<size_t>(align)], kept ? " n" : "");
      }
      AppendHtml(out_, text);
      out_ += i + 1 == naming ? "</th>" : "</td>";
    }
    out_ += "</tr>\n";
  }

  void Charts() {
    if (!paper_.trend.empty()) {
      const std::string title = PaperPlain(paper_.trend_title.In(paper_.language));
      Add("<section>\n<h2>{}</h2>\n{}</section>\n", HtmlOf(title),
          SvgOf(TrendChart(paper_, kHtmlChartWidth), title));
    }
    if (paper_.ranking.empty()) return;
    const std::string title = PaperPlain(paper_.ranking_title.In(paper_.language));
    Add("<section>\n<h2>{}</h2>\n", HtmlOf(title));
    for (size_t next = 0; next < paper_.ranking.size();) {
      out_ += SvgOf(RankingChart(paper_, next, kHtmlChartWidth, kHtmlChartHeight), title);
    }
    out_ += "</section>\n";
  }

  void EndBlocks() {
    for (const PaperBlock& block : PaperEndBlocks(paper_)) {
      Add("<section class=\"notes\">\n<h2>{}</h2>\n<ul>\n", HtmlOf(block.title));
      for (const std::string& line : block.lines) Add("<li>{}</li>\n", HtmlOf(line));
      out_ += "</ul>\n</section>\n";
    }
  }

  void Definitions() {
    if (paper_.definitions.empty()) return;
    Add("<section class=\"notes\">\n<h2>{}</h2>\n<dl>\n", kDefinitionsWords.In(paper_.language));
    for (const statement::Definition& each : paper_.definitions) {
      Add("<dt>{}</dt><dd>{}</dd>\n", In(each.term), In(each.meaning));
    }
    out_ += "</dl>\n</section>\n";
  }

  void Signatures() {
    const std::vector<SignaturePlace> places = PaperSignatures(paper_);
    out_ += "<div class=\"signs\">\n";
    for (const SignaturePlace& place : places) {
      const bool last = &place == &places.back();
      out_ += places.size() == 1 ? "<div class=\"alone\">\n" : "<div>\n";
      Line("<em>", last ? HtmlOf(PaperPlaceAndDate(paper_)) : "&nbsp;", "</em>");
      for (const std::string& line : place.lines) Line("<strong>", HtmlOf(line), "</strong>");
      Line("<em>", HtmlOf(place.hint), "</em>");
      Add("<p class=\"name\">{}</p>\n</div>\n", HtmlOf(place.name));
    }
    out_ += "</div>\n";
  }

  void Frozen() {
    if (!paper_.frozen) return;
    out_ += "<div class=\"frozen\">\n";
    const QrCode code = QrCodeOf(paper_.frozen->text);
    if (code.size > 0) out_ += SvgOf(code, PaperPlain(paper_.frozen->text));
    Add("<p>{}</p>\n</div>\n", HtmlOf(PaperIdentity(paper_)));
  }

  const Paper& paper_;
  std::string out_;
};

}  // namespace

std::string WritePaperHtml(const Paper& paper) { return PaperHtml(paper).Write(); }

}  // namespace dunghan::report
