#include <string>

#include "../unit/sheet/packages.h"
#include "target.h"

/// The parts of a workbook: rows, strings, styles, and the book itself, cut at lines of one "%".

using namespace dunghan;

namespace {

void ReadAll(const std::string& bytes) {
  sheet::Bounds bounds;
  bounds.inflated_bytes = uint64_t{16} << 20U;
  bounds.string_bytes = uint64_t{4} << 20U;
  bounds.row_bytes = size_t{4} << 20U;
  bounds.rows = 100'000;
  bounds.cells = 1'000'000;
  auto workbook = sheet::Workbook::FromBytes(bytes, "x", bounds);
  if (!workbook) return;
  const auto sheets = workbook->Sheets();
  if (!sheets) return;
  for (size_t i = 0; i < sheets->size(); ++i) {
    int64_t last = 0;
    (void)workbook->ForEachRow(i, [&](const sheet::Row& row) {
      fuzz::Require(!row.cells.empty() && row.number > last,
                    "rows come in order, and hold something");
      last = row.number;
      return true;
    });
  }
  (void)workbook->FirstFilled();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  std::string parts[4];
  for (std::string& part : parts) {
    const size_t end = std::min(rest.find("\n%\n"), rest.size());
    part = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 3, rest.size()));
  }
  ReadAll(sheet::Packed(sheet::XlsxParts(parts[0], parts[1], parts[2], parts[3])));
  ReadAll(sheet::Packed(
      {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"}, {"content.xml", parts[0]}}));
  return 0;
}
