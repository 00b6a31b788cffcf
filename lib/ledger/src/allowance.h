#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <span>
#include <vector>

#include "dunghan/dossier/event.h"
#include "dunghan/ledger/bounds.h"
#include "dunghan/record/dictionary.h"

namespace dunghan::ledger {

using record::Dictionary;

/// What sources may still add to the dictionary, and who brought what is new in a commit group.
class Allowance {
 public:
  /// Both outlive it.
  Allowance(Dictionary& dictionary, const Bounds& bounds)
      : dictionary_(dictionary), bounds_(bounds) {}

  /// Nothing was brought.
  void Clear() { texts_.clear(); }
  /// A source brought so many texts earlier.
  void Count(uint32_t source, int64_t texts);
  /// Whether the event's source may add the texts of the event that are new.
  bool Admits(const dossier::Event& event) const;
  /// Gives them numbers.
  void Take(const dossier::Event& event);

  /// Of the texts taken since the last Settle or Forget, in the order of their numbers: the numbers
  /// of the sources.
  std::span<const uint32_t> brought() const { return brought_; }
  /// How many texts there were before them.
  uint32_t texts_before() const {
    return dictionary_.size() - static_cast<uint32_t>(brought_.size());
  }
  /// They are on record.
  void Settle() { brought_.clear(); }
  /// They are not: the dictionary and the counts are as before.
  void Forget();

 private:
  /// What the source shares its allowance with: nobody, or all that are not named; then 0.
  uint32_t ShareOf(uint32_t source) const;

  Dictionary& dictionary_;
  const Bounds& bounds_;
  boost::unordered_flat_map<uint32_t, int64_t> texts_;  // by ShareOf
  std::vector<uint32_t> brought_;
};

}  // namespace dunghan::ledger
