#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>

#include "dunghan/base/code.h"
#include "dunghan/base/digest.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/rulebook/timeline.h"
#include "intake/cloud_events.h"
#include "intake/ignored_fields.h"
#include "intake/limits.h"

namespace dunghan::intake {

struct EventFields;

/// Where something stood: "events.ndjson:12"; without a name "index 3"; without a number the name.
struct Place {
  std::string_view name;
  int64_t number = -1;  ///< a line from 1, an index from 0; negative: none

  std::string ToString() const;
};

/// What a text came to.
enum class Verdict : uint8_t {
  kEvent,
  kUnusable,      ///< a Reject with its known fields
  kNothingKnown,  ///< an object without any known field: a Reject with its bytes
  kNoObject,      ///< no JSON object: likewise
};

/// The source of events that name none.
inline constexpr std::string_view kDefaultSource = "default";

/// What people enter by hand has a source of its own for each of them, called by their name behind
/// this; nobody else speaks as one of these.
inline constexpr std::string_view kActSource = "act:";
inline constexpr size_t kMaxSourceName = 64;

/// Whether a text can be a source: an identifier of 1-64 characters that is no kActSource.
bool IsSourceName(std::string_view text);

/// The plain event format (interface, section 3): one JSON object -> one ledger item.
///
/// Looks at the object and the rulebooks alone, so the same bytes always give the same item. What
/// cannot be used becomes a Reject that names the first bad field, in the order of `Field`, what
/// was expected and what was found; it carries the known fields and nothing else, so that decoding
/// those again gives the same item. What is no JSON object, or one without any known field, carries
/// its bytes instead.
///
/// - Unknown fields are ignored and never stored, nested ones included, but must be valid JSON.
/// - A known field given twice is refused: see EventFields::twice.
/// - null and the empty text mean that a field was not given.
/// - Fields that a type does not use are ignored like unknown ones, whatever they hold: procedure,
///   counter and channel count on submitted and received, due on received, due_set, extended and
///   apologised, step and step_due on assigned and transferred, to_agency on transferred, rating on
///   rated, voids on voided; all others on every type.
/// - A counter that is the agency is taken for not given: it would be the same.
/// - Dossiers, agencies, procedures, ids and sources are identifiers, units and steps are names:
/// see
///   base/identifier.h.
/// - A reason that has not the form of a code becomes "other", and so does one that the rulebook
///   does not list: free text may hold anything, a person's name included.
///
/// Texts go into the table of codes with the event that is accepted: what is refused leaves it as
/// it was.
///
/// Keeps its buffers, and those of the item handed in, from one call to the next. One thread at a
/// time; several decoders may share table and rulebook.
class EventDecoder {
 public:
  /// `codes` is the rulebooks' table; an event that would bring it more than `most_texts` is
  /// refused as one beyond a bound. REQUIRES: IsSourceName(default_source).
  EventDecoder(std::shared_ptr<CodeTable> codes,
               std::shared_ptr<const rulebook::Timeline> rulebooks,
               std::string default_source = std::string(kDefaultSource),
               size_t most_texts = std::numeric_limits<size_t>::max());
  ~EventDecoder();
  EventDecoder(EventDecoder&&) noexcept;
  EventDecoder& operator=(EventDecoder&&) noexcept;

  /// From now on everything is said by that source, whatever it names; empty: as it says.
  /// REQUIRES: IsSourceName, a kActSource, or empty.
  void SpeakAs(std::string_view source);

  /// REQUIRES: kPadding bytes are readable behind `json`; what they hold does not matter.
  Verdict DecodeLine(std::string_view json, const Place& place, ledger::Item& out);

  /// The same for text without padding: copies it first.
  Verdict Decode(std::string_view json, const Place& place, ledger::Item& out);

  /// A CloudEvent in the JSON format, see cloud_events.h. What breaks its specification becomes a
  /// Reject that names the attribute, with the known fields.
  /// REQUIRES: as of DecodeLine.
  Verdict DecodeCloudEvent(std::string_view json, const Place& place, ledger::Item& out);

  /// The same in binary mode; `data` may be empty.
  Verdict DecodeCloudEvent(const CloudEventHeaders& attributes, std::string_view data,
                           const Place& place, ledger::Item& out);

  /// Fields that were found in something else than a JSON object.
  Verdict DecodeFields(const EventFields& fields, const Place& place, ledger::Item& out);

  /// A line of which only the beginning was held, `size` bytes in all: a Reject with the first
  /// kKeptOfOverlong bytes, size and digest.
  Verdict RejectOverlong(std::string_view beginning, uint64_t size, const Digest& digest,
                         const Place& place, ledger::Item& out);

  /// What was set aside, decoded again; `retry_of` is set. False, with `out` unchanged, for an
  /// entry that has no fields, or those of a CloudEvent that breaks its specification: these stay
  /// what they are under any rulebook.
  bool Redecode(const ledger::QuarantineEntry& entry, ledger::Item& out);

  /// The unknown fields near known ones, of all that was decoded since the last call.
  IgnoredFields::List TakeIgnored();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dunghan::intake
