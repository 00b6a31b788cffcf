#pragma once

#include <string>
#include <vector>

#include "paper_pdf_text.h"

namespace dunghan::report {

struct PdfColor {
  double red = 0;
  double green = 0;
  double blue = 0;
};
inline constexpr PdfColor kPdfInk{0.06, 0.06, 0.06};
inline constexpr PdfColor kPdfGrey{0.38, 0.38, 0.38};
inline constexpr PdfColor kPdfRed{0.69, 0, 0};

/// The pages of a document, filled from the top. It is gone through twice by the same calls: at
/// first nothing is drawn and pages are counted, so that the second time each can say "1/12".
class PdfFlow {
 public:
  // A4 across, in points.
  static constexpr double kPageWidth = 841.89;
  static constexpr double kPageHeight = 595.28;
  static constexpr double kLeft = 36;
  static constexpr double kWidth = kPageWidth - 2 * kLeft;
  static constexpr double kTop = 28;
  static constexpr double kBottom = kPageHeight - 38;  ///< below stands the foot

  PdfFlow(const statement::Paper& paper, cairo_t* cairo, PdfText& text);

  /// Begins from the first page. `pages`: how many there are; 0: to be counted, nothing is drawn.
  void Begin(int pages);
  /// Ends the last page. How many there were.
  int End();

  bool drawing() const { return pages_ > 0; }
  cairo_t* cairo() { return cairo_; }
  PdfText& text() { return text_; }
  double y() const { return y_; }
  void Skip(double height) { y_ += height; }
  bool AtTop() const { return y_ <= top_; }
  double Left() const { return kBottom - y_; }
  /// A new page, unless there is room for that much.
  void Room(double height);
  enum class Head : bool { kNone, kRunning };
  void NewPage(Head head);

  void SetColor(const PdfColor& color);
  void Rectangle(double x, double y, double width, double height, const PdfColor& color);
  void Line(double x, double y, double to_x, double to_y, double width, const PdfColor& color);
  /// On that baseline, without moving on.
  void Text(std::string_view line, const PdfStyle& style, double x, double baseline,
            CellAlign align = CellAlign::kLeft, double width = 0);
  /// A paragraph over as many lines and pages as it needs.
  void Paragraph(std::string_view text, const PdfStyle& style, CellAlign align = CellAlign::kLeft,
                 double x = kLeft, double width = kWidth, const PdfColor& color = kPdfInk);

 private:
  void RunningHead();
  void Foot();

  const statement::Paper& paper_;
  cairo_t* cairo_;
  PdfText& text_;
  const std::string title_;
  const std::vector<std::string> marks_;
  const std::string position_;
  const std::string identity_;
  int page_ = 1;
  int pages_ = 0;
  double y_ = kTop;
  double top_ = kTop;  ///< where this page's own begins
};

}  // namespace dunghan::report
