#pragma once

#include <string>
#include <vector>

#include "dunghan/statement/paper.h"

namespace dunghan::report {

/// Neighbouring sections with the same columns, which are one table in a machine's file.
struct CsvTable {
  std::vector<const statement::PaperSection*> sections;  ///< at least one
  const std::vector<statement::PaperColumn>& columns() const { return sections.front()->columns; }
};
/// All tables of a paper, the dossiers behind its cells aside.
std::vector<CsvTable> CsvTablesOf(const statement::Paper& paper);

bool HasCsvColumn(const CsvTable& table, std::string_view key);
/// "SEQ:DIGEST", as verify --against takes it.
std::string CsvPosition(const statement::Paper& paper);

}  // namespace dunghan::report
