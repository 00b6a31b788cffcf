#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "dunghan/base/digest.h"
#include "dunghan/base/error.h"
#include "dunghan/ledger/viewpoint.h"

namespace dunghan::ledger {

/// What `verify` found.
struct Verification {
  Position position;
  Digest content{};  ///< of the set of events, whatever the order they came in
  int64_t events = 0;
  int64_t dossiers = 0;
  int64_t cells = 0;
  /// The first thing that is wrong; nothing = all agrees.
  std::optional<std::string> difference;
  /// What could not be compared, and why.
  std::optional<std::string> note;
};

/// That the record is what it was, and that what is kept is what follows from it.
class ProofView : public virtual Viewpoint {
 public:
  /// The chain's digest after that position; nothing if no commit ended there.
  virtual Result<std::optional<Digest>> ChainAt(int64_t seq) = 0;

  /// Walks the chain, recomputes every dossier and every day cell from the events, compares with
  /// what is kept.
  virtual Result<Verification> Verify(
      const std::function<void(int64_t done, int64_t all)>& progress) = 0;
};

}  // namespace dunghan::ledger
