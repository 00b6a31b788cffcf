#pragma once

#include <string>

#include "dunghan/base/error.h"
#include "dunghan/statement/paper.h"

/// The writers behind WritePaper, one for each format.
namespace dunghan::report {

std::string WritePaperTable(const statement::Paper& paper, int columns);
std::string WritePaperJson(const statement::Paper& paper);
std::string WritePaperCsv(const statement::Paper& paper);
std::string WritePaperExcelCsv(const statement::Paper& paper);
Result<std::string> WritePaperXlsx(const statement::Paper& paper);
std::string WritePaperHtml(const statement::Paper& paper);
Result<std::string> WritePaperPdf(const statement::Paper& paper);

}  // namespace dunghan::report
