#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/ledger/ledger.h"
#include "dunghan/report/labels.h"
#include "dunghan/rulebook/timeline.h"

namespace dunghan::report {

/// One thing in which two timelines of rulebooks differ for a dossier.
struct RuleChange {
  std::string_view what;  ///< "calendar_day", "limit", "weekly_hours" ...
  std::string was;        ///< as in the files; empty: nothing
  std::string is;
  std::optional<LocalDay> date;  ///< of a calendar day
  std::string name;              ///< its name
  std::string source;            ///< the announcement or decision that is new; else the former one
  std::string text;              ///< a sentence without its full stop
};

/// What differs between the rules that a dossier is judged by, of the calendar only the days from
/// its beginning to the later of its dues.
std::vector<RuleChange> RuleChangesOf(const dossier::Facts& facts, const rulebook::Timeline& before,
                                      const rulebook::Timeline& after, Language language);

}  // namespace dunghan::report
