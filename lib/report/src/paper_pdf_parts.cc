#include "paper_pdf_parts.h"

#include <algorithm>

#include "paper_qr.h"

namespace dunghan::report {
namespace {

using statement::Paper;

constexpr double kHalf = PdfFlow::kWidth * 0.47;
constexpr double kCodeSide = 74;
constexpr double kSignatureRoom = 42;  // for the hand and the seal

constexpr PdfStyle kHeadPlain{.size = 11};
constexpr PdfStyle kHeadBold{.size = 11, .bold = true};
constexpr PdfStyle kHeadItalic{.size = 9.5, .italic = true};
constexpr PdfStyle kTitleStyle{.size = 14, .bold = true};
constexpr PdfStyle kSubtitleStyle{.size = 11, .italic = true};
constexpr PdfStyle kMarkStyle{.size = 11, .bold = true};
constexpr PdfStyle kNoteTitle{.size = 8.5, .bold = true};
constexpr PdfStyle kNoteStyle{.size = 8.5};
constexpr PdfStyle kChartTitle{.size = 11, .bold = true};

/// One side of the official head, from the top of the page down.
class HeadSide {
 public:
  HeadSide(PdfFlow& flow, double x) : flow_(flow), x_(x), y_(flow.y()) {}

  /// Returns the width of its last line.
  double Add(std::string_view text, const PdfStyle& style) {
    if (text.empty()) return 0;
    double width = 0;
    for (const std::string_view line : flow_.text().Wrap(text, style, kHalf)) {
      flow_.SetColor(kPdfInk);
      flow_.Text(line, style, x_, y_ + PdfText::Baseline(style), CellAlign::kCentre, kHalf);
      y_ += PdfText::LineHeight(style);
      width = flow_.text().Width(line, style);
    }
    return width;
  }
  /// A rule in the middle, so long.
  void Rule(double width) {
    const double middle = x_ + kHalf / 2;
    flow_.Line(middle - width / 2, y_ + 2, middle + width / 2, y_ + 2, 0.6, kPdfInk);
    y_ += 5;
  }
  double y() const { return y_; }

