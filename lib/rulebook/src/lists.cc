#include "lists.h"

#include <algorithm>
#include <map>
#include <span>
#include <tuple>
#include <unordered_map>

#include "row_reader.h"

namespace dunghan::rulebook {
namespace {

namespace agency_column {
enum : size_t { kCode, kName, kNameEn, kTier, kParent, kValidFrom, kValidTo, kCalendar };
constexpr std::array<CsvColumn, 8> kAll{{{"code", true},
                                         {"name", true},
                                         {"name_en"},
                                         {"tier"},
                                         {"parent"},
                                         {"valid_from"},
                                         {"valid_to"},
                                         {"calendar"}}};
}  // namespace agency_column

namespace procedure_column {
enum : size_t {
  kCode,
  kName,
  kNameEn,
  kKind,
  kField,
  kOnlineLevel,
  kLimit,
  kOnSupplement,
  kValidFrom,
  kValidTo,
  kDecision
};
constexpr std::array<CsvColumn, 11> kAll{{{"code", true},
                                          {"name", true},
                                          {"name_en"},
                                          {"kind"},
                                          {"field"},
                                          {"online_level"},
                                          {"limit"},
                                          {"on_supplement"},
                                          {"valid_from"},
                                          {"valid_to"},
                                          {"decision"}}};
}  // namespace procedure_column

namespace successor_column {
enum : size_t { kOld, kNew, kProcedure, kDate };
constexpr std::array<CsvColumn, 4> kAll{
    {{"old", true}, {"new", true}, {"procedure"}, {"date", true}}};
}  // namespace successor_column

constexpr std::array<Spelling<Tier>, 3> kTiers{
    {{"province", Tier::kProvince}, {"district", Tier::kDistrict}, {"commune", Tier::kCommune}}};
constexpr std::array<Spelling<ProcedureKind>, 2> kKinds{
    {{"procedure", ProcedureKind::kProcedure}, {"petition", ProcedureKind::kPetition}}};
constexpr std::array<Spelling<OnlineLevel>, 3> kOnlineLevels{{{"full", OnlineLevel::kFull},
                                                              {"partial", OnlineLevel::kPartial},
                                                              {"none", OnlineLevel::kNone}}};
constexpr std::array<Spelling<dossier::OnSupplement>, 2> kSupplementRules{
    {{"pause", dossier::OnSupplement::kPause}, {"restart", dossier::OnSupplement::kRestart}}};

Problem At(const std::filesystem::path& path, int line, std::string field, std::string message) {
  return {.file = path.string(),
          .line = line,
          .field = std::move(field),
          .message = std::move(message)};
}

using RowByCode = std::unordered_map<uint32_t, const AgencyRow*>;

void CheckParents(const std::filesystem::path& path, const std::vector<AgencyRow>& rows,
                  const RowByCode& by_code, std::vector<Problem>& problems) {
  std::vector<std::string_view> codes;
  for (const AgencyRow& row : rows) codes.push_back(row.agency.code.text());
  for (const AgencyRow& row : rows) {
    const AgencyCode parent = row.agency.parent;
    if (!parent || by_code.contains(parent.number())) continue;
    problems.push_back(At(path, row.line, "parent",
                          fmt::format("unknown agency {}{}", JsonQuote(parent.text()),
                                      DidYouMean(parent.text(), codes))));
  }
}

/// Each cycle once, at its first row of the file.
void CheckCycles(const std::filesystem::path& path, const std::vector<AgencyRow>& rows,
                 const RowByCode& by_code, std::vector<Problem>& problems) {
  std::unordered_map<const AgencyRow*, const AgencyRow*> reached_from;  // row -> start of its walk
  for (const AgencyRow& start : rows) {
    const AgencyRow* row = &start;
    while (row && reached_from.emplace(row, &start).second) {
      const auto parent = by_code.find(row->agency.parent.number());
      row = parent == by_code.end() ? nullptr : parent->second;
    }
    if (!row || reached_from.at(row) != &start) continue;
    std::vector<const AgencyRow*> cycle;
    do {
      cycle.push_back(row);
      row = by_code.at(row->agency.parent.number());
    } while (row != cycle.front());
    std::rotate(cycle.begin(),
                std::min_element(cycle.begin(), cycle.end(),
                                 [](const auto* a, const auto* b) { return a->line < b->line; }),
                cycle.end());
    std::string way;
    for (const AgencyRow* member : cycle) way += std::string(member->agency.code.text()) + " > ";
    problems.push_back(At(path, cycle.front()->line, "parent",
                          fmt::format("an agency cannot be below itself: {}{}", way,
                                      cycle.front()->agency.code.text())));
  }
}

void CheckOverlaps(const std::filesystem::path& path, const std::vector<ProcedureRow>& rows,
                   std::vector<Problem>& problems) {
  const auto from = [](const ProcedureRow* row) {
    return row->procedure.valid_from.value_or(LocalDay::min());
  };
  const auto to = [](const ProcedureRow* row) {
    return row->procedure.valid_to.value_or(LocalDay::max());
  };
  std::map<uint32_t, std::vector<const ProcedureRow*>> by_code;
  for (const ProcedureRow& row : rows) by_code[row.procedure.code.number()].push_back(&row);
  std::vector<Problem> found;
  for (auto& [code, versions] : by_code) {
    std::stable_sort(versions.begin(), versions.end(),
                     [&](const auto* a, const auto* b) { return from(a) < from(b); });
    const ProcedureRow* widest = versions.front();  // reaches furthest of those so far
    for (size_t i = 1; i < versions.size(); ++i) {
      if (from(versions[i]) <= to(widest)) {
        const auto [first, second] = std::minmax(widest->line, versions[i]->line);
        found.push_back(At(path, second, "valid_from",
                           fmt::format("the validity of {} overlaps that of line {}",
                                       JsonQuote(widest->procedure.code.text()), first)));
      }
      if (to(versions[i]) > to(widest)) widest = versions[i];
    }
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return a.line < b.line; });
  problems.insert(problems.end(), found.begin(), found.end());
}

}  // namespace

