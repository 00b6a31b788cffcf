#include "packing.h"

#include <fmt/format.h>

#include "dunghan/base/text.h"
#include "http/problem.h"

namespace dunghan::api {

using intake::Packing;

std::optional<Packing> PackingOf(const http::Request& request) {
  const std::string& coding = request.content_encoding;
  if (coding.empty() || coding == "identity") return Packing::kNone;
  // The second is an old name of the first (RFC 9110, 8.4.1.3).
  if (coding == "gzip" || coding == "x-gzip") return Packing::kGzip;
  return {};
}

http::Response OtherPacking(const http::Request& request) {
  auto refusal =
      http::Problem(415, fmt::format("Content-Encoding: expected gzip, or none, found {}",
                                     JsonQuote(request.content_encoding)));
  refusal.headers.emplace_back("Accept-Encoding", "gzip, identity");  // RFC 9110, 15.5.16
  return refusal;
}

bool HasRoom(const http::Request& request, size_t unpacked, size_t packed) {
  if (unpacked <= packed || !request.take_room) return true;
  return request.take_room(unpacked - packed);
}

http::Response NoRoom() {
  return http::Problem(Unavailable("too many bytes are being received at this moment"));
}

}  // namespace dunghan::api
