#pragma once

#include "paper_chart.h"
#include "paper_pdf_flow.h"

/// What stands on pages around their tables.
namespace dunghan::report {

/// The issuer on the left, the country with its motto on the right.
void DrawOfficialHead(PdfFlow& flow, const statement::Paper& paper);
/// Title, period, and the marks in boxes.
void DrawTitle(PdfFlow& flow, const statement::Paper& paper);
/// Notes, and how it was counted; where it is signed, if asked for, never alone on a page.
enum class PdfSigned : bool { kNo, kYes };
void DrawEnd(PdfFlow& flow, const statement::Paper& paper, PdfSigned is_signed);
/// Where it is signed; of a frozen paper with its code on the left.
void DrawSignatures(PdfFlow& flow, const statement::Paper& paper);
/// What explains a paper and is not signed: the trend, the ranking, definitions.
void DrawAnnex(PdfFlow& flow, const statement::Paper& paper);

}  // namespace dunghan::report
