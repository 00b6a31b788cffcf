#include "dunghan/record/entry.h"

#include <fmt/format.h>

#include "dunghan/record/position.h"

namespace dunghan::record {

Digest ContentOf(Kind kind, std::string_view bytes) {
  // A rulebook's text names its own form, and had its digest before there were kinds.
  if (kind == Kind::kRulebook) return Sha256(bytes);
  Sha256Stream stream;
  stream.Add(fmt::format("dunghan entry {}\n", static_cast<int>(kind)));
  stream.Add(bytes);
  return stream.Finish();
}

Digest Entry::Content() const {
  return event ? dossier::ContentDigest(*event) : ContentOf(kind, bytes);
}

std::string Position::Text() const { return fmt::format("{}:{}", seq, ToHex(chain)); }

}  // namespace dunghan::record
