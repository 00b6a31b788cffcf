#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/ledger/record_view.h"

namespace dunghan::ledger {

/// That entries of quarantine were dealt with by hand: an act of an operator, on record for ever.
struct Discarding {
  std::vector<int64_t> ids;  ///< ascending
  std::string actor;
  std::string reason;
  friend bool operator==(const Discarding&, const Discarding&) = default;
};

/// As content of an entry of the record, of kind kAct: the same, the same bytes.
std::string WriteDiscarding(const Discarding& discarding);
/// Nothing where it is not what WriteDiscarding wrote.
std::optional<Discarding> ReadDiscarding(std::string_view bytes);

struct DiscardingOnRecord {
  Instant at;
  Discarding what;
};

/// The last that names an entry; nothing: none does. Before acts were kept, none was.
Result<std::optional<DiscardingOnRecord>> DiscardingOf(RecordView& view, int64_t id);

}  // namespace dunghan::ledger
