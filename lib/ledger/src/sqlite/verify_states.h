#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store.h"

namespace dunghan::ledger::sqlite {

/// One event of the dossier in hand, as it is kept.
struct Walked {
  int64_t seq;
  int64_t previous;
  dossier::Event event;
};

/// Makes states and cells anew from the events and compares them with what is kept.
///
/// A state is believed only where it is what the dossier's events say at an instant between the
/// recording of the watermark and now: what had come due by then must be in it, what lies ahead
/// must not.
class StateCheck {
 public:
  /// When states may have been written: `recorded`, that of the watermark's commit; `head`, that of
  /// the last one; and the present.
  struct Times {
    Instant recorded;
    Instant head;
    Instant now;
  };
  StateCheck(Store& store, const rulebook::Timeline& timeline, int64_t watermark, Times times)
      : store_(store), timeline_(timeline), watermark_(watermark), times_(times) {}

  /// What is wrong with one dossier's state. REQUIRES: all its events, by position.
  std::optional<std::string> Compare(const std::vector<Walked>& walked);
  /// What is wrong with the tables as a whole. After the last dossier.
  std::optional<std::string> CompareTables();

  /// How many day cells there are.
  int64_t cells() const { return cell_count_; }

 private:
  Entry EntryOf(const std::vector<Walked>& walked, Instant in_force) const;
  std::optional<std::string> CompareNext(const std::string& code, const Entry& entry,
                                         const std::optional<Instant>& next_at) const;
  std::optional<std::string> ComparePages();

  Store& store_;
  const rulebook::Timeline& timeline_;
  int64_t watermark_;
  Times times_;
  int64_t states_ = 0;
  int64_t cell_count_ = 0;
  figures::Cells cells_;
};

}  // namespace dunghan::ledger::sqlite
