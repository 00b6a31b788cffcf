#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/ledger/ledger.h"
#include "intake/event_body.h"
#include "intake/event_checks.h"
#include "intake/event_decoder.h"
#include "intake/ignored_fields.h"

namespace dunghan::intake {

struct BatchOptions {
  std::string default_source{kDefaultSource};  ///< REQUIRES: IsSourceName
  std::vector<std::string> sources = {};       ///< the configured ones
  size_t max_items = 50'000;                   ///< events of one body
  size_t max_bytes = size_t{16} << 20U;        ///< of a packed body, once it is unpacked
  /// Of which so many may be no events at all: each is kept with its bytes.
  size_t max_unreadable = 1'000;
  /// How many texts the table of codes may hold: no more than the ledger admits are put into it.
  size_t max_texts = std::numeric_limits<size_t>::max();
};

/// What a body held.
struct EventBatch {
  std::vector<ledger::Item> items;  ///< in order
  IgnoredFields::List ignored;
  WarningList warnings;
  size_t unpacked = 0;  ///< bytes that were in a packed body
};

using DecodedBatch = boost::system::result<EventBatch, BodyFault>;

/// Cuts a body into events and has each decoded. One thread at a time.
class BatchDecoder {
 public:
  /// `codes` is the rulebooks' table.
  BatchDecoder(std::shared_ptr<CodeTable> codes,
               std::shared_ptr<const rulebook::Timeline> rulebooks, BatchOptions options = {});
  ~BatchDecoder();
  BatchDecoder(BatchDecoder&&) noexcept;
  BatchDecoder& operator=(BatchDecoder&&) noexcept;

  /// The items of a body; those that cannot be used as Rejects with the place "index N", counted
  /// from 0 over the events of the body. Memory goes with the body, unpacked, and, up to max_items,
  /// with the events in it.
  /// @error kUnreadable: it is empty (but for data in binary mode), packed in a way that cannot be
  /// undone, no JSON, JSON of another kind, lines of which not one is a JSON object, or more than
  /// max_unreadable items are no events. The text says where. kTooMany: more than max_items.
  /// kTooLarge: more than max_bytes when it is unpacked.
  DecodedBatch Decode(EventBody&& body, Instant now);

 private:
  class Filling;
  DecodedBatch DecodeUnpacked(EventBody& body, Instant now);
  DecodedBatch DecodeForm(const EventBody& body, std::string_view text, Filling& filling);
  DecodedBatch DecodeJson(std::string_view body, size_t padded, Filling& filling);
  DecodedBatch DecodeArray(std::string_view body, Filling& filling);
  DecodedBatch DecodeLines(std::string_view body, Filling& filling);

  struct Reader;
  std::unique_ptr<Reader> reader_;
  EventDecoder decoder_;
  EventChecks checks_;
  BatchOptions options_;
};

}  // namespace dunghan::intake
