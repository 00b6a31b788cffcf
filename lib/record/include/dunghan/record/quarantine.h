#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <set>
#include <string>
#include <string_view>

#include "dunghan/base/digest.h"
#include "dunghan/base/time.h"

/// What could not be used, kept beside the record.
namespace dunghan::record {

/// What intake could not use. Kept with its reason and place; sent again, it raises a counter.
struct Reject {
  std::string source;
  std::string place;  ///< "events.ndjson:12", "index 3"
  std::string field;  ///< empty: the whole
  std::string reason;
  std::string fields;  ///< the known fields as one JSON object; empty if it could not be parsed
  std::string raw;     ///< the bytes of what could not be parsed: go to a private side file
};

/// What has become of what could not be used.
enum class QuarantineState : uint8_t {
  kWaiting,
  kResolved,   ///< a retry, or the same sent again, could use it
  kDiscarded,  ///< dealt with by hand
};

/// What could not be used, as kept.
struct QuarantineEntry {
  int64_t id = 0;
  QuarantineState state = QuarantineState::kWaiting;
  Instant first_seen;
  Instant last_seen;  ///< when it was sent last, or resolved or discarded
  int64_t count = 0;  ///< how often it was sent
  std::string source;
  std::string place;
  std::string field;
  std::string reason;
  std::string fields;    ///< known fields as JSON; empty: only the side file has it
  std::string raw_file;  ///< the side file; empty: none
  int64_t raw_offset = 0;
  int64_t raw_size = 0;
};

/// How much of it is kept, and how long.
struct QuarantineBounds {
  /// Entries that wait. What comes beyond is counted by field, and not kept.
  int64_t waiting_per_source = 100'000;
  /// Bytes of their fields, and of what could not be parsed, likewise.
  int64_t waiting_bytes_per_source = int64_t{256} << 20U;
  /// Sources that have these to themselves; all others share one portion, since names cost nothing.
  std::set<std::string, std::less<>> sources = {};
  /// How long entries are kept that are resolved or discarded.
  std::chrono::days settled_for{90};
};

/// What tells a reject again: the same thing sent again has the same digest, wherever it stood and
/// why ever it was refused. Of bytes that were too many to keep, the reason tells the digest of the
/// whole.
Digest IdentifyReject(std::string_view source, std::string_view reason, std::string_view fields,
                      std::string_view raw);

}  // namespace dunghan::record
