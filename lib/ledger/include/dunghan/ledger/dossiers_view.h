#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/figures/cells.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/ledger/viewpoint.h"
#include "dunghan/record/entry.h"

namespace dunghan::ledger {

using record::StoredEvent;

/// All that is known of one dossier.
struct DossierRecord {
  std::string code;
  std::vector<StoredEvent> events;  ///< by position, mirrors' included
  dossier::Judged judged;           ///< as it stands at the view's position
};

/// A dossier that is not what it was at the position looked back to: `after` is in the present.
struct PastChange : DossierChange {
  /// What was heard since, or has come into force since; mirrors' events left out.
  std::vector<StoredEvent> events = {};
  /// Positions of the rulebooks recorded since; none if they judge what was known then as before.
  std::vector<int64_t> rulebooks = {};
  /// What it contributes now less what it contributed, by day and row.
  figures::Cells difference = {};
  Instant now = {};                           ///< the present: a standing of `after` is that of now
  const rulebook::Timeline* rules = nullptr;  ///< on record by now; never null
};

/// A settled dossier come by on a walk: what is not asked of it is not worked out, so that passing
/// by costs a tenth of judging. Valid during the call; says the same however often it is asked.
class Settled {
 public:
  virtual ~Settled() = default;
  virtual std::string_view code() const = 0;
  /// The row its figures are kept in.
  virtual figures::RowKey row() const = 0;
  virtual dossier::Judged judged() const = 0;
};

/// The dossiers, one by one.
class DossiersView : public virtual Viewpoint {
 public:
  /// @error kNotFound
  virtual Result<DossierRecord> Find(std::string_view code) = 0;

  /// Visited with a record, until it says false.
  using RecordVisitor = std::function<bool(DossierRecord&& record)>;
  /// The dossiers of which an event says that alias, exactly so, by code: mostly one. A voided
  /// event has said it as well.
  virtual Result<void> ForEachAliased(std::string_view alias, const RecordVisitor& visit) = 0;

  /// Every dossier that is not settled: those without an end, and ended ones that wait for an event
  /// dated ahead. In no order. The texts are valid during the call.
  using OpenVisitor = std::function<void(std::string_view code, const dossier::Judged& judged)>;
  virtual Result<void> ForEachOpen(const OpenVisitor& visit) = 0;

  /// Settled dossiers with a code after `after`, by code, until `visit` says false.
  using SettledVisitor = std::function<bool(const Settled& dossier)>;
  virtual Result<void> ForEachSettled(std::string_view after, const SettledVisitor& visit) = 0;

  /// Every dossier with all its events, open or settled, in no order, until `visit` says false.
  /// Histories are read many at once, so that memory is bounded and the record is read where it
  /// lies together.
  virtual Result<void> ForEachRecord(const RecordVisitor& visit) = 0;

  /// What Ledger::Apply would change, dossier by dossier, by code: dues or verdicts that would be
  /// other ones. Nothing is written.
  /// @error as Apply's.
  virtual Result<void> Foresee(const Application& application, const ChangeTeller& tell) = 0;

  /// The dossiers that changed between the position and the present, by code: all in which facts or
  /// judgement are other ones. None where the view does not look back.
  using PastChangeVisitor = std::function<void(const PastChange&)>;
  virtual Result<void> ForEachChange(const PastChangeVisitor& visit) = 0;
};

}  // namespace dunghan::ledger
