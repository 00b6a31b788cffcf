#pragma once

#include "dunghan/base/digest.h"
#include "dunghan/base/json_table.h"
#include "dunghan/ledger/view.h"
#include "dunghan/report/json_time.h"

/// What several answers have.
namespace dunghan::report {

struct ToldPosition {
  const ledger::Position& at;
  const worktime::Zone& zone;
};

using PositionRow = JsonRow<ToldPosition>;
inline constexpr JsonTable kPositionTable(
    "position", "How far the record went.",
    {PositionRow::Of("seq", "The number of the last event.",
                     [](const auto& position) { return position.at.seq; }),
     PositionRow::Of("at", "The instant that standings are those of.",
                     [](const auto& position) { return Zoned(position.at.at, position.zone); }),
     PositionRow::Of("chain", "The digest of the record up to there.",
                     [](const auto& position) { return ToHex(position.at.chain); })});

/// As in the configuration.
inline std::string_view NameOf(dossier::Comparison comparison) {
  constexpr std::string_view kNames[] = {"by_unit", "date", "instant"};
  return kNames[static_cast<size_t>(comparison)];
}

}  // namespace dunghan::report
