#include "intake/gzip_body.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "gzip_stream.h"
#include "intake/limits.h"

namespace dunghan::intake {
namespace {

// JSON of events is packed to a tenth or so.
constexpr size_t kUsualRatio = 10;
constexpr size_t kFirst = size_t{64} << 10U;

BodyFault NotUnpacked(const Error& error) {
  return {BodyFault::Kind::kUnreadable,
          fmt::format("the body, gzip by its Content-Encoding, cannot be unpacked: {}",
                      error.for_client)};
}

BodyFault TooLarge(size_t most) {
  return {BodyFault::Kind::kTooLarge,
          fmt::format("the body exceeds {} bytes when it is unpacked", most)};
}

}  // namespace

boost::system::result<std::string, BodyFault> UnpackBody(std::string_view packed, size_t most) {
  GzipStream gzip;
  gzip.Give(packed);
  std::string out;
  out.reserve(std::min(most, kUsualRatio * packed.size()) + kPadding);
  size_t filled = 0;
  while (!gzip.needs_input()) {
    if (filled > most) return TooLarge(most);
    // Only when it is full, for a member may hold next to nothing. The one byte too many is asked
    // for: only then is it known that there is one.
    if (filled == out.size()) out.resize(std::min(most + 1, filled + std::max(filled, kFirst)));
    const auto unpacked = gzip.Read(std::span(out).subspan(filled));
    if (!unpacked) return NotUnpacked(unpacked.error());
    filled += *unpacked;
  }
  if (filled > most) return TooLarge(most);
  if (const auto whole = gzip.End(); !whole) return NotUnpacked(whole.error());
  out.resize(filled);
  return out;
}

std::string UnpackBeginning(std::string_view packed, size_t most) {
  constexpr size_t kLookedInto = size_t{64} << 10U;
  GzipStream gzip;
  gzip.Give(packed.substr(0, kLookedInto));
  std::string out(most, '\0');
  size_t filled = 0;
  while (filled < most && !gzip.needs_input()) {
    const auto unpacked = gzip.Read(std::span(out).subspan(filled));
    if (!unpacked) break;
    filled += *unpacked;
  }
  out.resize(filled);
  return out;
}

}  // namespace dunghan::intake
