#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dunghan/simulate/province.h"
#include "life.h"

namespace dunghan::simulate {

/// How a life was bent; its step that shows it is marked.
struct Bent {
  Trick trick = Trick::kFinishMoved;
  std::string what;        ///< with kRefiled to be followed by the new code
  Instant again = kNever;  ///< with kRefiled: when the dossier's second life begins
};

/// Chooses dossiers and bends their steps. Each trick has the same share of all, as far as there
/// are dossiers it applies to; mass closings follow from the agencies and months that are chosen.
class Tamperer {
 public:
  explicit Tamperer(uint64_t seed) : seed_(seed) {}

  /// To be asked once for every dossier, in the order of planning. Steps stay in canonical order.
  std::optional<Bent> Bend(const Setting& setting, const Outcome& outcome, Random random,
                           std::vector<Step>& steps);

 private:
  std::optional<Trick> Wanted(const Outcome& outcome, Random& random) const;

  uint64_t seed_;
  int64_t asked_ = 0;
  std::array<int64_t, kTricks> done_{};
};

}  // namespace dunghan::simulate
