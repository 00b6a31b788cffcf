#include "intake/list_reader.h"

#include <fmt/format.h>

#include <utility>

namespace dunghan::intake {

ListReader::ListReader(ListRules rules)
    : rules_(std::move(rules)),
      decoder_(rules_.codes, rules_.rulebooks, rules_.source, rules_.most_texts),
      checks_(*rules_.codes, rules_.rulebooks, rules_.sources) {}
ListReader::~ListReader() = default;

Result<void> ListReader::Plan(sheet::Workbook& workbook, const TableAsk& ask) {
  auto plan = PlanTable(workbook, ask);
  if (!plan) return plan.error();
  rows_.reset();
  plan_ = std::move(*plan);
  rows_.emplace(plan_, rules_.rulebooks);
  counts_ = {};
  return {};
}

Result<void> ListReader::Read(sheet::Workbook& workbook, std::string_view file, Instant now,
                              ItemTaker& taker) {
  return workbook.ForEachRow(plan_.sheet, [&](const sheet::Row& row) {
    return row.number <= plan_.last_head_row || ReadRow(row, file, now, taker);
  });
}

bool ListReader::ReadRow(const sheet::Row& row, std::string_view file, Instant now,
                         ItemTaker& taker) {
  const RowIs is = rows_->Read(row, fields_);
  if (is == RowIs::kNote || is == RowIs::kRepeated) {
    ++(is == RowIs::kNote ? counts_.notes : counts_.repeated);
    return true;
  }
  ++counts_.dossiers;
  const Place place{.name = file, .number = row.number};
  ledger::Item& item = taker.Room();
  const Verdict verdict = decoder_.DecodeFields(fields_, place, item);
  if (verdict != Verdict::kEvent) return taker.Take(place);
  if (is == RowIs::kConflict) {
    SetAside(place, item);
    return taker.Take(place);
  }
  const auto& event = std::get<dossier::Event>(item.content);
  const Oddities odd = checks_.Check(event, now);
  if (!rules_.rulebooks->IsFolded(event)) ++counts_.outside;
  if (!odd.empty()) {
    taker.Odd(odd, place, [&](Oddity oddity) { return checks_.ValueOf(oddity, event); });
  }
  return taker.Take(place);
}

/// Which of two rows counts, nobody knows: the first is taken, and people are told of the other.
void ListReader::SetAside(const Place& place, ledger::Item& item) const {
  ledger::Reject reject;
  reject.source = rules_.source;
  reject.place = place.ToString();
  reject.field = NameOf(Field::kDossier);
  reject.reason =
      fmt::format("a second row of this dossier, with other words than row {}", rows_->first_row());
  AppendFields(reject.fields, fields_);
  item.content = std::move(reject);
}

std::optional<Instant> ParseTaken(std::string_view text, const worktime::Zone& zone) {
  if (const auto day = ParseDate(text)) {
    return zone.StartOf(*day + std::chrono::days{1}) - std::chrono::milliseconds{1};
  }
  const auto at = ParseRfc3339(text);
  return at ? std::optional(*at) : std::nullopt;
}

}  // namespace dunghan::intake
