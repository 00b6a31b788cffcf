#include "paper_pdf_flow.h"

#include "dunghan/report/labels.h"
#include "format.h"

namespace dunghan::report {
namespace {

constexpr PdfStyle kRunningStyle{.size = 8, .italic = true};
constexpr PdfStyle kRunningMarks{.size = 8, .bold = true};
constexpr PdfStyle kFootStyle{.size = 7};
constexpr PdfStyle kPageStyle{.size = 8};

}  // namespace

PdfFlow::PdfFlow(const statement::Paper& paper, cairo_t* cairo, PdfText& text)
    : paper_(paper),
      cairo_(cairo),
      text_(text),
      title_(PaperTitle(paper)),
      marks_(PaperMarks(paper)),
      position_(fmt::format("{}: {}", report::Text(Term::kPosition, paper.language),
                            PaperPosition(paper))),
      identity_(PaperIdentity(paper)) {}

void PdfFlow::Begin(int pages) {
  pages_ = pages;
  page_ = 1;
  y_ = top_ = kTop;
}

int PdfFlow::End() {
  Foot();
  return page_;
}

void PdfFlow::Room(double height) {
  if (y_ + height > kBottom && !AtTop()) NewPage(Head::kRunning);
}

void PdfFlow::NewPage(Head head) {
  Foot();
  if (drawing()) cairo_show_page(cairo_);
  ++page_;
  y_ = top_ = kTop;
  if (head == Head::kRunning) RunningHead();
}

/// What a page alone must still say: of what it is a page, and what is to be thought of it.
void PdfFlow::RunningHead() {
  std::string marks;
  for (const std::string& mark : marks_) marks += (marks.empty() ? "" : " · ") + mark;
  const double room = kWidth - text_.Width(marks, kRunningMarks) - 12;
  const std::string head = fmt::format("{} ({})", title_, kContinuedWords.In(paper_.language));
  const auto lines = text_.Wrap(head, kRunningStyle, room);
  SetColor(kPdfRed);
  Text(marks, kRunningMarks, kLeft, y_ + PdfText::Baseline(kRunningMarks), CellAlign::kRight,
       kWidth);
  for (const std::string_view line : lines) {
    SetColor(kPdfGrey);
    Text(line, kRunningStyle, kLeft, y_ + PdfText::Baseline(kRunningStyle));
    y_ += PdfText::LineHeight(kRunningStyle);
  }
  y_ += 6;
  top_ = y_;
}

void PdfFlow::Foot() {
  if (!drawing()) return;
  double y = kBottom + 7;
  Line(kLeft, y, kLeft + kWidth, y, 0.4, kPdfGrey);
  y += 2 + PdfText::Baseline(kFootStyle);
  SetColor(kPdfGrey);
  Text(position_, kFootStyle, kLeft, y);
  Text(fmt::format("{} {}/{}", kPageWords.In(paper_.language), page_, pages_), kPageStyle, kLeft, y,
       CellAlign::kRight, kWidth);
  if (!identity_.empty()) {
    Text(identity_, kFootStyle, kLeft, y + PdfText::LineHeight(kFootStyle));
  }
}

void PdfFlow::SetColor(const PdfColor& color) {
  if (drawing()) cairo_set_source_rgb(cairo_, color.red, color.green, color.blue);
}

void PdfFlow::Rectangle(double x, double y, double width, double height, const PdfColor& color) {
  if (!drawing()) return;
  SetColor(color);
  cairo_rectangle(cairo_, x, y, width, height);
  cairo_fill(cairo_);
}

void PdfFlow::Line(double x, double y, double to_x, double to_y, double width,
                   const PdfColor& color) {
  if (!drawing()) return;
  SetColor(color);
  cairo_set_line_width(cairo_, width);
  cairo_move_to(cairo_, x, y);
  cairo_line_to(cairo_, to_x, to_y);
  cairo_stroke(cairo_);
}

void PdfFlow::Text(std::string_view line, const PdfStyle& style, double x, double baseline,
                   CellAlign align, double width) {
  if (drawing()) text_.Draw(line, style, x, baseline, align, width);
}

void PdfFlow::Paragraph(std::string_view text, const PdfStyle& style, CellAlign align, double x,
                        double width, const PdfColor& color) {
  for (const std::string_view line : text_.Wrap(text, style, width)) {
    Room(PdfText::LineHeight(style));
    SetColor(color);
    Text(line, style, x, y_ + PdfText::Baseline(style), align, width);
    y_ += PdfText::LineHeight(style);
  }
}

}  // namespace dunghan::report
