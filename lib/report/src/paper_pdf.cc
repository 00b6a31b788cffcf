#include <cairo-pdf.h>

#include <algorithm>
#include <memory>

#include "paper_parts.h"
#include "paper_pdf_parts.h"
#include "paper_pdf_table.h"

namespace dunghan::report {
namespace {

using statement::Paper;
using statement::PaperSection;

constexpr PdfStyle kSectionTitle{.size = 11.5, .bold = true};
constexpr PdfStyle kSectionText{.size = 11};

cairo_status_t AppendBytes(void* out, const unsigned char* bytes, unsigned size) {
  static_cast<std::string*>(out)->append(reinterpret_cast<const char*>(bytes), size);
  return CAIRO_STATUS_SUCCESS;
}

class PaperPdf {
 public:
  PaperPdf(const Paper& paper, cairo_t* cairo)
      : paper_(paper), text_(cairo), flow_(paper, cairo, text_) {
    for (const PaperSection& section : paper.sections) {
      letters_ = letters_ || section.letter;
      tables_.push_back(
          section.columns.empty() ? nullptr : std::make_unique<PdfTable>(paper, section, text_));
    }
  }

  void Write() {
    flow_.Begin(0);
    const int pages = Pages();
    flow_.Begin(pages);
    Pages();
  }

 private:
  int Pages() {
    if (!letters_) {
      DrawOfficialHead(flow_, paper_);
      DrawTitle(flow_, paper_);
    }
    for (size_t i = 0; i < paper_.sections.size(); ++i) Section(paper_.sections[i], tables_[i]);
    // Letters go out one by one: what is of all of them has pages of its own.
    if (letters_) flow_.NewPage(PdfFlow::Head::kRunning);
    DrawEnd(flow_, paper_, letters_ && !paper_.frozen ? PdfSigned::kNo : PdfSigned::kYes);
    DrawAnnex(flow_, paper_);
    return flow_.End();
  }

  void Section(const PaperSection& section, const std::unique_ptr<PdfTable>& table) {
    if (section.letter) {
      if (!flow_.AtTop()) flow_.NewPage(PdfFlow::Head::kNone);
      DrawOfficialHead(flow_, paper_);
      DrawTitle(flow_, paper_);
    }
    if (!section.title.empty()) {
      flow_.Room(5 * PdfText::LineHeight(kSectionTitle));
      flow_.Paragraph(PaperPlain(section.title.In(paper_.language)), kSectionTitle);
      flow_.Skip(3);
    }
    Paragraphs(section.before);
    if (table) table->Draw(flow_);
    Paragraphs(section.after);
    if (section.letter) DrawSignatures(flow_, paper_);
    flow_.Skip(4);
  }

  void Paragraphs(const std::vector<statement::Said>& paragraphs) {
    for (const std::string& line : PaperLines(paragraphs, paper_.language)) {
      flow_.Paragraph(line, kSectionText);
      flow_.Skip(3);
    }
  }

  const Paper& paper_;
  PdfText text_;
  PdfFlow flow_;
  std::vector<std::unique_ptr<PdfTable>> tables_;  ///< one for each section; absent: has none
  bool letters_ = false;
};

/// What the file says of itself; its instant is the paper's, not the clock's.
void SetMetadata(cairo_surface_t* surface, const Paper& paper) {
  const auto set = [surface](cairo_pdf_metadata_t key, const std::string& text) {
    if (!text.empty()) cairo_pdf_surface_set_metadata(surface, key, text.c_str());
  };
  const std::string at =
      paper.zone.Format(std::chrono::floor<std::chrono::seconds>(paper.position.at));
  set(CAIRO_PDF_METADATA_TITLE, PaperTitle(paper));
  set(CAIRO_PDF_METADATA_AUTHOR, PaperPlain(paper.head.issuer.In(paper.language)));
  set(CAIRO_PDF_METADATA_SUBJECT, PaperPosition(paper));
  set(CAIRO_PDF_METADATA_CREATOR, "Dunghan");
  set(CAIRO_PDF_METADATA_CREATE_DATE, at);
  set(CAIRO_PDF_METADATA_MOD_DATE, at);
  if (!paper.frozen) return;
  set(CAIRO_PDF_METADATA_KEYWORDS, PaperPlain(paper.frozen->id + " " + paper.frozen->digest));
}

}  // namespace

Result<std::string> WritePaperPdf(const Paper& paper) {
  std::string bytes;
  cairo_surface_t* surface = cairo_pdf_surface_create_for_stream(
      &AppendBytes, &bytes, PdfFlow::kPageWidth, PdfFlow::kPageHeight);
  SetMetadata(surface, paper);
  cairo_t* cairo = cairo_create(surface);
  PaperPdf(paper, cairo).Write();
  cairo_status_t status = cairo_status(cairo);
  cairo_destroy(cairo);
  cairo_surface_finish(surface);
  if (status == CAIRO_STATUS_SUCCESS) status = cairo_surface_status(surface);
  cairo_surface_destroy(surface);
  if (status != CAIRO_STATUS_SUCCESS) {
    return Internal("a PDF cannot be written", cairo_status_to_string(status));
  }
  return bytes;
}

}  // namespace dunghan::report
