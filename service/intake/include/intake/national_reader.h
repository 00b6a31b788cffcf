#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "dunghan/base/error.h"
#include "dunghan/rulebook/timeline.h"
#include "intake/event_fields.h"
#include "intake/national_mapping.h"

/// Messages of the national portal's interface as the fields of events.
namespace dunghan::intake {

class ListedCodes;

/// Turns messages into the fields of events.
///
/// A whole dossier is a snapshot, dated by the newest instant that its message tells of: so a
/// message means the same whenever, however often and in whatever order it comes in. What the
/// message dates itself is an event beside it: filed, supplements asked for and handed in, the new
/// due on that, handed over. A step is a snapshot of the state alone, of the instant it tells, and,
/// while in work, an assignment. Where two snapshots are of one instant, the state further on
/// rules.
///
/// - The competent agency is who sends (`madonvi`), else who processes, else the beginning of the
///   code: the first of them that the list of agencies knows, in either order of writing.
/// - Dates are yyyyMMddHHmmss, or yyyyMMdd, in the zone of the default calendar. An empty text says
///   nothing.
/// - What cannot be understood stays in its field as a word in parentheses, so that whoever checks
///   fields refuses it, and nothing that may be a person's is kept.
///
/// One thread at a time.
class NationalReader {
 public:
  NationalReader(std::shared_ptr<const NationalMapping> mapping,
                 std::shared_ptr<const rulebook::Timeline> rulebooks);
  ~NationalReader();
  NationalReader(NationalReader&&) noexcept;
  NationalReader& operator=(NationalReader&&) noexcept;

  struct Told {
    size_t records = 0;
    int64_t undated = 0;  ///< pauses without a date that were left to messages of progress
  };
  /// `each(fields, record)`, the number of the item of `data` from 0; texts last until the next
  /// call of it. `service` as the sender's address names it; empty: the message names it.
  /// @error kInvalidArgument: no message, another service; nothing was handed out.
  Result<Told> Read(std::string_view json, std::string_view service, Instant now,
                    const std::function<void(const EventFields&, size_t)>& each);

  const NationalMapping& mapping() const { return *mapping_; }

 private:
  std::shared_ptr<const NationalMapping> mapping_;
  std::shared_ptr<const rulebook::Timeline> rulebooks_;
  std::unique_ptr<ListedCodes> codes_;
};

}  // namespace dunghan::intake