std::vector<AgencyRow> ReadAgencies(const std::filesystem::path& path, CodeTable& codes,
                                    std::vector<Problem>& problems) {
  using namespace agency_column;
  const std::string file = path.string();
  std::vector<AgencyRow> rows;
  std::unordered_map<uint32_t, int> line_of;
  for (const CsvRow& line : ReadCsv(path, kAll, problems)) {
    RowReader in(file, kAll, line, problems);
    AgencyRow row{.line = line.line, .agency = {}, .calendar = in.Text(kCalendar)};
    row.agency.code = codes.Intern<AgencyCode>(in.Required(kCode));
    row.agency.name = in.Required(kName);
    row.agency.name_en = in.Text(kNameEn);
    row.agency.tier = in.OneOf(kTier, kTiers, Tier::kUnknown);
    row.agency.parent = codes.Intern<AgencyCode>(in.Text(kParent));
    in.Validity(kValidFrom, kValidTo, row.agency.valid_from, row.agency.valid_to);
    if (!row.agency.code) continue;
    const auto [known, is_new] = line_of.emplace(row.agency.code.number(), row.line);
    if (is_new) {
      rows.push_back(std::move(row));
    } else {
      in.Add(kCode, fmt::format("{} stands in line {} already", JsonQuote(row.agency.code.text()),
                                known->second));
    }
  }
  RowByCode by_code;
  for (const AgencyRow& row : rows) by_code.emplace(row.agency.code.number(), &row);
  CheckParents(path, rows, by_code, problems);
  CheckCycles(path, rows, by_code, problems);
  return rows;
}

std::vector<ProcedureRow> ReadProcedures(const std::filesystem::path& path, CodeTable& codes,
                                         std::vector<Problem>& problems) {
  using namespace procedure_column;
  const std::string file = path.string();
  std::vector<ProcedureRow> rows;
  for (const CsvRow& line : ReadCsv(path, kAll, problems)) {
    RowReader in(file, kAll, line, problems);
    Procedure procedure;
    procedure.code = codes.Intern<ProcedureCode>(in.Required(kCode));
    procedure.name = in.Required(kName);
    procedure.name_en = in.Text(kNameEn);
    procedure.kind = in.OneOf(kKind, kKinds, ProcedureKind::kProcedure);
    procedure.field = in.Text(kField);
    procedure.online_level = in.OneOf(kOnlineLevel, kOnlineLevels, OnlineLevel::kNone);
    if (!in.Text(kLimit).empty()) {
      const auto limit = worktime::ParseTimeLimit(in.Text(kLimit));
      if (limit) procedure.limit = *limit;
      if (!limit) in.Add(kLimit, limit.error().for_client);
    }
    procedure.on_supplement =
        in.OneOf(kOnSupplement, kSupplementRules, dossier::OnSupplement::kPause);
    in.Validity(kValidFrom, kValidTo, procedure.valid_from, procedure.valid_to);
    procedure.decision = in.Text(kDecision);
    if (procedure.code) rows.push_back({.line = line.line, .procedure = std::move(procedure)});
  }
  CheckOverlaps(path, rows, problems);
  return rows;
}

std::vector<SuccessorRow> ReadSuccessors(const std::filesystem::path& path, CodeTable& codes,
                                         std::vector<Problem>& problems) {
  using namespace successor_column;
  const std::string file = path.string();
  std::vector<SuccessorRow> rows;
  std::map<std::tuple<uint32_t, uint32_t>, int> line_of;
  for (const CsvRow& line : ReadCsv(path, kAll, problems)) {
    RowReader in(file, kAll, line, problems);
    Successor successor;
    successor.old_agency = codes.Intern<AgencyCode>(in.Required(kOld));
    successor.new_agency = codes.Intern<AgencyCode>(in.Required(kNew));
    if (in.Text(kProcedure) != "*") {
      successor.procedure = codes.Intern<ProcedureCode>(in.Text(kProcedure));
    }
    if (!in.Required(kDate).empty()) successor.date = in.Date(kDate).value_or(LocalDay{});
    if (successor.old_agency && successor.old_agency == successor.new_agency) {
      in.Add(kNew, "an agency cannot be its own successor");
    }
    const auto [known, is_new] = line_of.emplace(
        std::tuple(successor.old_agency.number(), successor.procedure.number()), line.line);
    if (!is_new && successor.old_agency) {
      in.Add(kOld, fmt::format("{} has a successor for the same procedures in line {} already",
                               JsonQuote(successor.old_agency.text()), known->second));
    }
    rows.push_back({.line = line.line, .successor = successor});
  }
  return rows;
}

}  // namespace dunghan::rulebook
