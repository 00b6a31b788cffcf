#pragma once

#include <fmt/format.h>
#include <rapidcheck.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger_bench.h"

/// Histories through which the rulebook changes.
namespace dunghan::ledger {

inline test::SmallRules RandomRules() {
  test::SmallRules rules;
  rules.comparison = *rc::gen::element(dossier::Comparison::kByUnit, dossier::Comparison::kInstant);
  rules.limit_of_p = *rc::gen::element<std::string>("5wd", "3wd", "10cd", "12wh");
  rules.nights = *rc::gen::inRange(0, 3) == 0;
  // 15 June is a day off already.
  std::set<int> days = *rc::gen::container<std::set<int>>(2, rc::gen::inRange(10, 30));
  days.erase(15);
  for (const int day : days) {
    rules.exceptions += fmt::format("[[exception]]\ndate = 2021-{:02}-{:02}\n",
                                    *rc::gen::element(5, 6, 7) == 5 ? 5 : 6, day);
  }
  if (*rc::gen::inRange(0, 3) == 0) {
    rules.sources["van-thu"] = rulebook::SourceRole::kMirror;
  }
  return rules;
}

/// A rulebook change as all ledgers of a case see it: at that instant, perhaps backdated.
struct NewRules {
  Instant at;
  test::SmallRules rules;
  std::optional<Instant> from;
};

inline std::vector<NewRules> RandomChanges() {
  std::vector<NewRules> changes;
  Instant at = test::kHistoryFrom;
  for (int i = 0; i < 2; ++i) {
    at += std::chrono::hours{*rc::gen::inRange(1, 24 * 40)};
    NewRules change{at, RandomRules(), {}};
    if (*rc::gen::inRange(0, 3) == 0)
      change.from = at - std::chrono::hours{*rc::gen::inRange(1, 24 * 30)};
    changes.push_back(std::move(change));
  }
  return changes;
}

/// The events of a history in the order given, cut at random between the changes.
inline void Live(Bench& bench, const std::vector<dossier::Event>& history,
                 const std::vector<NewRules>& changes, Instant end) {
  size_t done = 0;
  const auto append_until = [&](size_t until) {
    bench.AppendInPieces({history.begin() + static_cast<std::ptrdiff_t>(done),
                          history.begin() + static_cast<std::ptrdiff_t>(until)});
    done = until;
  };
  for (const NewRules& change : changes) {
    const auto left = static_cast<int>(history.size() - done);
    append_until(done + static_cast<size_t>(*rc::gen::inRange(0, left + 1)));
    bench.clock().Set(change.at);
    bench.Apply(change.rules, change.from);
  }
  bench.clock().Set(end);
  append_until(history.size());
}

}  // namespace dunghan::ledger
