#include "intake/table_rows.h"

#include <algorithm>
#include <functional>

#include "dunghan/base/identifier.h"
#include "dunghan/base/text.h"
#include "dunghan/sheet/reading.h"
#include "listed_codes.h"

namespace dunghan::intake {
namespace {

using sheet::Cell;
using sheet::Row;

/// So many names that nobody knows are told apart, by so many characters.
constexpr size_t kMostUnknown = 1'000;
constexpr size_t kMostOfUnknown = 200;

void CountUnknown(std::map<std::string, NamedRows>& names, const Row& row, const Cell& cell) {
  const std::string name(FirstCharacters(sheet::OneLine(cell.text), kMostOfUnknown));
  if (names.size() >= kMostUnknown && !names.contains(name)) return;
  NamedRows& found = names[name];
  if (++found.rows > 1) return;
  found.first = sheet::ColumnName(cell.column) + std::to_string(row.number);
}

LocalDay LocalDayOf(const sheet::Dated& date) {
  return LocalDay{std::chrono::floor<std::chrono::days>(date.at).time_since_epoch()};
}

}  // namespace

TableRows::TableRows(const TablePlan& plan, std::shared_ptr<const rulebook::Timeline> rulebooks)
    : plan_(plan),
      zone_(rulebooks->newest().default_calendar().zone()),
      codes_(std::make_unique<ListedCodes>(plan.mapping->agencies, plan.mapping->procedures,
                                           rulebooks->newest(), zone_.DayOf(plan.taken))),
      taken_(zone_.Format(plan.taken)) {}
TableRows::~TableRows() = default;

const Cell* TableRows::CellOf(const Row& row, TableColumn column) const {
  const int at = plan_.columns[column];
  const Cell* cell = at < 0 ? nullptr : row.At(at);
  return sheet::IsNothing(cell) ? nullptr : cell;
}

void TableRows::Put(EventFields& fields, Field field, std::string text) {
  std::string& kept = texts_[static_cast<size_t>(field)];
  kept = std::move(text);
  fields[field] = {ValueKind::kText, kept};
}

RowIs TableRows::Read(const Row& row, EventFields& fields) {
  fields = {};
  const Cell* code_cell = CellOf(row, TableColumn::kDossier);
  if (!code_cell) return RowIs::kNote;
  std::string code = sheet::OneLine(code_cell->text);
  std::erase(code, ' ');
  const bool letters = plan_.mapping->kind == ListKind::kApologies;
  const bool dated = letters
                         ? CellOf(row, TableColumn::kSigned) != nullptr
                         : CellOf(row, TableColumn::kReceived) || CellOf(row, TableColumn::kDue) ||
                               CellOf(row, TableColumn::kState);
  // "Tổng số: 120 hồ sơ", "NGƯỜI LẬP BIỂU", the numbers of columns.
  if (!dated || (code.size() >= 3 && code.front() == '(' && code.back() == ')')) {
    return RowIs::kNote;
  }
  Put(fields, Field::kDossier, MayBeDossierCode(code) ? code : std::string(kNotUnderstood));
  letters ? PutLetter(row, fields) : PutSnapshot(row, fields);
  uint64_t words = 0;
  const std::hash<std::string_view> hash;
  for (const FieldValue& value : fields.values) words = words * 1'000'003 + hash(value.text);
  // Another code makes no other row of it.
  if (!letters) PutAlias(row, fields);
  // Of one dossier there may be several letters.
  const auto [seen, is_new] =
      seen_.try_emplace(letters ? words : hash(code), Seen{row.number, words});
  if (is_new) return RowIs::kEvent;
  first_row_ = seen->second.row;
  return seen->second.words == words ? RowIs::kRepeated : RowIs::kConflict;
}

void TableRows::PutSnapshot(const Row& row, EventFields& fields) {
  Put(fields, Field::kType, "snapshot");
  Put(fields, Field::kAt, taken_);
  const auto agency = [&](TableColumn column, Field field) {
    const Cell* cell = CellOf(row, column);
    if (!cell) return;
    std::string found = codes_->AgencyOf(sheet::OneLine(cell->text));
    if (found.empty()) CountUnknown(unknown_.agencies, row, *cell);
    Put(fields, field, found.empty() ? std::string(kNotUnderstood) : std::move(found));
  };
  agency(TableColumn::kAgency, Field::kAgency);
  agency(TableColumn::kCounter, Field::kCounter);
  if (fields[Field::kAgency].kind == ValueKind::kAbsent && !plan_.mapping->agency.empty()) {
    Put(fields, Field::kAgency, plan_.mapping->agency);
  }
  if (const Cell* cell = CellOf(row, TableColumn::kProcedure)) {
    bool restored = false;
    std::string found = codes_->ProcedureOf(*cell, restored);
    restored_ += restored ? 1 : 0;
    if (found.empty()) CountUnknown(unknown_.procedures, row, *cell);
    Put(fields, Field::kProcedure, found.empty() ? std::string(kNotUnderstood) : std::move(found));
  }
  if (const Cell* cell = CellOf(row, TableColumn::kChannel)) {
    if (const auto channel = ChannelOf(*plan_.mapping, *cell)) {
      Put(fields, Field::kChannel, std::string(dossier::ToString(*channel)));
    }
  }
  if (const Cell* cell = CellOf(row, TableColumn::kState)) {
    const auto state = StateOf(*plan_.mapping, *cell);
    if (!state) CountUnknown(unknown_.states, row, *cell);
    Put(fields, Field::kState, std::string(state ? dossier::ToString(*state) : kNotUnderstood));
  }
  PutDates(row, fields);
}

void TableRows::PutLetter(const Row& row, EventFields& fields) {
  Put(fields, Field::kType, std::string(ToString(dossier::EventType::kApologised)));
  bool bad = false;
  const auto signed_on = DateIn(row, TableColumn::kSigned, bad);
  const bool is_known = signed_on && !bad;
  Put(fields, Field::kAt,
      is_known ? zone_.Format(zone_.ToInstant(signed_on->at)) : std::string(kNotUnderstood));
  const auto due = DateIn(row, TableColumn::kDue, bad);
  PutDate(fields, Field::kDue, due, bad);
  const Cell* cell = CellOf(row, TableColumn::kNumber);
  if (!cell) return;
  std::string number = sheet::OneLine(cell->text);
  std::erase(number, ' ');
  Put(fields, Field::kId,
      MayBeDossierCode(number) ? std::move(number) : std::string(kNotUnderstood));
}

std::optional<sheet::Dated> TableRows::DateIn(const Row& row, TableColumn column, bool& bad) const {
  const Cell* cell = CellOf(row, column);
  bad = false;
  if (!cell) return {};
  const bool month_first = cell->kind == sheet::CellKind::kText &&
                           plan_.order[static_cast<size_t>(column)] == DateOrder::kMonthFirst;
  const auto date = month_first ? sheet::DateOf(SwapDayAndMonth(cell->text)) : sheet::DateOf(*cell);
  bad = !date;
  return date;
}

void TableRows::PutDate(EventFields& fields, Field field, const std::optional<sheet::Dated>& date,
                        bool bad) {
  if (bad) return Put(fields, field, std::string(kNotUnderstood));
  if (!date) return;
  Put(fields, field,
      date->has_time ? zone_.Format(zone_.ToInstant(date->at)) : FormatDate(LocalDayOf(*date)));
}

/// What cannot be a code may be a person's name, or "không có": the row says the rest all the same.
void TableRows::PutAlias(const Row& row, EventFields& fields) {
  const Cell* cell = CellOf(row, TableColumn::kAlias);
  if (!cell) return;
  std::string alias = sheet::OneLine(cell->text);
  std::erase(alias, ' ');
  if (MayBeDossierCode(alias)) Put(fields, Field::kAlias, std::move(alias));
}

void TableRows::PutDates(const Row& row, EventFields& fields) {
  bool bad = false;
  const auto received = DateIn(row, TableColumn::kReceived, bad);
  PutDate(fields, Field::kReceived, received, bad);
  const auto due = DateIn(row, TableColumn::kDue, bad);
  PutDate(fields, Field::kDue, due, bad);
  auto ended = DateIn(row, TableColumn::kEnded, bad);
  // Of one day alone, one with a clock: it did not end before it began.
  const bool same_day = ended && received && !ended->has_time && received->has_time &&
                        LocalDayOf(*ended) == LocalDayOf(*received);
  PutDate(fields, Field::kEnded, same_day ? received : ended, bad);
}

}  // namespace dunghan::intake
