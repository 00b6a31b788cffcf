#include <optional>
#include <utility>

#include "../unit/service/gzip_text.h"
#include "dunghan/base/text.h"
#include "intake/batch_decoder.h"
#include "intake/gzip_body.h"
#include "intake/gzip_stream.h"
#include "setup.h"

/// Packed bodies: whatever the bytes are, and as texts in members of their own, cut at each "|".

using namespace dunghan;

namespace {

constexpr size_t kMost = size_t{64} << 10U;
// As much of what is packed as a beginning is made of.
constexpr size_t kLookedInto = size_t{64} << 10U;

/// Given and read in pieces of so many bytes; nothing where it is refused.
std::optional<std::string> InPieces(std::string_view packed, size_t given, size_t read) {
  intake::GzipStream gzip;
  std::string text;
  std::string piece(read, '\0');
  while (!packed.empty()) {
    const std::string next(packed.substr(0, given));
    packed.remove_prefix(next.size());
    gzip.Give(next);
    while (!gzip.needs_input()) {
      const auto size = gzip.Read(piece);
      if (!size) return {};
      text.append(piece, 0, *size);
      if (text.size() > kMost) return {};
    }
  }
  if (!gzip.End()) return {};
  return text;
}

std::optional<std::string> Unpack(std::string_view packed) {
  auto text = intake::UnpackBody(packed, kMost);
  fuzz::Require(text ? text->size() <= kMost : !text.error().text.empty(),
                "a text within the limit, or why not");
  const std::optional<std::string> found =
      text ? std::optional(*std::move(text)) : std::optional<std::string>();
  for (const auto& [given, read] :
       {std::pair<size_t, size_t>{1, 1}, {1, 4096}, {7, 3}, {4096, 2}}) {
    fuzz::Require(InPieces(packed, given, read) == found, "the same in pieces");
  }
  return found;
}

/// A body and what it is when it comes packed.
void DecodeBoth(std::string plain, std::string packed) {
  const auto rules = fuzz::SmallRules();
  intake::BatchDecoder decoder(rules.codes, rules.rulebooks,
                               {.max_items = 100, .max_bytes = kMost});
  const size_t size = plain.size();
  const auto a = decoder.Decode({std::move(plain), intake::BatchForm::kNdjson}, fuzz::Now());
  const auto b = decoder.Decode(
      {std::move(packed), intake::BatchForm::kNdjson, intake::Packing::kGzip}, fuzz::Now());
  fuzz::Require(a.has_value() == b.has_value(), "packed or not, it is the same body");
  if (!a) return fuzz::Require(a.error().text == b.error().text, "refused for the same");
  fuzz::Require(b->unpacked == size && a->items.size() == b->items.size(), "the same items");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  (void)Unpack(rest);
  if (rest.size() > kMost) return 0;
  std::string text;
  std::string packed;
  for (int members = 0; members < 8; ++members) {
    const size_t end = members < 7 ? std::min(rest.find('|'), rest.size()) : rest.size();
    std::string_view member = rest.substr(0, end);
    packed += test::Gzip(std::string(member));
    if (members > 0 && member.starts_with(kByteOrderMark)) {
      member.remove_prefix(kByteOrderMark.size());
    }
    text += member;
    if (end == rest.size()) break;
    rest.remove_prefix(end + 1);
  }
  fuzz::Require(Unpack(packed) == text, "what was packed comes out");
  const std::string beginning = intake::UnpackBeginning(packed, 100);
  fuzz::Require(text.starts_with(beginning) &&
                    (beginning.size() == 100 || beginning == text || packed.size() > kLookedInto),
                "its beginning is how it begins");
  DecodeBoth(std::move(text), std::move(packed));
  return 0;
}
