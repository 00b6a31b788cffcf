#pragma once

#include <fmt/format.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/sheet/workbook.h"
#include "input.h"

namespace dunghan::sheet {

class Workbook::Reader {
 public:
  Reader(FileKind kind, std::string name) : kind_(kind), name_(std::move(name)) {}
  virtual ~Reader() = default;
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  FileKind kind() const { return kind_; }
  const std::string& name() const { return name_; }

  virtual Result<std::vector<SheetName>> Sheets() = 0;
  virtual Result<void> ForEachRow(size_t sheet, const Visit& visit) = 0;
  virtual Result<size_t> FirstFilled();

 protected:
  Error NoSheet(size_t sheet, size_t sheets) const;
  Error NothingInIt() const;

 private:
  FileKind kind_;
  std::string name_;
};

using ReaderPointer = std::unique_ptr<Workbook::Reader>;

/// REQUIRES: the input is of that kind, or broken. The input and what is made of it live as long.
Result<ReaderPointer> OpenXls(Input input, const Bounds& bounds);
Result<ReaderPointer> OpenCsv(Input input, const Bounds& bounds);
/// An .xlsx or .ods, as the parts in it tell.
Result<ReaderPointer> OpenPacked(Input input, const Bounds& bounds);

/// Whether anything but blanks stands in a row.
bool IsFilled(const Row& row);

/// Where something is wrong: a file, and what is known of the place in it.
struct Place {
  std::string_view file;
  std::string_view sheet = {};
  int64_t row = 0;
};
/// "names.xlsx: sheet "Tháng 6", row 12: ..."
Error Fault(const Place& place, std::string_view what);

/// Why a row is no longer read, before it fills the machine: a text that stands in the file once
/// may be that of every cell.
inline std::string TooLongRow(const Bounds& bounds) {
  return fmt::format("expected at most {} bytes in a row, got more", bounds.row_bytes);
}

/// Takes the rows of a sheet to whoever visits them, within the bounds.
class RowSink {
 public:
  RowSink(const Bounds& bounds, const Workbook::Visit& visit) : bounds_(bounds), visit_(visit) {}

  /// Whether to go on. @error kInvalidArgument: more rows or cells than are read.
  Result<bool> Take(const Row& row, const Place& place);

 private:
  const Bounds& bounds_;
  const Workbook::Visit& visit_;
  int64_t rows_ = 0;
  int64_t cells_ = 0;
};

/// Cells of what a file says; `text` is filled in.
Cell NumberCell(int column, double number, bool percent);
Cell DateCell(int column, LocalTime at);
Cell BooleanCell(int column, bool value);
/// Reads "2021-06-07", "2021-06-07T08:00:00.000" or the same with a blank, as files write it.
bool ParseLocalTime(std::string_view text, LocalTime& at);

}  // namespace dunghan::sheet
