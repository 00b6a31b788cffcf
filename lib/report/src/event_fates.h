#pragma once

#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "dunghan/report/dossier_writer.h"

namespace dunghan::report {

/// What became of an event on record.
enum class Fate : uint8_t {
  kCounts,
  kMirror,        ///< its source is only compared
  kAhead,         ///< dated after now: it takes effect when its time comes
  kVoided,        ///< withdrawn by a void
  kVoidsNothing,  ///< a void for which its source has sent no event so far
  kVoidsAVoid,    ///< a void cannot be withdrawn
};

/// Of the events of one dossier. Refers to the page it is made from.
class EventFates {
 public:
  explicit EventFates(const DossierPage& page);

  Fate Of(const dossier::Event& event) const;
  /// The receipts beside the ruling one, but for other contents of it.
  std::vector<const dossier::Event*> FurtherReceipts() const;

 private:
  using Identity = std::pair<std::string_view, std::string_view>;  // source, id

  bool IsMirror(const dossier::Event& event) const;

  const DossierPage& page_;
  std::set<Identity> sent_;
  std::set<Identity> voids_;
  std::set<Identity> voided_;
};

}  // namespace dunghan::report
