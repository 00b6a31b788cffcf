#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/ledger/ledger.h"
#include "intake/event_decoder.h"

namespace dunghan::intake {

/// How a body holds events.
enum class BatchForm {
  kJson,    ///< one object, or an array of them
  kNdjson,  ///< one object a line; blank lines are passed over
};

/// Cuts a body into events and has each decoded. One thread at a time.
class BatchDecoder {
 public:
  /// `codes` is the rulebooks' table. REQUIRES: IsSourceName(default_source).
  BatchDecoder(std::shared_ptr<CodeTable> codes,
               std::shared_ptr<const rulebook::Timeline> rulebooks,
               std::string default_source = std::string(kDefaultSource));
  ~BatchDecoder();
  BatchDecoder(BatchDecoder&&) noexcept;
  BatchDecoder& operator=(BatchDecoder&&) noexcept;

  /// The items of a body, in order; those that cannot be used as Rejects with the place "index N",
  /// counted from 0 over the events of the body. `body` is given room behind it for the reader.
  /// @error kInvalidArgument: nothing in the body can be read as events. It is empty, no JSON, JSON
  /// of another kind, or lines of which not one is JSON. The text says where.
  Result<std::vector<ledger::Item>> Decode(std::string&& body, BatchForm form);

 private:
  Result<std::vector<ledger::Item>> DecodeJson(std::string_view body, size_t padded);
  Result<std::vector<ledger::Item>> DecodeLines(std::string_view body);
  void Add(std::string_view json, std::vector<ledger::Item>& items);

  struct Reader;
  std::unique_ptr<Reader> reader_;
  EventDecoder decoder_;
};

}  // namespace dunghan::intake
