#include "metrics/gzip.h"

// Input is not written to.
#define ZLIB_CONST
#include <zlib.h>

#include <algorithm>
#include <limits>
#include <new>

namespace dunghan::metrics {
namespace {

/// zlib's state, ended however its use ends.
class Deflater {
 public:
  Deflater() {
    // Added to the bits of the window: zlib's way to ask for gzip's frame.
    constexpr int kGzip = 16;
    constexpr int kUsualMemory = 8;
    if (::deflateInit2(&stream_, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + kGzip, kUsualMemory,
                       Z_DEFAULT_STRATEGY) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~Deflater() { ::deflateEnd(&stream_); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  z_stream& stream() { return stream_; }

 private:
  z_stream stream_{};
};

}  // namespace

std::string Gzip(std::string_view text) {
  constexpr size_t kPiece = size_t{1} << 16U;
  Deflater deflater;
  z_stream& stream = deflater.stream();
  std::string packed;
  packed.reserve(text.size() / 8 + kPiece);
  std::string piece(kPiece, '\0');
  int state = Z_OK;
  while (state != Z_STREAM_END) {
    if (stream.avail_in == 0 && !text.empty()) {
      const size_t taken = std::min(text.size(), size_t{std::numeric_limits<uInt>::max()});
      stream.next_in = reinterpret_cast<const Bytef*>(text.data());
      stream.avail_in = static_cast<uInt>(taken);
      text.remove_prefix(taken);
    }
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    state = ::deflate(&stream, text.empty() ? Z_FINISH : Z_NO_FLUSH);
    packed.append(piece, 0, piece.size() - stream.avail_out);
  }
  return packed;
}

}  // namespace dunghan::metrics
