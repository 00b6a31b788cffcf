#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cell_sums.h"
#include "derived.h"
#include "dunghan/record/entry.h"

namespace dunghan::ledger {

/// A dossier with all its events, by position.
struct Dossier {
  std::string code;
  std::vector<record::StoredEvent> events;
};

/// Makes states and cells anew from the events and compares them with what is kept.
///
/// A state is believed only where it is what the dossier's events say at an instant between the
/// recording of the watermark and now: what had come due by then must be in it, what lies ahead
/// must not. Memory does not grow with the number of dossiers or cells. Where nothing
/// is kept that could be compared, cells are counted all the same. Methods throw runs::Damaged.
class StateCheck {
 public:
  /// When states may have been written: `recorded`, that of the watermark's commit; `head`, that of
  /// the last one; and the present.
  struct Times {
    Instant recorded;
    Instant head;
    Instant now;
  };
  /// `derived`: null: there is nothing to compare with. All outlive it.
  StateCheck(const Derived* derived, Dictionary& dictionary, const rulebook::Timeline& timeline,
             Times times);
  ~StateCheck();

  /// What is wrong with the states of some dossiers. REQUIRES: they come by code.
  std::optional<std::string> Compare(const std::vector<Dossier>& dossiers);
  /// What is wrong with the tables as a whole. After the last dossier.
  std::optional<std::string> CompareWhole();

  /// How many day cells there are.
  int64_t cells() const { return cell_count_; }

 private:
  /// What is kept of one dossier, and where.
  struct Kept {
    std::string entry;
    bool settled = false;
    std::optional<Instant> next_at = {};
  };
  using KeptByCode = std::multimap<std::string, Kept, std::less<>>;
  KeptByCode KeptUntil(std::string_view last) const;
  std::optional<std::string> CompareOne(const Dossier& dossier, const KeptByCode& kept);
  Folded EntryOf(const Dossier& dossier, Instant in_force, int64_t through) const;
  std::optional<std::string> CompareAliases(const Dossier& dossier);
  void CountLater(const Dossier& dossier);
  std::optional<std::string> CompareNext(const std::string& code, const Folded& entry,
                                         const dossier::Judgement& judgement,
                                         const std::optional<Instant>& next_at) const;
  std::optional<std::string> ComparePages();
  void PutAway(CellSums& sums);
  void CountCells();

  const Derived* derived_;
  Dictionary& dictionary_;
  const rulebook::Timeline& timeline_;
  Times times_;
  std::string last_code_;            // of the dossiers compared so far
  std::array<int64_t, 2> states_{};  // open ones, settled ones
  int64_t aliases_ = 0;              // of the dossiers compared so far
  int64_t cell_count_ = 0;
  CellSums sums_;
  CellSums later_;  // what came after the watermark, which is counted and compared with nothing
  std::unique_ptr<runs::FileSystem> files_;
  std::unique_ptr<runs::RunFile> pages_;  // what the dossiers contribute, put away
};

}  // namespace dunghan::ledger
