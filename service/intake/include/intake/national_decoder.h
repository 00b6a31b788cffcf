#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "intake/batch_decoder.h"
#include "intake/line_source.h"
#include "intake/national_reader.h"

namespace dunghan::intake {

/// What a message held.
struct NationalBatch {
  EventBatch events;
  std::vector<size_t> record_of;  ///< by item: which item of the message's data, from 0
  NationalReader::Told told;
};

using DecodedNational = boost::system::result<NationalBatch, BodyFault>;

/// Whether a text is a message, of one of the services that are taken.
bool IsNationalMessage(std::string_view json, const NationalMapping& mapping);

/// What a line of a file of messages held.
struct NationalLine {
  std::vector<ledger::Item> items;
  int64_t undated = 0;  ///< see NationalReader::Told
};

/// Messages of the national portal's interface to ledger items. Holds nothing of a message once it
/// is decoded. One thread at a time.
class NationalDecoder {
 public:
  /// As of BatchDecoder. Dossiers of no ministry are of the default source.
  NationalDecoder(std::shared_ptr<const NationalMapping> mapping, std::shared_ptr<CodeTable> codes,
                  std::shared_ptr<const rulebook::Timeline> rulebooks, BatchOptions options = {});
  ~NationalDecoder();
  NationalDecoder(NationalDecoder&&) noexcept;
  NationalDecoder& operator=(NationalDecoder&&) noexcept;

  /// The items of one message; those that cannot be used as Rejects with the place
  /// "`place`:N", or "index N", N counted over its data from 0. `service`: see NationalReader.
  /// @error kUnreadable: no message; kTooMany: more than max_items.
  DecodedNational Decode(std::string_view message, std::string_view service, Instant now);
  /// The same of a body as it came. @error kTooLarge: more than max_bytes are packed in it.
  DecodedNational Decode(EventBody&& body, std::string_view service, Instant now);
  /// The items of a line, all with its place, and not looked at for oddities. One that cannot be
  /// read is set aside with none of its bytes: persons are in it.
  NationalLine DecodeLine(const Line& line, const Place& place, Instant now);

 private:
  DecodedNational Fill(std::string_view message, std::string_view service, Instant now);

  NationalReader reader_;
  EventDecoder decoder_;
  EventChecks checks_;
  BatchOptions options_;
};

}  // namespace dunghan::intake
