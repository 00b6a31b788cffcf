#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dunghan/report/forms.h"
#include "dunghan/report/paper_writers.h"
#include "dunghan/statement/comparison.h"

/// Statements as they are asked for, on a command line or in an address.
namespace dunghan::report {

/// In words, as they stand there. Empty: not said.
struct Ask {
  std::string form = {};      ///< else monthly
  std::string period = {};    ///< else the reporting month of today
  std::string by = {};        ///< else the form's
  std::string rates = {};     ///< of the form compare; else official,index766
  std::string agency = {};    ///< else all
  std::string basis = {};     ///< else the policy's
  std::string tree = {};      ///< else as-was
  std::string language = {};  ///< else vi
  std::string format = {};    ///< else `otherwise`
  std::string purpose = {};   ///< of CSV: "machines" or "excel"; else the former
};

struct Asked {
  FormRequest request;
  figures::Headline from = figures::Headline::kOfficial;  ///< of the form compare
  figures::Headline to = figures::Headline::kIndex766;
  PaperFormat format = PaperFormat::kJson;

  bool IsCompare() const { return request.form == "compare"; }
  bool IsMonthly() const { return request.form == "monthly"; }
};

/// What is meant. `mark` stands before names in errors: "--" on a command line.
/// @error kInvalidArgument says what was expected in the place of what.
Result<Asked> ParseAsk(const Ask& ask, const FormRules& rules, const figures::Policy& policy,
                       LocalDay today, PaperFormat otherwise, std::string_view mark);

struct WrittenStatement {
  std::string bytes;
  bool of_nothing = false;  ///< nothing at all is known of the period
};

/// The statement as bytes: the monthly one and comparisons in the forms they have for machines and
/// terminals, all else as papers. `columns`: see WritePaper.
/// @error as MakePaper, Compare and WritePaper
Result<WrittenStatement> WriteAsked(ledger::View& view, const figures::Policy& policy,
                                    const FormRules& rules, const Asked& asked, int columns = 0);

/// A comparison laid out for print: the steps, and the dossiers of each.
statement::Paper ComparisonPaper(const statement::Comparison& comparison, const FormRules& rules,
                                 Language language);

/// The head of a paper of all agencies that was made without these rules.
void AddHead(statement::Paper& paper, const FormRules& rules);

}  // namespace dunghan::report
