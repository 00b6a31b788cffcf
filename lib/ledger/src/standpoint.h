#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "book.h"
#include "derived.h"
#include "dunghan/ledger/view.h"
#include "dunghan/record/reading.h"
#include "past.h"

namespace dunghan::ledger {

/// Dossiers and cells as they are seen from a position: the present, completed from the events that
/// states and cells lag behind, and, where it looks back, what was touched since put back.
/// All methods throw record::Failure, and runs::Damaged where what is kept cannot be read.
class Standpoint {
 public:
  /// All outlive it. `derived`: what is kept, opened before the reading; nothing: nothing is. Where
  /// it is not of this record, these rulebooks and this version, all is made from the events, in
  /// memory.
  Standpoint(const Options& options, record::Reading& reading, std::optional<Derived> derived);

  const Position& present() const { return present_; }
  const Position& position() const { return position_; }
  /// The rulebooks on record at the position, and by now.
  const rulebook::Timeline& rules() const { return *rules_; }
  const rulebook::Timeline& present_rules() const { return *present_rules_; }

  dossier::Judged JudgedOf(const Folded& entry) const { return rules_->Judge(entry.facts); }
  /// A dossier as of the position; as of now.
  std::optional<Folded> Load(std::string_view code);
  std::optional<Folded> LoadPresent(std::string_view code) { return book_->Load(code); }

  /// Open or settled dossiers as of the position, with a code after `after`, by code, until `visit`
  /// says false.
  enum class Kind { kOpen, kSettled };
  using EntryVisitor = std::function<bool(std::string_view code, const Folded& entry)>;
  void ForEachEntry(Kind kind, std::string_view after, const EntryVisitor& visit);
  /// Of the settled ones, without reading what is not asked.
  void ForEachSettled(std::string_view after, const View::SettledVisitor& visit);

  /// The dossiers, as of now, of which an event says that alias, by code, until `visit` says false.
  void ForEachAliased(std::string_view alias,
                      const std::function<bool(std::string_view code)>& visit);

  /// See View::SumCells.
  void SumCells(const DayRange& range, const View::CellVisitor& visit);

  /// Those touched since the position, and those that rulebooks recorded since may judge otherwise.
  std::set<std::string> CodesThatMayDiffer();

 private:
  /// One of ForEachEntry: read already, or in bytes.
  struct Met {
    std::string_view code;
    const Folded* entry = nullptr;
    std::string_view bytes = {};
  };
  class SettledHere;
  void ForEachMet(Kind kind, std::string_view after, const std::function<bool(const Met&)>& visit);
  void ReadTimelines();
  /// Whether what is kept can be used; says why not.
  bool IsUsable() const;
  /// Folds in the events after the watermark, and lets what has come due take effect.
  void Complete();
  void Wake();
  /// What cells say of the present is put right for the position: dossiers that moved after the
  /// watermark, those touched since, those that rulebooks recorded since judge otherwise, and what
  /// lay ahead on its day.
  void CorrectCells();
  void CorrectOpen(const std::optional<Instant>& ends_from);
  /// Puts what the dossier was at the position in the place of what it is now.
  void Correct(const Folded& now, const std::optional<Folded>& then);

  const Options& options_;
  record::Reading& reading_;
  std::optional<Derived> derived_;  // nothing: it is not to be used
  Position present_;                // the newest event, at the clock's time
  Position position_;               // what is asked about: the same, or as of earlier
  std::shared_ptr<const rulebook::Timeline> present_rules_;
  std::shared_ptr<const rulebook::Timeline> rules_;
  std::unique_ptr<Shelf> shelf_;
  std::unique_ptr<Book> book_;  // in the present
  Past past_;
  bool corrected_ = false;
  figures::Cells correction_;
};

}  // namespace dunghan::ledger
