#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "dunghan/rulebook/timeline.h"

/// Rulebooks as entries.
namespace dunghan::record {

/// A rulebook as it was recorded, but for its files.
struct RulebookRecord {
  std::optional<Instant> effective_from;
  std::string operator_name;
  std::string reason;
  std::string digest;    ///< of the rulebook: 32 bytes
  std::string manifest;  ///< its files by digest, see rulebook/bundle.h
};

RulebookRecord RecordOf(const rulebook::Version& version);

/// The content of an entry of kind kRulebook, by which the chain holds it.
std::string TextOf(const RulebookRecord& record);

/// Makes the rulebook of a record. `read_file` finds a file's bytes by their digest; nothing: they
/// are missing. @throws Failure kInternal naming the position: it is not what was recorded.
using ReadFile = std::function<std::optional<std::string>(const Digest& digest)>;
std::shared_ptr<const rulebook::Rulebook> MakeRulebook(int64_t seq, const RulebookRecord& record,
                                                       const ReadFile& read_file,
                                                       const std::shared_ptr<CodeTable>& codes);

}  // namespace dunghan::record
