#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/ledger/quarantine_view.h"

/// What waits in quarantine, for people: which entries are meant, and how many are alike.
namespace dunghan::intake {

/// Which entries are meant; all of them where nothing is said.
struct QuarantineFilter {
  std::string source = {};  ///< from this one
  std::string reason = {};  ///< with this text in the reason, or in what all of its kind have

  bool is_all() const { return source.empty() && reason.empty(); }
  bool Matches(const ledger::QuarantineEntry& entry) const;
};

/// A reason without what was sent: what is quoted in it, and numbers and digests of what was sent,
/// are "…". The same fault then has the same reason whoever makes it.
std::string ReasonInGeneral(std::string_view reason);

/// The dossier that the known fields of an entry name; empty: none.
std::string DossierNamedIn(const ledger::QuarantineEntry& entry);

enum class QuarantineBy : uint8_t { kReason, kSource };

/// Entries that are alike.
struct QuarantineGroup {
  std::string source;  ///< by source alone
  std::string field;   ///< by reason alone; empty: the whole
  std::string reason;  ///< by reason alone, in general
  int64_t entries = 0;
  int64_t times = 0;  ///< how often they were sent, all together
  Instant first_seen;
  Instant last_seen;
  ledger::QuarantineEntry example;  ///< the last one that was seen
};

/// Reads all that waits in pieces; groups with most entries first. Memory is bounded: past so many
/// groups, what is in none of them is counted together, with "other" in the place of its reason or
/// source.
constexpr size_t kMostQuarantineGroups = 10'000;
Result<std::vector<QuarantineGroup>> GroupQuarantine(ledger::QuarantineView& view, QuarantineBy by,
                                                     const QuarantineFilter& filter);

/// The entries that match with an id after `after`, by id, until `visit` says false. In pieces, so
/// that memory does not grow with their number.
Result<void> ForEachWaiting(ledger::QuarantineView& view, const QuarantineFilter& filter,
                            int64_t after,
                            const std::function<bool(const ledger::QuarantineEntry&)>& visit);

}  // namespace dunghan::intake
