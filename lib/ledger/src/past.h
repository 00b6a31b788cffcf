#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "book.h"
#include "dunghan/record/reading.h"

namespace dunghan::ledger {

/// The dossiers touched since a position, as they were known at it: those that got an event since,
/// and those with one dated ahead of it. Costs what has happened since, in time and in memory.
class Past {
 public:
  /// Nothing was touched since: for looking at the present.
  Past() = default;
  /// `then`: the rulebooks on record at the position. Where sources changed sides in the past
  /// since, every dossier counts as touched. `options`: who is told how far it is, and whether it
  /// is to end.
  Past(record::Reading& reading, Book& present, const Position& position,
       const rulebook::Timeline& then, const Options& options);

  bool Covers(std::string_view code) const { return entries_.contains(code); }
  /// As it was; nothing if it was not known yet. REQUIRES: Covers(code).
  std::optional<Folded> Find(std::string_view code) const;
  /// By code, those not known yet left out.
  void ForEach(const std::function<void(std::string_view code, const Folded& entry)>& visit) const;
  /// All touched, by code.
  void ForEachCode(const std::function<void(std::string_view code)>& visit) const;

 private:
  /// The encoded entry of a dossier whose last event known then stands at `last_seq`.
  std::string FoldAt(std::vector<record::StoredEvent> history, const Position& position,
                     const rulebook::Timeline& then) const;

  Dictionary* dictionary_ = nullptr;
  std::map<std::string, std::string, std::less<>> entries_;  // encoded; empty: not known yet
};

}  // namespace dunghan::ledger
