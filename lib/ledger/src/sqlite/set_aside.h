#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "../side_files.h"
#include "dunghan/ledger/bounds.h"
#include "store.h"

namespace dunghan::ledger::sqlite {

/// What tells a reject again: the same thing sent again has the same digest, wherever it stood and
/// why ever it was refused. Of bytes that were too many to keep, the reason tells the digest of the
/// whole.
Digest IdentifyReject(std::string_view source, std::string_view reason, std::string_view fields,
                      std::string_view raw);

/// Puts into quarantine what cannot be used, within the bound of each source. Inside the caller's
/// transaction; all methods throw StoreError.
class SetAside {
 public:
  /// All outlive it.
  SetAside(Store& store, SideFiles& side_files, const Bounds& bounds)
      : store_(store), side_files_(side_files), bounds_(bounds) {}

  /// To be called first in a transaction: what an earlier one gathered and did not write is gone.
  void Begin() { side_files_.Drop(); }
  /// The id of the entry. The same thing again is counted up; beyond the bound, so is the one entry
  /// for all that is not kept of the field.
  int64_t Put(const Reject& reject, Instant now);
  /// Makes the unparsable bytes of what was put durable, at once. To be called before the commit.
  void WriteBytes();
  /// Counts anew: entries have come or gone otherwise.
  void Recount() { waiting_.reset(); }

 private:
  std::string_view ShareOf(std::string_view source) const;
  int64_t& WaitingOf(std::string_view source);
  int64_t PutNew(const Digest& digest, const Reject& reject, Instant now);
  Reject Overflow(const Reject& reject) const;

  Store& store_;
  SideFiles& side_files_;
  const Bounds& bounds_;
  std::optional<boost::unordered_flat_map<std::string, int64_t>> waiting_;  // by ShareOf
};

}  // namespace dunghan::ledger::sqlite
