#include "paper_pdf_text.h"

#include <algorithm>

namespace dunghan::report {
namespace {

constexpr const char* kPdfFonts = "Liberation Serif,Times New Roman,Tinos,serif";
constexpr char32_t kUsualCharacters = 0x2100;  // Latin with all Vietnamese letters, and marks
constexpr double kMeasuredAt = 100;            // points
constexpr size_t kMostKept = 4096;
constexpr std::string_view kWordMarks = "-/._,;:)";  // a word that is too long is broken after

size_t FaceOf(const PdfStyle& style) { return (style.bold ? 1U : 0U) + (style.italic ? 2U : 0U); }

/// The character at `at`, which is moved behind it. REQUIRES: well-formed UTF-8.
char32_t NextCharacter(std::string_view text, size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0x80) return lead;
  const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  char32_t value = lead & (0x3FU >> more);
  for (int i = 0; i < more && at < text.size(); ++i) {
    value = value << 6U | (static_cast<unsigned char>(text[at++]) & 0x3FU);
  }
  return value;
}

/// Where the word that begins at `at` ends; "98,5 %" is one.
size_t WordEnd(std::string_view text, size_t at) {
  const size_t end = std::min(text.find(' ', at), text.size());
  return text.substr(end).starts_with(" %") ? std::min(text.find(' ', end + 1), text.size()) : end;
}

}  // namespace

PdfText::PdfText(cairo_t* cairo)
    : cairo_(cairo),
      fonts_(pango_cairo_font_map_new(), &g_object_unref),
      context_(nullptr, &g_object_unref) {
  pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts_.get()), 72);
  context_.reset(pango_font_map_create_context(fonts_.get()));
  // Widths as they are in print, whatever the machine's screen settings say.
  cairo_font_options_t* options = cairo_font_options_create();
  cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  pango_cairo_context_set_font_options(context_.get(), options);
  cairo_font_options_destroy(options);
  pango_context_set_round_glyph_positions(context_.get(), FALSE);
  for (auto& face : usual_) face.assign(kUsualCharacters, -1.0F);
}

PdfText::~PdfText() { Forget(); }

void PdfText::Forget() {
  for (auto& [text, line] : drawn_) g_object_unref(line.layout);
  drawn_.clear();
}

PangoLayout* PdfText::NewLayout(std::string_view text, const PdfStyle& style) const {
  PangoLayout* layout = pango_layout_new(context_.get());
  PangoFontDescription* font = pango_font_description_new();
  pango_font_description_set_family_static(font, kPdfFonts);
  pango_font_description_set_weight(font, style.bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_style(font, style.italic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL);
  pango_font_description_set_absolute_size(font, style.size * PANGO_SCALE);
  pango_layout_set_font_description(layout, font);
  pango_font_description_free(font);
  pango_layout_set_single_paragraph_mode(layout, TRUE);
  pango_layout_set_text(layout, text.data(), static_cast<int>(text.size()));
  return layout;
}

double PdfText::Advance(char32_t character, const PdfStyle& style) {
  const size_t face = FaceOf(style);
  float& known = character < kUsualCharacters
                     ? usual_[face][character]
                     : others_[face].try_emplace(character, -1.0F).first->second;
  if (known < 0) {
    std::array<char, 6> bytes{};
    const int size = g_unichar_to_utf8(character, bytes.data());
    PdfStyle large = style;
    large.size = kMeasuredAt;
    PangoLayout* layout = NewLayout({bytes.data(), static_cast<size_t>(size)}, large);
    int width = 0;
    pango_layout_get_size(layout, &width, nullptr);
    g_object_unref(layout);
    known = static_cast<float>(width / (PANGO_SCALE * kMeasuredAt));
  }
  return static_cast<double>(known) * style.size;
}

double PdfText::Width(std::string_view text, const PdfStyle& style) {
  double width = 0;
  for (size_t at = 0; at < text.size();) width += Advance(NextCharacter(text, at), style);
  return width;
}

double PdfText::LongestWord(std::string_view text, const PdfStyle& style) {
  double longest = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t end = WordEnd(text, at);
    longest = std::max(longest, Width(text.substr(at, end - at), style));
    at = end + 1;
  }
  return longest;
}

/// How many bytes of a word are no wider than that: at least its first character.
size_t PdfText::Fitting(std::string_view text, const PdfStyle& style, double width) {
  size_t fitting = 0;
  size_t marked = 0;
  double so_far = 0;
  for (size_t at = 0; at < text.size();) {
    so_far += Advance(NextCharacter(text, at), style);
    if (so_far > width && fitting > 0) break;
    fitting = at;
    if (kWordMarks.find(text[at - 1]) != std::string_view::npos) marked = at;
  }
  return fitting < text.size() && marked > 0 ? marked : fitting;
}

std::vector<std::string_view> PdfText::Wrap(std::string_view text, const PdfStyle& style,
                                            double width) {
  std::vector<std::string_view> lines;
  const double blank = Advance(' ', style);
  size_t begin = 0;  // of the line
  size_t end = 0;    // of what it has
  double used = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t word_end = WordEnd(text, at);
    const double word = Width(text.substr(at, word_end - at), style);
    if (used > 0 && used + blank + word > width) {
      lines.push_back(text.substr(begin, end - begin));
      used = 0;
    }
    if (used > 0) {
      used += blank + word;
    } else {
      begin = at;
      used = word;
      while (used > width) {
        const std::string_view rest = text.substr(begin, word_end - begin);
        const size_t taken = Fitting(rest, style, width);
        if (taken == rest.size()) break;
        lines.push_back(rest.substr(0, taken));
        begin += taken;
        used = Width(rest.substr(taken), style);
      }
    }
    end = word_end;
    at = word_end + 1;
  }
  lines.push_back(text.substr(begin, end - begin));
  return lines;
}

const PdfText::Line& PdfText::LineOf(std::string_view text, const PdfStyle& style) {
  if (drawn_.size() >= kMostKept) Forget();
  std::string key(text);
  key.append(reinterpret_cast<const char*>(&style.size), sizeof(style.size));
  key += static_cast<char>('0' + FaceOf(style));
  Line& line = drawn_[std::move(key)];
  if (line.layout == nullptr) {
    line.layout = NewLayout(text, style);
    PangoRectangle logical{};
    pango_layout_line_get_extents(pango_layout_get_line_readonly(line.layout, 0), nullptr,
                                  &logical);
    line.width = static_cast<double>(logical.width) / PANGO_SCALE;
  }
  return line;
}

void PdfText::Draw(std::string_view text, const PdfStyle& style, double x, double baseline,
                   CellAlign align, double width) {
  if (text.empty()) return;
  const Line& line = LineOf(text, style);
  if (align == CellAlign::kRight) x += width - line.width;
  if (align == CellAlign::kCentre) x += (width - line.width) / 2;
  cairo_move_to(cairo_, x, baseline);
  pango_cairo_show_layout_line(cairo_, pango_layout_get_line_readonly(line.layout, 0));
}

}  // namespace dunghan::report
