#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "intake/event_checks.h"
#include "intake/event_decoder.h"
#include "intake/ignored_fields.h"

namespace dunghan::commands {

/// What was odd about the events of an import, in sum. One thread at a time.
class ImportWarnings {
 public:
  /// `value_of(oddity)`: what the event says there; empty: not known.
  using ValueOf = std::function<std::string(intake::Oddity)>;
  void Add(intake::Oddities oddities, const intake::Place& place, const ValueOf& value_of);
  /// Of what the ledger alone knows: where it stood is forgotten by then.
  void Add(intake::Oddities oddities) {
    Add(oddities, {}, [](intake::Oddity) { return std::string(); });
  }

  /// Lines to print, one for each kind, with the first few values: "warning: source: not among the
  /// configured sources ("a", "b"): 3 times, first at events.ndjson:2".
  std::vector<std::string> Lines() const;

 private:
  std::array<int64_t, intake::kOddities> counts_{};
  std::array<std::string, intake::kOddities> first_;
  std::array<std::vector<std::string>, intake::kOddities> values_;  // one more than are named
};

/// "warning: "duedate" was ignored 3 times; did you mean "due"?" for each.
std::vector<std::string> LinesOf(const intake::IgnoredFields::List& ignored);

}  // namespace dunghan::commands
