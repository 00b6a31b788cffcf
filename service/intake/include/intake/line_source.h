#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/digest.h"
#include "dunghan/base/error.h"
#include "intake/byte_source.h"
#include "intake/limits.h"

namespace dunghan::intake {

/// One line of an input, without its line ending.
struct Line {
  /// Lasts until the next Read; kPadding bytes are readable behind it. Of an overlong line the
  /// first kKeptOfOverlong bytes.
  std::string_view text;
  int64_t number = 0;   ///< from 1, blank lines included
  uint64_t offset = 0;  ///< of its first byte in the input, unpacked
  bool overlong = false;
  uint64_t size = 0;  ///< overlong: of the whole line, as it stood
  Digest digest{};    ///< overlong: of the whole line
};

/// Splits an input into lines. Blank lines are counted but not handed out; a byte-order mark at the
/// beginning and a carriage return before the line feed are dropped; the last line needs no line
/// feed. A line beyond kMaxLine is streamed past without being held. One thread at a time.
class LineSource {
 public:
  explicit LineSource(ByteSource bytes);

  /// The next line; kNotYet when it is not there, all of it, within `patience`.
  /// @error as of ByteSource::Read, or it is no UTF-8 text at all (UTF-16, a workbook); the input
  /// cannot be read any further. Every line before the fault has been handed out, the one it stands
  /// in has not.
  Result<ReadStatus> Read(Line& line, std::chrono::milliseconds patience);

  const ByteSource& bytes() const { return bytes_; }
  /// How many bytes, unpacked, stand before the next line to hand out.
  uint64_t offset() const { return offset_; }
  /// How many were read from the input, unpacked.
  uint64_t read() const { return offset_ + passed_ + (end_ - begin_); }
  /// Lines handed out or passed over as blank.
  int64_t lines() const { return lines_; }

 private:
  std::optional<std::string> FaultOfForm() const;
  bool TakeLine(Line& line);
  void TakeRest(Line& line);
  void Give(Line& line, std::string_view text, size_t taken);
  void PassOverlong();
  void GiveOverlong(Line& line, size_t last);
  Result<ReadStatus> Fill(std::chrono::milliseconds patience);

  ByteSource bytes_;
  std::vector<char> buffer_;
  // The unread part of the buffer, and how far it was searched for a line feed.
  size_t begin_ = 0;
  size_t end_ = 0;
  size_t searched_ = 0;
  uint64_t offset_ = 0;
  int64_t lines_ = 0;
  // Of an overlong line: what was streamed past, and the beginning of it.
  uint64_t passed_ = 0;
  std::string kept_;
  Sha256Stream digest_;
};

}  // namespace dunghan::intake
