#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "intake/national_mapping.h"

namespace dunghan::intake {

/// What one item of `data` says: texts as they stand, those of other fields never taken. A field
/// that was given twice, or is no text, is kNotUnderstood.
struct NationalRecord {
  using Texts = std::array<std::string, kNationalFields>;
  Texts texts;
  std::vector<Texts> supplements;

  const std::string& operator[](NationalField field) const {
    return texts[static_cast<size_t>(field)];
  }
};

/// A message as far as it is read.
struct NationalMessage {
  std::string unit;
  std::string service;
  std::vector<NationalRecord> records;
};

/// Strict JSON (RFC 8259): an envelope whose `data` is a list of objects, or one. Texts longer than
/// any that can be used are cut; numbers, true and false are taken by their text, null for nothing.
/// Nothing, with `fault`, where it is none. No value of a field that is not named by the mapping is
/// ever copied out of `text`.
std::optional<NationalMessage> ParseNational(std::string_view text, const NationalMapping& mapping,
                                             size_t most_records, std::string& fault);

}  // namespace dunghan::intake
