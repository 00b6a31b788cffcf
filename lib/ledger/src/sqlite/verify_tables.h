#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store.h"

namespace dunghan::ledger::sqlite {

/// Derives from the walk along the chain what lies beside events and commits, and compares it:
/// dictionary, rulebooks and their files, events dated ahead, meta. Which column is whose is in
/// README.md beside this file.
class TableCheck {
 public:
  explicit TableCheck(Store& store) : store_(store) {}

  /// To be told of every event and rulebook met on the way, in order.
  std::optional<std::string> See(int64_t seq, const dossier::Event& event, Instant recorded_at);
  void SeeRulebook() { ++rulebooks_; }

  /// What is wrong with the tables. After the last event.
  std::optional<std::string> Compare(const Meta& meta, const rulebook::Timeline& timeline);

 private:
  template <class C>
  void Uses(C code, SourceName by);
  std::optional<std::string> CompareMeta(const Meta& meta, const rulebook::Timeline& timeline);
  std::optional<std::string> CompareDictionary(const Meta& meta);
  std::optional<std::string> CompareRulebooks(const rulebook::Timeline& timeline);

  Store& store_;
  std::vector<uint32_t> brought_by_;  // by number of the dictionary: the source that used it first
  bool simulated_ = false;
  int64_t rulebooks_ = 0;
  int64_t ahead_ = 0;
};

}  // namespace dunghan::ledger::sqlite
