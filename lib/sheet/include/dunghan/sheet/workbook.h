#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/sheet/cell.h"

namespace dunghan::sheet {

enum class FileKind : uint8_t { kXls, kXlsx, kOds, kCsv };
std::string_view ToString(FileKind kind);  ///< "xlsx"

/// How much is read at most; whatever is beyond is an error that says so. No file, however it is
/// made, takes more memory than the shared strings of an .xlsx, a row, and the sheets of an .xls.
struct Bounds {
  uint64_t file_bytes = uint64_t{4} << 30;
  uint64_t xls_bytes = uint64_t{256} << 20;     ///< .xls alone, which is read into memory
  uint64_t inflated_bytes = uint64_t{8} << 30;  ///< of one part of an .xlsx or .ods
  uint64_t inflated_free = uint64_t{32} << 20;  ///< up to which the ratio is not looked at
  uint64_t ratio = 200;                         ///< inflated to packed; sheets have 5 to 50
  uint64_t string_bytes = uint64_t{512} << 20;  ///< of the shared strings of an .xlsx
  size_t cell_bytes = size_t{1} << 20;          ///< of one text; Excel's have 32,767 characters
  size_t row_bytes = size_t{64} << 20;          ///< of the texts of one row
  int64_t rows = 20'000'000;
  int64_t cells = 1'000'000'000;
  int columns = 16'384;
  size_t sheets = 1'000;
};

struct SheetName {
  std::string name;     ///< in CSV empty
  bool hidden = false;  ///< not known of an .xls
};

/// A workbook (.xls, .xlsx, .ods) or list (CSV) that is read row by row.
///
/// What it is, its content tells, not its name. CSV: comma, semicolon or tab, told by looking;
/// quoted as RFC 4180 says; UTF-8 with or without a byte-order mark, UTF-16 with one, as Excel's
/// "Unicode text" is. Workbooks that are encrypted or broken, XML that declares entities, zip bombs
/// and whatever is beyond the bounds are errors, kInvalidArgument, that name file, sheet and row as
/// far as they are known. Nothing is written to disk.
///
/// An .xls is read by a process of its own, for the library that does so cannot stand broken files.
/// Not for several threads.
class Workbook {
 public:
  static Result<Workbook> Open(const std::filesystem::path& path, const Bounds& bounds = {});
  /// From bytes in memory; `name` is for messages.
  static Result<Workbook> FromBytes(std::string bytes, std::string name, const Bounds& bounds = {});
  Workbook(Workbook&&) noexcept;
  Workbook& operator=(Workbook&&) noexcept;
  ~Workbook();

  FileKind kind() const;
  const std::string& name() const;  ///< of the file, for messages

  /// Of an .ods this reads through the whole file.
  Result<std::vector<SheetName>> Sheets();

  /// Takes a row, which is good until it returns; false: enough.
  using Visit = std::function<bool(const Row& row)>;

  /// The rows of a sheet, from the top; those that hold nothing are left out.
  /// @error kNotFound: no such sheet.
  Result<void> ForEachRow(size_t sheet, const Visit& visit);

  /// The first sheet that is shown and holds anything, else the first hidden one that does.
  /// @error kNotFound: nothing stands in any of them.
  Result<size_t> FirstFilled();

  class Reader;  ///< one for each kind of file

 private:
  explicit Workbook(std::unique_ptr<Reader> reader);
  std::unique_ptr<Reader> reader_;
};

}  // namespace dunghan::sheet
