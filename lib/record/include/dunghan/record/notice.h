#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/base/time.h"

namespace dunghan::record {

/// Whether a notice named its dossier, or was only counted among others of its agency.
enum class Mention : uint8_t { kNamed, kCounted };

/// What was said of one dossier: that it reached a tier on the way past one version of its due.
struct Notice {
  std::string dossier;
  std::string tier;       ///< "3wd", "overdue" ...
  Instant version;        ///< of the due: the instant from which on it is broken
  Instant round;          ///< when it was announced, together with others
  std::string agency;     ///< who was told
  std::string procedure;  ///< may be empty
  Mention mention = Mention::kNamed;
  std::optional<Instant> sent = {};   ///< first known to have been taken by an Alertmanager
  std::optional<Instant> ended = {};  ///< withdrawn, for good
  friend bool operator==(const Notice&, const Notice&) = default;
};

/// The log of what was announced, kept beside the record so that nothing is announced twice.
///
/// It is no part of the chain, because it tells what was sent and not what happened: figures and
/// `verify` do not know it. A notice is known by dossier, tier and version. One thread at a time,
/// the ledger's.
class NoticeLog {
 public:
  virtual ~NoticeLog() = default;

  /// The places of those that are not on record, in order.
  virtual Result<std::vector<size_t>> FindNew(std::span<const Notice> notices) = 0;
  /// Durable on return, all or nothing; those on record stay as they are.
  /// @error kUnavailable: the disk is full or not writable.
  virtual Result<void> Add(std::span<const Notice> notices) = 0;
  /// Puts down `sent` and `ended` where they are given; what is on record already stays. @error as
  /// Add's
  virtual Result<void> Mark(std::span<const Notice> notices) = 0;
  /// Those of rounds at or after an instant, in the order they were added. Rounds are added in the
  /// order of their instants.
  virtual Result<std::vector<Notice>> Since(Instant round) = 0;
};

}  // namespace dunghan::record
