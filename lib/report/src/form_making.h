#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "dunghan/report/forms.h"
#include "format.h"

/// What the makers of forms share.
namespace dunghan::report {

struct FormMaking {
  ledger::View& view;
  const figures::Policy& policy;
  const FormRules& rules;
  const FormRequest& request;

  statement::StatementOptions Options(statement::GroupBy otherwise) const {
    return {.period = request.period,
            .by = request.by.value_or(otherwise),
            .agency = request.agency,
            .basis = request.basis,
            .tree = request.tree};
  }
};

using FormMaker = Result<statement::Paper> (*)(const FormMaking& making);

/// The same sentence in both languages; `say` is given the language.
template <class F>
statement::Said InBoth(F&& say) {
  return {say(Language::kVi), say(Language::kEn)};
}
inline statement::Said ToSaid(const Words& words) {
  return {std::string(words.vi), std::string(words.en)};
}
inline statement::Said ToSaid(std::string text) { return {std::move(text), {}}; }

/// The name to print of an agency or whatever else a row is of.
statement::Said PrintedName(const statement::Named& named, const FormRules& rules);
/// A rate, or words where there is nothing it could be of.
statement::CellValue RateCell(const figures::Rate& rate);
inline statement::CellValue TextCell(std::string text) {
  return statement::Said{std::move(text), {}};
}

statement::PaperColumn TextColumn(std::string key, Words heading, int width);
statement::PaperColumn CountColumn(std::string key, Words heading,
                                   std::vector<statement::Said> groups = {});
/// Of another kind.
statement::PaperColumn OfKind(statement::PaperColumn column, statement::CellKind kind);

/// A paper with all that stands around tables: head, period, position, policies, why it is
/// provisional, signatures. @error as the view's
Result<statement::Paper> StartPaper(const FormMaking& making, const statement::Statement& statement,
                                    statement::Said title);
/// Of forms with rates: what they are held against, and that they are cut.
void AddRatePolicies(statement::Paper& paper, const statement::Statement& statement);
/// The head and who signs, of all agencies together, at a day.
void AddSite(statement::Paper& paper, const FormRules& rules, LocalDay day);
/// "tháng 6 năm 2026"; of a free range its name.
std::string PeriodTitle(const figures::Period& period, Language language);
/// Numbers its lines and puts a text column of them in front.
void NumberRows(statement::PaperSection& section);

Result<statement::Paper> MakeMonthlyForm(const FormMaking& making);
Result<statement::Paper> MakeColumnsForm(const FormMaking& making);
Result<statement::Paper> MakeLateList(const FormMaking& making);
Result<statement::Paper> MakeUrge(const FormMaking& making);
Result<statement::Paper> MakeQuality(const FormMaking& making);
Result<statement::Paper> MakeAward(const FormMaking& making);
Result<statement::Paper> MakePetitions(const FormMaking& making);
Result<statement::Paper> MakeIndicators(const FormMaking& making);

}  // namespace dunghan::report
