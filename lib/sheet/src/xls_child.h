#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "input.h"
#include "reader.h"

/// FreeXL in a process of its own.
///
/// FreeXL 1.0.6 reads out of bounds in broken files, and takes what memory they say. So it runs in
/// a child that has so much memory and time and may fall over; what comes out of it is checked.
namespace dunghan::sheet {

/// What a child says: sheets, or rows, then how it ended.
class XlsChild {
 public:
  /// Begins to list the sheets, or to read one of them.
  static Result<std::unique_ptr<XlsChild>> ListSheets(const Input& input);
  static Result<std::unique_ptr<XlsChild>> ReadSheet(const Input& input, size_t sheet);
  XlsChild(const XlsChild&) = delete;
  XlsChild& operator=(const XlsChild&) = delete;
  /// Ends the child, if it has not ended yet.
  ~XlsChild();

  /// The next one; false at the end. @error kInvalidArgument: broken, or encrypted.
  Result<bool> NextSheet(std::string& name);
  Result<bool> NextRow(Row& row);

 private:
  XlsChild(const Input& input, int process, int pipe)
      : input_(input), process_(process), pipe_(pipe) {}
  static Result<std::unique_ptr<XlsChild>> Start(const Input& input, int64_t sheet);
  /// Exactly so many bytes; false where the child is gone.
  bool Read(void* into, size_t size);
  template <class Value>
  bool Read(Value& value) {
    return Read(&value, sizeof value);
  }
  bool ReadText(std::string& text);
  bool ReadCell(Cell& cell);
  /// How it ended: well (false), or with what error.
  Result<bool> Ended(char mark);
  Error FellOver() const;

  const Input& input_;
  int process_;
  int pipe_;
  std::string buffer_;
  size_t at_ = 0;
};

/// What the child does; it never returns. `sheet`: which one to read; -1: their names.
[[noreturn]] void RunXlsChild(const std::string& path, int64_t sheet, int pipe);

inline constexpr char kXlsSheet = 'S';
inline constexpr char kXlsRow = 'R';
inline constexpr char kXlsDone = 'Z';
inline constexpr char kXlsPassword = 'P';
inline constexpr char kXlsError = 'E';

}  // namespace dunghan::sheet
