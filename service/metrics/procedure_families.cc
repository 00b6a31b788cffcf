#include "family_writer.h"

/// What each procedure has come to, over all agencies; and the names of both.
namespace dunghan::metrics {
namespace {

constexpr Family kProcedureResults{
    "dossier_procedure_results",
    "Dossiers finished since the ledger began, refusals included, by procedure over all agencies. "
    "May be corrected downward."};
constexpr Family kProcedurePeriodResults{
    "dossier_procedure_period_results",
    "Dossiers finished in the named period, refusals included, by procedure over all agencies. May "
    "be corrected downward."};
constexpr Family kProcedureOpen{
    "dossier_procedure_open",
    "Open dossiers by procedure over all agencies. Pending is open and not overdue, suspended and "
    "unmeasurable ones included."};
constexpr Family kAgencyInfo{"dossier_agency_info", "Names, tier and parent of an agency."};
constexpr Family kProcedureInfo{"dossier_procedure_info", "Names and field of a procedure."};

const int64_t& ProcedureResult(const board::Counts& counts, size_t timeliness, size_t) {
  return counts.results[timeliness];
}
const int64_t& ProcedureResultIn(const board::Counts& counts, size_t period, size_t timeliness) {
  return counts.periods[period].results[timeliness];
}
Number ProcedureOpen(const PageRow& row, size_t pending, size_t) {
  const int64_t overdue = row.counts->Overdue();
  return pending == 0 ? overdue : row.counts->OpenInAll() - overdue;
}

/// The Vietnamese name and the English one, which may be the same.
template <class Listed>
std::pair<std::string_view, std::string_view> NamesOf(const Listed* listed, std::string_view code) {
  const std::string_view name = listed && !listed->name.empty() ? listed->name : code;
  return {name, listed && !listed->name_en.empty() ? listed->name_en : name};
}

void WriteAgencyInfo(FamilyWriter& writer) {
  writer.Begin(kAgencyInfo);
  for (const uint32_t place : writer.shown().agencies) {
    const auto& row = writer.snapshot().agencies[place];
    const std::string_view agency = writer.names().Of(row.code);
    const rulebook::Agency* listed = writer.snapshot().rulebook->FindAgency(row.code);
    const auto [name, name_en] = NamesOf(listed, agency);
    writer.One(kAgencyInfo, {{"agency", agency},
                             {"name", name},
                             {"name_en", name_en},
                             {"level", listed ? ToString(listed->tier) : ""},
                             {"parent", listed ? listed->parent.text() : ""}});
  }
  if (writer.shown().agencies_left_out > 0) {
    writer.One(kAgencyInfo, {{"agency", writer.names().other_agencies()},
                             {"name", "Các cơ quan khác"},
                             {"name_en", "Other agencies"},
                             {"level", ""},
                             {"parent", ""}});
  }
  writer.End();
}

void WriteProcedureInfo(FamilyWriter& writer) {
  writer.Begin(kProcedureInfo);
  for (const uint32_t place : writer.shown().procedures) {
    const auto& row = writer.snapshot().procedures[place];
    const std::string_view procedure = writer.names().Of(row.code);
    const rulebook::Procedure* listed = writer.snapshot().rulebook->FindProcedure(row.code);
    const auto [name, name_en] = NamesOf(listed, procedure);
    writer.One(kProcedureInfo, {{"procedure", procedure},
                                {"name", name},
                                {"name_en", name_en},
                                {"field", listed ? std::string_view(listed->field) : ""}});
  }
  if (writer.shown().procedures_left_out > 0) {
    writer.One(kProcedureInfo, {{"procedure", writer.names().other_procedures()},
                                {"name", "Các thủ tục khác"},
                                {"name_en", "Other procedures"},
                                {"field", ""}});
  }
  writer.End();
}

}  // namespace

void WriteProcedures(FamilyWriter& writer) {
  writer.Procedures(kProcedureResults, ProcedureResult, {ResultAxis()});
  writer.Procedures(kProcedurePeriodResults, ProcedureResultIn,
                    {AxisOf("period", {board::NamedPeriod::kCurrentMonth}), MeasuredAxis()});
  writer.Procedures(kProcedureOpen, ProcedureOpen, {NamedAxis("state", {"overdue", "pending"})});
}

void WriteInfos(FamilyWriter& writer) {
  WriteAgencyInfo(writer);
  WriteProcedureInfo(writer);
}

}  // namespace dunghan::metrics
