#include "rows.h"

namespace dunghan::statement {

rulebook::Tier TierOn(AgencyCode code, const rulebook::Rulebook& rulebook, LocalDay day) {
  const auto* agency = rulebook.FindAgency(code, day);
  return agency ? agency->tier : rulebook::Tier::kUnknown;
}

std::string_view CodeOf(const figures::RowKey& row, GroupBy by, const rulebook::Rulebook& rulebook,
                        LocalDay day) {
  switch (by) {
    case GroupBy::kAgency:
      return row.agency.text();
    case GroupBy::kProcedure:
      return row.procedure.text();
    case GroupBy::kField: {
      const auto* procedure = ProcedureOn(row.procedure, rulebook, day);
      return procedure ? std::string_view(procedure->field) : std::string_view();
    }
    case GroupBy::kTier:
      return ToString(TierOn(row.agency, rulebook, day));
    case GroupBy::kCounter:
      return row.counter.text();
    case GroupBy::kChannel:
      return ToString(row.channel);
  }
  return {};
}

/// The row of a statement that a finest row belongs to, named as of a day.
Named GroupOf(const figures::RowKey& row, GroupBy by, const rulebook::Rulebook& rulebook,
              LocalDay day) {
  const std::string_view code = CodeOf(row, by, rulebook, day);
  switch (by) {
    case GroupBy::kAgency:
      return NamedAgency(row.agency, rulebook, day);
    case GroupBy::kProcedure:
      return NamedProcedure(row.procedure, rulebook, day);
    case GroupBy::kField:
      return WithNames(code, {});
    case GroupBy::kTier:
      return WithNames(code, WordsOf(TierOn(row.agency, rulebook, day)));
    case GroupBy::kCounter:
      return NamedAgency(row.counter, rulebook, day);
    case GroupBy::kChannel:
      return WithNames(code, WordsOf(row.channel));
  }
  return {};
}

}  // namespace dunghan::statement