 private:
  PdfFlow& flow_;
  double x_;
  double y_;
};

void DrawMarks(PdfFlow& flow, const std::vector<std::string>& marks) {
  constexpr double kGapBetween = 10;
  constexpr double kInside = 7;
  if (marks.empty()) return;
  double total = kGapBetween * static_cast<double>(marks.size() - 1);
  for (const std::string& mark : marks) {
    total += flow.text().Width(mark, kMarkStyle) + 2 * kInside;
  }
  const double height = PdfText::LineHeight(kMarkStyle) + 4;
  double x = PdfFlow::kLeft + (PdfFlow::kWidth - total) / 2;
  flow.Skip(5);
  for (const std::string& mark : marks) {
    const double width = flow.text().Width(mark, kMarkStyle) + 2 * kInside;
    const double top = flow.y();
    flow.Line(x, top, x + width, top, 1.2, kPdfRed);
    flow.Line(x, top + height, x + width, top + height, 1.2, kPdfRed);
    flow.Line(x, top - 0.6, x, top + height + 0.6, 1.2, kPdfRed);
    flow.Line(x + width, top - 0.6, x + width, top + height + 0.6, 1.2, kPdfRed);
    flow.Text(mark, kMarkStyle, x, top + 2 + PdfText::Baseline(kMarkStyle), CellAlign::kCentre,
              width);
    x += width + kGapBetween;
  }
  flow.Skip(height);
}

/// Notes under a word on their left, all from the same place on.
void DrawBlock(PdfFlow& flow, const PaperBlock& block, double titles) {
  constexpr double kIndentOfNotes = 8;
  const double left = PdfFlow::kLeft + titles;
  flow.Room(std::min<double>(2, static_cast<double>(block.lines.size())) *
            PdfText::LineHeight(kNoteStyle));
  flow.SetColor(kPdfInk);
  flow.Text(block.title + ":", kNoteTitle, PdfFlow::kLeft,
            flow.y() + PdfText::Baseline(kNoteTitle));
  const double indent = block.lines.size() > 1 ? kIndentOfNotes : 0;
  for (const std::string& line : block.lines) {
    flow.Room(PdfText::LineHeight(kNoteStyle));
    flow.SetColor(kPdfInk);
    if (indent > 0) flow.Text("–", kNoteStyle, left, flow.y() + PdfText::Baseline(kNoteStyle));
    flow.Paragraph(line, kNoteStyle, CellAlign::kLeft, left + indent,
                   PdfFlow::kWidth - titles - indent);
  }
  flow.Skip(2);
}

double TitlesWidth(PdfFlow& flow, const std::vector<PaperBlock>& blocks) {
  double width = 0;
  for (const PaperBlock& block : blocks) {
    width = std::max(width, flow.text().Width(block.title + ":", kNoteTitle));
  }
  return width + 8;
}

void DrawCode(PdfFlow& flow, const QrCode& code, double x, double y) {
  const double module = kCodeSide / static_cast<double>(code.size);
  for (size_t row = 0; row < code.size; ++row) {
    for (size_t column = 0; column < code.size; ++column) {
      if (!code.IsBlack(column, row)) continue;
      cairo_rectangle(flow.cairo(), x + static_cast<double>(column) * module,
                      y + static_cast<double>(row) * module, module, module);
    }
  }
  flow.SetColor({});
  cairo_fill(flow.cairo());
}

PdfColor ColorOf(ChartMark::Tone tone, ChartMark::Kind kind) {
  switch (tone) {
    case ChartMark::Tone::kInk:
      return kPdfInk;
    case ChartMark::Tone::kMuted:
      return kind == ChartMark::Kind::kLine ? PdfColor{0.8, 0.8, 0.8} : kPdfGrey;
    case ChartMark::Tone::kGood:
      return {0.173, 0.431, 0.62};
    case ChartMark::Tone::kPoor:
      return {0.753, 0.4, 0.169};
    case ChartMark::Tone::kTarget:
      return kPdfRed;
  }
  return kPdfInk;
}

void DrawMark(PdfFlow& flow, const ChartMark& mark, double x, double y) {
  constexpr PdfStyle kChartStyle{.size = kChartText};
  const PdfColor color = ColorOf(mark.tone, mark.kind);
  switch (mark.kind) {
    case ChartMark::Kind::kLine: {
      const bool target = mark.tone == ChartMark::Tone::kTarget;
      const double dashes[] = {4, 3};
      cairo_set_dash(flow.cairo(), dashes, target ? 2 : 0, 0);
      flow.Line(x + mark.x, y + mark.y, x + mark.to_x, y + mark.to_y,
                mark.tone == ChartMark::Tone::kGood ? 1.4 : 0.6, color);
      cairo_set_dash(flow.cairo(), dashes, 0, 0);
      return;
    }
    case ChartMark::Kind::kBar:
      flow.Rectangle(x + mark.x, y + mark.y, mark.to_x - mark.x, mark.to_y - mark.y, color);
      return;
    case ChartMark::Kind::kPoint:
      flow.SetColor(color);
      cairo_new_sub_path(flow.cairo());
      cairo_arc(flow.cairo(), x + mark.x, y + mark.y, 2.4, 0, 6.2832);
      cairo_fill(flow.cairo());
      return;
    case ChartMark::Kind::kText:
      flow.SetColor(color);
      flow.Text(mark.text, kChartStyle, x + mark.x, y + mark.y,
                mark.anchor == ChartMark::Anchor::kStart    ? CellAlign::kLeft
                : mark.anchor == ChartMark::Anchor::kMiddle ? CellAlign::kCentre
                                                            : CellAlign::kRight,
                0);
      return;
  }
}

double SignaturesHeight(const Paper& paper) {
  size_t lines = 0;
  for (const SignaturePlace& place : PaperSignatures(paper)) {
    lines = std::max(lines, place.lines.size());
  }
  const double height =
      static_cast<double>(lines + 3) * PdfText::LineHeight(kHeadBold) + kSignatureRoom;
  return paper.frozen ? std::max(height, kCodeSide) : height;
}

void DrawChart(PdfFlow& flow, const std::string& title, const PaperChart& chart) {
  const double title_height = title.empty() ? 0 : PdfText::LineHeight(kChartTitle) + 4;
  flow.Room(chart.height + title_height + 6);
  if (!title.empty()) {
    flow.Skip(4);
    flow.Paragraph(title, kChartTitle);
  }
  if (flow.drawing()) {
    for (const ChartMark& mark : chart.marks) DrawMark(flow, mark, PdfFlow::kLeft, flow.y());
  }
  flow.Skip(chart.height + 6);
}

}  // namespace

void DrawOfficialHead(PdfFlow& flow, const Paper& paper) {
  const Language language = paper.language;
  const statement::Letterhead& head = paper.head;
  HeadSide left(flow, PdfFlow::kLeft);
  left.Add(PaperPlain(head.above.In(language)), kHeadPlain);
  const double issuer = left.Add(PaperPlain(head.issuer.In(language)), kHeadBold);
  if (issuer > 0) left.Rule(issuer * 0.45);
  left.Add(PaperPlain(head.address.In(language)), kHeadItalic);
  HeadSide right(flow, PdfFlow::kLeft + PdfFlow::kWidth - kHalf);
  right.Add(kCountryWords.In(language), kHeadBold);
  right.Rule(right.Add(kMottoWords.In(language), kHeadBold));
  for (const std::string& line : PaperLines(head.form, language)) right.Add(line, kHeadItalic);
  flow.Skip(std::max(left.y(), right.y()) - flow.y() + 10);
}

void DrawTitle(PdfFlow& flow, const Paper& paper) {
  constexpr double kTitleWidth = PdfFlow::kWidth * 0.84;
  constexpr double kTitleLeft = PdfFlow::kLeft + (PdfFlow::kWidth - kTitleWidth) / 2;
  flow.Paragraph(PaperTitle(paper), kTitleStyle, CellAlign::kCentre, kTitleLeft, kTitleWidth);
  for (const std::string& line : PaperLines(paper.subtitle, paper.language)) {
    flow.Paragraph(line, kSubtitleStyle, CellAlign::kCentre, kTitleLeft, kTitleWidth);
  }
  flow.SetColor(kPdfRed);
  DrawMarks(flow, PaperMarks(paper));
  flow.Skip(9);
}

void DrawEnd(PdfFlow& flow, const Paper& paper, PdfSigned is_signed) {
  const std::vector<PaperBlock> blocks = PaperEndBlocks(paper);
  const double titles = TitlesWidth(flow, blocks);
  for (const PaperBlock& block : blocks) {
    if (&block == &blocks.back() && is_signed == PdfSigned::kYes) {
      const auto lines = static_cast<double>(block.lines.size());
      flow.Room(lines * PdfText::LineHeight(kNoteStyle) + SignaturesHeight(paper) + 10);
    }
    DrawBlock(flow, block, titles);
  }
  if (is_signed == PdfSigned::kYes) DrawSignatures(flow, paper);
}

void DrawSignatures(PdfFlow& flow, const Paper& paper) {
  const std::vector<SignaturePlace> places = PaperSignatures(paper);
  const QrCode code = paper.frozen ? QrCodeOf(paper.frozen->text) : QrCode{};
  const double line = PdfText::LineHeight(kHeadBold);
  const double height = SignaturesHeight(paper);
  flow.Room(height + 8);
  flow.Skip(8);
  if (code.size > 0 && flow.drawing()) DrawCode(flow, code, PdfFlow::kLeft, flow.y());
  const double reserved = code.size > 0 ? kCodeSide + 16 : 0;
  const double room = PdfFlow::kWidth - reserved;
  // One alone stands on the right.
  const double each = room / static_cast<double>(std::max<size_t>(places.size(), 2));
  double x = PdfFlow::kLeft + PdfFlow::kWidth - each * static_cast<double>(places.size());
  for (const SignaturePlace& place : places) {
    double y = flow.y() + PdfText::Baseline(kHeadBold);
    const auto add = [&](std::string_view text, const PdfStyle& style) {
      flow.SetColor(kPdfInk);
      flow.Text(text, style, x, y, CellAlign::kCentre, each);
      y += line;
    };
    add(&place == &places.back() ? PaperPlaceAndDate(paper) : "", kSubtitleStyle);
    for (const std::string& text : place.lines) add(text, kHeadBold);
    add(place.hint, kHeadItalic);
    y += kSignatureRoom;
    add(place.name, kHeadBold);
    x += each;
  }
  flow.Skip(height);
}

void DrawAnnex(PdfFlow& flow, const Paper& paper) {
  flow.Skip(8);
  if (!paper.trend.empty()) {
    DrawChart(flow, PaperPlain(paper.trend_title.In(paper.language)),
              TrendChart(paper, PdfFlow::kWidth));
  }
  constexpr double kAround = 50;      // the title and what a page begins with
  constexpr double kWorthwhile = 90;  // less of a page is left empty
  std::string title = PaperPlain(paper.ranking_title.In(paper.language));
  for (size_t next = 0; next < paper.ranking.size();) {
    const double left = flow.Left() - kAround;
    const double page = PdfFlow::kBottom - PdfFlow::kTop - kAround;
    const double highest = left >= kWorthwhile ? left : page;
    DrawChart(flow, title, RankingChart(paper, next, PdfFlow::kWidth, highest));
    title.clear();
  }
  std::vector<std::string> lines;
  for (const statement::Definition& each : paper.definitions) {
    lines.push_back(PaperPlain(each.term.In(paper.language)) + ": " +
                    PaperPlain(each.meaning.In(paper.language)));
  }
  if (lines.empty()) return;
  flow.Skip(4);
  const PaperBlock block{std::string(kDefinitionsWords.In(paper.language)), lines};
  DrawBlock(flow, block, TitlesWidth(flow, {block}));
}

}  // namespace dunghan::report
