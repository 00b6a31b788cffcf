#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "dunghan/base/error.h"

namespace dunghan::intake {

// The first byte of gzip is a control character, which no JSON text begins with.
inline constexpr char kGzipFirstByte = '\x1f';

/// Undoes gzip (RFC 1952) as its bytes come: any number of members, zero padding behind them; a
/// byte-order mark at the beginning of a later member is dropped. Memory goes neither with what is
/// packed nor with what is in it. One thread at a time.
class GzipStream {
 public:
  GzipStream();
  ~GzipStream();
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;

  /// The next bytes, up to 4 GB, which have to stay where they are until they are used up.
  /// REQUIRES: needs_input().
  void Give(std::string_view packed);
  /// All that was given is used up, and what was in it has been read.
  bool needs_input() const;
  /// What comes next, as much of it as is found at once; 0 may also mean that more is to be read,
  /// as long as !needs_input().
  /// @error kInvalidArgument: this is no gzip, or it is damaged, or something else follows it.
  Result<size_t> Read(std::span<char> into);
  /// To be asked where there is no more to give.
  /// @error kInvalidArgument: it is cut off.
  Result<void> End() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dunghan::intake
