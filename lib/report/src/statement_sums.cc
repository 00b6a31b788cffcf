#include "statement_sums.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "dunghan/base/text.h"
#include "dunghan/report/labels.h"

namespace dunghan::report {
namespace {

using std::chrono::days;

Named Unnamed(std::string_view code) {
  if (!code.empty()) return {std::string(code), std::string(code), std::string(code)};
  return {"", std::string(Text(Term::kUnknown, Language::kVi)),
          std::string(Text(Term::kUnknown, Language::kEn))};
}

Named WithNames(std::string_view code, const std::string& name, const std::string& name_en) {
  Named named = Unnamed(code);
  if (!name.empty()) named.name = named.name_en = name;
  if (!name_en.empty()) named.name_en = name_en;
  return named;
}

Named NamedProcedure(ProcedureCode code, const rulebook::Rulebook& rulebook) {
  const auto* row = rulebook.FindProcedure(code);
  return row ? WithNames(code.text(), row->name, row->name_en) : Unnamed(code.text());
}

Named NamedTier(AgencyCode code, const rulebook::Rulebook& rulebook) {
  const auto* agency = rulebook.FindAgency(code);
  const auto tier = agency ? agency->tier : rulebook::Tier::kUnknown;
  return WithNames(ToString(tier), std::string(Text(tier, Language::kVi)),
                   std::string(Text(tier, Language::kEn)));
}

Named NamedChannel(dossier::Channel channel) {
  return WithNames(ToString(channel), std::string(Text(channel, Language::kVi)),
                   std::string(Text(channel, Language::kEn)));
}

}  // namespace

Named NamedAgency(AgencyCode code, const rulebook::Rulebook& rulebook) {
  const auto* agency = rulebook.FindAgency(code);
  return agency ? WithNames(code.text(), agency->name, agency->name_en) : Unnamed(code.text());
}

Named GroupOf(const figures::RowKey& row, GroupBy by, const rulebook::Rulebook& rulebook) {
  switch (by) {
    case GroupBy::kAgency:
      return NamedAgency(row.agency, rulebook);
    case GroupBy::kProcedure:
      return NamedProcedure(row.procedure, rulebook);
    case GroupBy::kField: {
      const auto* procedure = rulebook.FindProcedure(row.procedure);
      return Unnamed(procedure ? procedure->field : "");
    }
    case GroupBy::kTier:
      return NamedTier(row.agency, rulebook);
    case GroupBy::kCounter:
      return NamedAgency(row.counter, rulebook);
    case GroupBy::kChannel:
      return NamedChannel(row.channel);
  }
  return {};
}

Ranges SplitAt(LocalDay today, const figures::Period& period) {
  Ranges ranges;
  ranges.before = {{}, std::min(period.from - days{1}, today)};
  if (period.from <= today) ranges.within = {period.from, std::min(period.to, today)};
  if (period.to > today) ranges.ahead = {std::max(period.from, today + days{1}), period.to};
  return ranges;
}

AgencyFilter::AgencyFilter(const rulebook::Rulebook& rulebook, const std::string& code)
    : rulebook_(rulebook), code_(code) {
  for (const rulebook::Agency& agency : rulebook.agencies()) {
    if (agency.code.text() == code) listed_ = &agency;
  }
}

bool AgencyFilter::Passes(AgencyCode agency) {
  if (code_.empty()) return true;
  if (listed_) return rulebook_.IsWithin(agency, listed_->code);
  const bool same = agency.text() == code_;
  seen_ |= same;
  return same;
}

Error AgencyFilter::Unknown() const {
  std::vector<std::string_view> codes;
  for (const rulebook::Agency& agency : rulebook_.agencies()) codes.push_back(agency.code.text());
  const auto nearest = NearestName(code_, codes);
  return NotFound(fmt::format("no agency {}{}", JsonQuote(code_),
                              nearest ? fmt::format(" (did you mean \"{}\"?)", *nearest) : ""));
}

Result<void> StatementSums::Read(const Ranges& ranges) {
  using figures::Tally;
  if (auto read = ReadInto(&Tally::before, ranges.before); !read) return read.error();
  if (ranges.within) {
    if (auto read = ReadInto(&Tally::within, *ranges.within); !read) return read.error();
  }
  if (ranges.ahead) {
    if (auto read = ReadInto(&Tally::ahead, *ranges.ahead); !read) return read.error();
  }
  if (!filter_.known()) return filter_.Unknown();
  return {};
}

Result<void> StatementSums::ReadInto(figures::Amounts figures::Tally::*part,
                                     const ledger::DayRange& range) {
  const auto basis = static_cast<size_t>(options_.basis);
  return view_.SumCells(range, [&](const figures::RowKey& row, const figures::CellAmounts& cell) {
    if (!filter_.Passes(row.agency)) return;
    const figures::Amounts& amounts = cell.bases[basis];
    if (IsPetition(row.procedure)) {
      if (part == &figures::Tally::within) {
        petitions_received_ += amounts[static_cast<size_t>(figures::Amount::kReceived)];
      }
      return;
    }
    figures::Amounts& sums = rows_[row].*part;
    std::transform(sums.begin(), sums.end(), amounts.begin(), sums.begin(), std::plus<>());
  });
}

bool StatementSums::IsPetition(ProcedureCode procedure) const {
  const auto* row = view_.rulebook().FindProcedure(procedure);
  return row && row->kind == rulebook::ProcedureKind::kPetition;
}

}  // namespace dunghan::report
