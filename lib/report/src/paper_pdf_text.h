#pragma once

#include <pango/pangocairo.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "paper_text.h"

namespace dunghan::report {

struct PdfStyle {
  double size = 10;  ///< in points
  bool bold = false;
  bool italic = false;
};

/// Texts on the pages of a document: their widths, their lines, and they themselves.
///
/// Widths are sums of the characters' own, without kerning: quick, and the same in every size. A
/// line is laid out only when it is drawn, and what is drawn again and again only once.
class PdfText {
 public:
  /// `cairo` must outlive it.
  explicit PdfText(cairo_t* cairo);
  ~PdfText();
  PdfText(const PdfText&) = delete;
  PdfText& operator=(const PdfText&) = delete;

  double Width(std::string_view text, const PdfStyle& style);
  double LongestWord(std::string_view text, const PdfStyle& style);
  /// In lines no wider than that: broken at blanks, but not before "%"; a longer
  /// word after its marks, or anywhere.
  /// At least one line; they point into the text.
  std::vector<std::string_view> Wrap(std::string_view text, const PdfStyle& style, double width);
  /// A line of its own on that baseline, between `x` and `x + width`.
  void Draw(std::string_view line, const PdfStyle& style, double x, double baseline,
            CellAlign align = CellAlign::kLeft, double width = 0);

  static double LineHeight(const PdfStyle& style) { return style.size * 1.22; }
  /// Of the first line, below the top of its block.
  static double Baseline(const PdfStyle& style) { return style.size * 0.95; }

 private:
  struct Line {
    PangoLayout* layout = nullptr;
    double width = 0;
  };
  using Advances = std::unordered_map<char32_t, float>;

  double Advance(char32_t character, const PdfStyle& style);
  PangoLayout* NewLayout(std::string_view text, const PdfStyle& style) const;
  const Line& LineOf(std::string_view text, const PdfStyle& style);
  void Forget();
  size_t Fitting(std::string_view text, const PdfStyle& style, double width);

  cairo_t* cairo_;
  std::unique_ptr<PangoFontMap, decltype(&g_object_unref)> fonts_;
  std::unique_ptr<PangoContext, decltype(&g_object_unref)> context_;
  std::array<std::vector<float>, 4> usual_;  ///< by face and character; < 0: not measured yet
  std::array<Advances, 4> others_;
  std::unordered_map<std::string, Line> drawn_;
};

}  // namespace dunghan::report
