#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "book.h"
#include "dunghan/record/storage.h"
#include "scribe.h"

namespace dunghan::ledger {

/// The writer's side of what is written behind: when pieces are handed over, how far that may lag,
/// and what is done when what was written is gone, foreign or damaged.
///
/// Methods throw record::Failure, and runs::Damaged where settled dossiers cannot be read.
class Behind {
 public:
  /// All outlive it.
  Behind(const Options& options, record::Storage& storage);

  /// What is kept, if it is of this record, these rulebooks and this version; else begins anew and
  /// says why. @return the last link that is in it
  record::Head Open(const rulebook::Timeline& timeline);
  /// Begins anew: what is kept is not to be used.
  void Begin(const rulebook::Timeline& timeline);
  /// The present timeline judges what is handed over from now on.
  void JudgeBy(std::shared_ptr<const rulebook::Timeline> timeline);

  /// Whether too much waits, and nothing more may be recorded until it can be written.
  std::optional<Error> Refusal(const record::Head& head);
  /// Hands over what waits, if it is enough and nothing is being written.
  void Offer(Book& book, const record::Head& head, int64_t enough);
  /// Hands over all there is and waits until it is written.
  void Finish(Book& book, const record::Head& head);
  /// What a rulebook has changed in the book's dossiers and the cells: written, and waited for.
  void Rejudged(std::vector<Moved> moved, figures::Cells cells, const record::Head& head);
  bool IsDamaged() const { return scribe_.IsDamaged(); }

  /// Settled dossiers and cells as they are written now.
  Derived derived() const { return Derived(snapshot()); }
  std::shared_ptr<const runs::Snapshot> snapshot() const { return scribe_.snapshot(); }

 private:
  void Hand(Book& book, const record::Head& head);
  void Give(Piece piece);
  void WaitUntilFree();

  const Options& options_;
  record::Storage& storage_;
  std::unique_ptr<runs::FileSystem> files_;
  Scribe scribe_;
  std::shared_ptr<const rulebook::Timeline> timeline_;
  int64_t handed_ = 0;         // events up to here are handed over
  uint32_t texts_handed_ = 0;  // texts of the dictionary likewise
};

}  // namespace dunghan::ledger
