#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunghan/record/dictionary.h"
#include "dunghan/record/entry.h"
#include "dunghan/record/tally.h"

namespace dunghan::record {

/// A row of quarantine, as far as tallies speak of it.
struct TalliedRow {
  int64_t id = 0;
  std::string source;
  std::optional<std::string> first_field;  ///< nothing: no tally has it
  bool waiting = false;
  Digest digest{};
};

/// What must lie beside the entries, as the entries have it: who brought which text, how many are
/// dated ahead, how many rulebooks, whether a simulator had a part in it, and what quarantine must
/// add up to. A store's Check holds what it keeps against it.
class Expected {
 public:
  /// Outlives it, and holds all texts of what it is told of.
  explicit Expected(const Dictionary& dictionary) : dictionary_(dictionary) {}

  /// Each entry, in order. What is wrong with it; nothing: nothing.
  std::optional<std::string> See(const Entry& entry, Instant recorded_at);

  /// By number of the dictionary, up to `size`: the source whose event used it first. 0: no event
  /// uses it.
  const std::vector<uint32_t>& BroughtBy(uint32_t size);
  bool simulated() const { return simulated_; }
  int64_t rulebooks() const { return rulebooks_; }
  int64_t ahead() const { return ahead_; }

  /// Each row of quarantine, by id. What is wrong with it.
  std::optional<std::string> SeeRow(const TalliedRow& row);
  /// After the last one: where rows and tallies do not add up.
  std::optional<std::string> CompareRows() const;

 private:
  using Key = std::pair<std::string, std::string>;  // source, field
  /// What all tallies of a key come to, and what is there of it.
  struct Sum {
    int64_t there = 0;
    int64_t waiting = 0;
    /// The new ones of each tally since some were pruned, in order: these can all be found, and
    /// come last.
    std::vector<std::pair<int64_t, Digest>> added = {};
    int64_t comparable = 0;  ///< how many they are

    int64_t found = 0;
    int64_t found_waiting = 0;
    size_t tally = 0;      // the tally whose rows are being seen ...
    int64_t of_tally = 0;  // ... how many of them were
    Sha256Stream digests = {};
  };
  template <class C>
  void Uses(C code, uint32_t by);
  void SeeEvent(const dossier::Event& event, Instant recorded_at);
  std::optional<std::string> SeeTally(const Entry& entry);

  const Dictionary& dictionary_;
  std::vector<uint32_t> brought_by_;
  bool simulated_ = false;
  int64_t rulebooks_ = 0;
  int64_t ahead_ = 0;
  std::map<Key, Sum> sums_;
};

}  // namespace dunghan::record
