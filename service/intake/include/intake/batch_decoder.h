#pragma once

#include <boost/system/result.hpp>
#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/ledger/ledger.h"
#include "intake/event_checks.h"
#include "intake/event_decoder.h"
#include "intake/ignored_fields.h"

namespace dunghan::intake {

/// How a body holds events.
enum class BatchForm {
  kJson,    ///< one object, or an array of them
  kNdjson,  ///< one object a line; blank lines are passed over
};

struct BatchOptions {
  std::string default_source{kDefaultSource};  ///< REQUIRES: IsSourceName
  std::vector<std::string> sources = {};       ///< the configured ones
  size_t max_items = 50'000;                   ///< events of one body
  /// Of which so many may be no events at all: each is kept with its bytes.
  size_t max_unreadable = 1'000;
  /// How many texts the table of codes may hold: no more than the ledger admits are put into it.
  size_t max_texts = std::numeric_limits<size_t>::max();
};

/// Why nothing of a body is taken.
struct BodyFault {
  enum class Kind {
    kUnreadable,  ///< nothing in it can be read as events, or too much cannot
    kTooMany,     ///< more events than are taken at once
  };
  Kind kind{};
  std::string text;  ///< for the sender
};

/// What a body held.
struct EventBatch {
  std::vector<ledger::Item> items;  ///< in order
  IgnoredFields::List ignored;
  WarningList warnings;
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
  /// from 0 over the events of the body. `body` is given room behind it for the reader. Memory goes
  /// with the body and, up to max_items, with the events in it.
  /// @error kUnreadable: it is empty, no JSON, JSON of another kind, lines of which not one is a
  /// JSON object, or more than max_unreadable items are no events. The text says where. kTooMany:
  /// more than max_items.
  DecodedBatch Decode(std::string&& body, BatchForm form, Instant now);

 private:
  class Filling;
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
