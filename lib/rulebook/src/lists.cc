#include "lists.h"

#include <algorithm>
#include <array>
#include <map>
#include <sstream>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "list_checks.h"
#include "row_reader.h"

namespace dunghan::rulebook {
namespace {

namespace agency_column {
enum : size_t { kCode, kName, kNameEn, kTier, kParent, kValidFrom, kValidTo, kAgencyCalendar };
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
  kDecision,
  kHandledBy
};
constexpr std::array<CsvColumn, 12> kAll{{{"code", true},
                                          {"name", true},
                                          {"name_en"},
                                          {"kind"},
                                          {"field"},
                                          {"online_level"},
                                          {"limit"},
                                          {"on_supplement"},
                                          {"valid_from"},
                                          {"valid_to"},
                                          {"decision"},
                                          {"handled_by"}}};
}  // namespace procedure_column

namespace successor_column {
enum : size_t { kOld, kNew, kProcedure, kDate };
constexpr std::array<CsvColumn, 4> kAll{
    {{"old", true}, {"new", true}, {"procedure"}, {"date", true}}};
}  // namespace successor_column

constexpr std::array<Spelling<Tier>, 3> kTiers{{{kTierWords[0], Tier::kProvince},
                                                {kTierWords[1], Tier::kDistrict},
                                                {kTierWords[2], Tier::kCommune}}};
constexpr std::array<Spelling<ProcedureKind>, 2> kKinds{
    {{"procedure", ProcedureKind::kProcedure}, {"petition", ProcedureKind::kPetition}}};
constexpr std::array<Spelling<OnlineLevel>, 3> kOnlineLevels{{{"full", OnlineLevel::kFull},
                                                              {"partial", OnlineLevel::kPartial},
                                                              {"none", OnlineLevel::kNone}}};
constexpr std::array<Spelling<dossier::OnSupplement>, 2> kSupplementRules{
    {{"pause", dossier::OnSupplement::kPause}, {"restart", dossier::OnSupplement::kRestart}}};

// Beyond these nobody would wait: more likely a typing error, or another unit was meant.
constexpr std::array<std::pair<std::string_view, int64_t>, 5> kMostOfUnit{
    {{"wd", 1'000}, {"wh", 8'000}, {"ws", 8'000 * 3'600}, {"cd", 3'660}, {"mo", 120}}};

Result<worktime::TimeLimit> ParsePlausibleLimit(std::string_view text) {
  auto limit = worktime::ParseTimeLimit(text);
  const size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  for (const auto& [unit, most] : kMostOfUnit) {
    if (digits == 0 || text.substr(digits) != unit || (limit && limit->amount <= most)) continue;
    return InvalidArgument(
        fmt::format("{}: expected an amount from 1 to {} {}", JsonQuote(text), most, unit));
  }
  return limit;
}

template <class T>
void SortOnce(std::vector<T>& values) {
  std::sort(values.begin(), values.end());
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

/// Words separated by blanks: a tier, or the code of an agency.
void ReadHandledBy(RowReader& in, CodeTable& codes, Procedure& procedure) {
  std::istringstream words(in.Text(procedure_column::kHandledBy));
  for (std::string word; words >> word;) {
    const auto tier =
        std::find_if(kTiers.begin(), kTiers.end(), [&](const auto& t) { return t.text == word; });
    if (tier != kTiers.end()) {
      procedure.handled_by_tiers.push_back(tier->value);
    } else if (in.IsCodeOr(procedure_column::kHandledBy, word)) {
      procedure.handled_by.push_back(codes.Intern<AgencyCode>(word));
    }
  }
  SortOnce(procedure.handled_by_tiers);
  SortOnce(procedure.handled_by);
}

/// The validity of every row that says it properly.
template <class Row, class Get>
std::vector<Validity> ValiditiesOf(const std::vector<Row>& rows, Get get) {
  std::vector<Validity> validities;
  for (const Row& row : rows) {
    const auto& values = row.*get;
    if (!row.dated) continue;
    validities.push_back({values.code.text(), values.valid_from.value_or(LocalDay::min()),
                          values.valid_to.value_or(LocalDay::max()), row.line});
  }
  return validities;
}

}  // namespace

std::vector<AgencyRow> ReadAgencies(const FileText& input, CodeTable& codes,
                                    std::vector<Problem>& problems) {
  using namespace agency_column;
  const std::string& file = input.file;
  std::vector<AgencyRow> rows;
  std::unordered_map<uint32_t, int> line_of_always;  // rows without dates
  for (const CsvRow& line : ReadCsv(input, kAll, problems)) {
    RowReader in(input, kAll, line, problems);
    AgencyRow row{.line = line.line, .agency = {}, .calendar = in.Text(kAgencyCalendar)};
    row.agency.code = codes.Intern<AgencyCode>(in.RequiredCode(kCode));
    row.agency.name = in.Required(kName);
    row.agency.name_en = in.Text(kNameEn);
    row.agency.tier = in.OneOf(kTier, kTiers, Tier::kUnknown);
    row.agency.parent = codes.Intern<AgencyCode>(in.Code(kParent));
    row.dated = in.Validity(kValidFrom, kValidTo, row.agency.valid_from, row.agency.valid_to);
    if (!row.agency.code) continue;
    const bool always = row.dated && !row.agency.valid_from && !row.agency.valid_to;
    const auto known = line_of_always.find(row.agency.code.number());
    if (always && known != line_of_always.end()) {
      in.Add(kCode, fmt::format("{} stands in line {} already", JsonQuote(row.agency.code.text()),
                                known->second));
      continue;
    }
    if (always) line_of_always.emplace(row.agency.code.number(), row.line);
    rows.push_back(std::move(row));
  }
  CheckOverlaps(file, ValiditiesOf(rows, &AgencyRow::agency), problems);
  CheckTree(file, rows, problems);
  return rows;
}

std::vector<ProcedureRow> ReadProcedures(const FileText& input, CodeTable& codes,
                                         std::vector<Problem>& problems) {
  using namespace procedure_column;
  const std::string& file = input.file;
  std::vector<ProcedureRow> rows;
  for (const CsvRow& line : ReadCsv(input, kAll, problems)) {
    RowReader in(input, kAll, line, problems);
    Procedure procedure;
    procedure.code = codes.Intern<ProcedureCode>(in.RequiredCode(kCode));
    procedure.name = in.Required(kName);
    procedure.name_en = in.Text(kNameEn);
    procedure.kind = in.OneOf(kKind, kKinds, ProcedureKind::kProcedure);
    procedure.field = in.Text(kField);
    procedure.online_level = in.OneOf(kOnlineLevel, kOnlineLevels, OnlineLevel::kNone);
    if (!in.Text(kLimit).empty()) {
      const auto limit = ParsePlausibleLimit(in.Text(kLimit));
      if (limit) procedure.limit = *limit;
      if (!limit) in.Add(kLimit, limit.error().for_client);
    }
    procedure.on_supplement =
        in.OneOf(kOnSupplement, kSupplementRules, dossier::OnSupplement::kPause);
    const bool dated = in.Validity(kValidFrom, kValidTo, procedure.valid_from, procedure.valid_to);
    procedure.decision = in.Text(kDecision);
    ReadHandledBy(in, codes, procedure);
    if (procedure.code) rows.push_back({line.line, dated, std::move(procedure)});
  }
  CheckOverlaps(file, ValiditiesOf(rows, &ProcedureRow::procedure), problems);
  return rows;
}

std::vector<SuccessorRow> ReadSuccessors(const FileText& input, CodeTable& codes,
                                         std::vector<Problem>& problems) {
  using namespace successor_column;
  std::vector<SuccessorRow> rows;
  std::map<std::tuple<uint32_t, uint32_t>, int> line_of;
  for (const CsvRow& line : ReadCsv(input, kAll, problems)) {
    RowReader in(input, kAll, line, problems);
    Successor successor;
    successor.old_agency = codes.Intern<AgencyCode>(in.RequiredCode(kOld));
    successor.new_agency = codes.Intern<AgencyCode>(in.RequiredCode(kNew));
    const bool for_all = in.Text(kProcedure) == "*" || in.Text(kProcedure).empty();
    if (!for_all) successor.procedure = codes.Intern<ProcedureCode>(in.Code(kProcedure));
    const bool legible = for_all || successor.procedure;
    const auto date = in.Required(kDate).empty() ? std::nullopt : in.Date(kDate);
    successor.date = date.value_or(LocalDay{});
    if (successor.old_agency && successor.old_agency == successor.new_agency) {
      in.Add(kNew, "an agency cannot be its own successor");
    }
    if (!legible) continue;
    const auto [known, is_new] = line_of.emplace(
        std::tuple(successor.old_agency.number(), successor.procedure.number()), line.line);
    if (!is_new && successor.old_agency) {
      in.Add(kOld, fmt::format("{} has a successor for the same procedures in line {} already",
                               JsonQuote(successor.old_agency.text()), known->second));
    }
    rows.push_back({line.line, date.has_value(), successor});
  }
  return rows;
}

}  // namespace dunghan::rulebook
