#include "paper_html_parts.h"

#include <array>

#include "format.h"
#include "paper_text.h"

namespace dunghan::report {
namespace {

constexpr std::array<std::string_view, 5> kToneClasses = {"ink", "muted", "good", "poor", "aim"};
constexpr std::array<std::string_view, 3> kAnchors = {"start", "middle", "end"};

constexpr std::string_view kHtmlStyle = R"(
:root{--ink:#111;--muted:#666;--paper:#fff;--line:#555;--head:#dde6f0;--group:#f2f2f2;--total:#e7ebef;--red:#b00000;--good:#2c6e9e;--poor:#c0662b;--grid:#ccc}
*{box-sizing:border-box}
body{margin:0 auto;max-width:120rem;padding:1.2rem;color:var(--ink);background:var(--paper);font:15px/1.4 "Times New Roman","Liberation Serif",Tinos,serif}
.official{display:flex;gap:2rem;justify-content:space-between;text-align:center}
.official>div{flex:1}
.official p,.sub,.mark{margin:0}
.official strong.under{display:inline-block;padding-bottom:.15rem;border-bottom:1px solid var(--ink)}
.official .form{font-style:italic;font-size:.87em}
h1{font-size:1.35em;text-align:center;margin:1.2rem 0 .2rem}
h2{font-size:1.08em;margin:1.1rem 0 .4rem}
.sub{text-align:center;font-style:italic}
.marks{text-align:center;margin:.5rem 0}
.mark{display:inline-block;margin:0 .3rem;padding:.05rem .6rem;border:2px solid var(--red);color:var(--red);font-weight:bold}
.wide{overflow-x:auto;margin:.6rem 0}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums lining-nums}
th,td{border:1px solid var(--line);padding:.2em .4em;vertical-align:middle}
thead th,thead td{background:var(--head);text-align:center}
thead td{font-style:italic;font-size:.85em}
tbody th{font-weight:normal;text-align:left;min-width:11em}
td.l{text-align:left}td.c{text-align:center}td.r{text-align:right}td.r,td.n{white-space:nowrap}
tr.group>*{font-weight:bold;background:var(--group)}
tr.total>*{font-weight:bold;background:var(--total)}
.notes{display:grid;grid-template-columns:11rem 1fr;gap:0 1rem;align-items:baseline;font-size:.9em;margin:.25rem 0}
.notes h2{font-size:1em;margin:0}.notes ul,.notes dl{margin:0;padding:0}.notes li{margin-left:1rem}.notes li:only-child{list-style:none;margin-left:0}
dt{font-weight:bold}dd{margin:0 0 .3rem 1.3rem}
.signs{display:flex;justify-content:space-around;gap:2rem;margin-top:1.5rem;text-align:center;break-inside:avoid;break-before:avoid}
.signs>div{flex:1;max-width:50%}.signs p{margin:0}.signs .alone{margin-left:auto}
.signs .name{margin-top:5rem;font-weight:bold;min-height:1.4em}
svg{max-width:100%;height:auto;break-inside:avoid;display:block;margin:.3rem auto}
svg text{font-family:inherit;fill:var(--ink)}svg text.muted{fill:var(--muted)}svg text.aim{fill:var(--red)}
svg line.ink{stroke:var(--ink)}svg line.muted{stroke:var(--grid)}svg line.aim{stroke:var(--red);stroke-dasharray:4 3}
svg line.good{stroke:var(--good);stroke-width:1.5}svg .fill.good{fill:var(--good)}svg .fill.poor{fill:var(--poor)}
.frozen{display:flex;gap:1rem;align-items:center;margin-top:1rem;break-inside:avoid;overflow-wrap:anywhere}
.frozen svg{flex:none;margin:0;width:6.5rem}
.letter{break-before:page}.letter:first-of-type{break-before:auto}
@media screen and (prefers-color-scheme:dark){:root{color-scheme:dark;--ink:#e8e8e8;--muted:#aaa;--paper:#16181b;--line:#777;--head:#26323f;--group:#222529;--total:#2b3138;--red:#ff8a80;--good:#6db3e3;--poor:#f0a06a;--grid:#444}}
@media print{body{padding:0;max-width:none;font-size:10.5pt}.wide{overflow:visible}thead{display:table-header-group}tr{break-inside:avoid}h2{break-after:avoid}*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
)";

/// A text in a style sheet's quotation marks: whatever is no plain character as its number.
std::string CssText(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = byte >= 0x80 || (byte >= ' ' && std::string_view("\"\\<>&").find(c) ==
                                                           std::string_view::npos);
    plain ? out += c : out += fmt::format("\\{:x} ", byte);
  }
  return out;
}

/// How large a table's letters are in print, so that its columns have room.
std::string_view PrintSize(const statement::Paper& paper) {
  size_t most = 0;
  for (const auto& section : paper.sections) most = std::max(most, section.columns.size());
  if (most > 20) return "6.5pt";
  if (most > 14) return "7.5pt";
  return most > 10 ? "8.5pt" : "10pt";
}

std::string Shape(const ChartMark& mark) {
  const std::string_view tone = kToneClasses.at(static_cast<size_t>(mark.tone));
  switch (mark.kind) {
    case ChartMark::Kind::kLine:
      return fmt::format(R"(<line class="{}" x1="{:.1f}" y1="{:.1f}" x2="{:.1f}" y2="{:.1f}"/>)",
                         tone, mark.x, mark.y, mark.to_x, mark.to_y);
    case ChartMark::Kind::kBar:
      return fmt::format(
          R"(<rect class="fill {}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>)", tone,
          mark.x, mark.y, mark.to_x - mark.x, mark.to_y - mark.y);
    case ChartMark::Kind::kPoint:
      return fmt::format(R"(<circle class="fill {}" cx="{:.1f}" cy="{:.1f}" r="2.5"/>)", tone,
                         mark.x, mark.y);
    case ChartMark::Kind::kText:
      break;
  }
  return fmt::format(
      R"(<text class="{}" x="{:.1f}" y="{:.1f}" text-anchor="{}" font-size="{}">{}</text>)", tone,
      mark.x, mark.y, kAnchors.at(static_cast<size_t>(mark.anchor)), kChartText, HtmlOf(mark.text));
}

}  // namespace

std::string PaperHtmlStyle(const statement::Paper& paper, std::string_view foot) {
  std::string out(kHtmlStyle);
  out += fmt::format("@media print{{table{{font-size:{}}}}}\n", PrintSize(paper));
  out += fmt::format(
      "@page{{size:A4 landscape;margin:11mm 11mm 15mm;"
      "@bottom-left{{font:7pt serif;color:#444;content:\"{}\"}}"
      "@bottom-right{{font:8pt serif;color:#444;content:\"{} \" counter(page) \"/\" "
      "counter(pages)}}}}\n",
      CssText(foot), kPageWords.In(paper.language));
  return out;
}

std::string SvgOf(const PaperChart& chart, std::string_view label) {
  std::string out = fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{}" width="{:.0f}" height="{:.0f}" viewBox="0 0 {:.0f} {:.0f}">)",
      HtmlOf(label), chart.width, chart.height, chart.width, chart.height);
  for (const ChartMark& mark : chart.marks) out += Shape(mark);
  return out + "</svg>\n";
}

std::string SvgOf(const QrCode& code, std::string_view label) {
  constexpr size_t kQuiet = 4;  // modules around it, white in dark browsers too
  const size_t side = code.size + 2 * kQuiet;
  std::string out = fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{0}" viewBox="0 0 {1} {1}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{1}v{1}h-{1}z"/><path d=")",
      HtmlOf(label), side);
  for (size_t y = 0; y < code.size; ++y) {
    for (size_t x = 0; x < code.size; ++x) {
      if (code.IsBlack(x, y)) out += fmt::format("M{} {}h1v1h-1z", x + kQuiet, y + kQuiet);
    }
  }
  return out + "\"/></svg>\n";
}

}  // namespace dunghan::report
