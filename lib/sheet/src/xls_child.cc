#include "xls_child.h"

#include <freexl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <optional>

namespace dunghan::sheet {
namespace {

constexpr rlim_t kMostMemory = rlim_t{2} << 30;  // beyond what the process has already
constexpr rlim_t kMostSeconds = 120;

/// What the parent is told, in pieces of some size. Nobody listening any more ends the child.
class XlsReport {
 public:
  explicit XlsReport(int pipe) : pipe_(pipe) {}

  template <class Value>
  void Put(const Value& value) {
    Put(&value, sizeof value);
  }
  void PutText(std::string_view text) {
    Put(static_cast<uint32_t>(text.size()));
    Put(text.data(), text.size());
  }
  [[noreturn]] void End(char mark, int32_t code = 0) {
    Put(mark);
    Put(code);
    Flush();
    ::_exit(0);
  }

 private:
  void Put(const void* bytes, size_t size) {
    text_.append(static_cast<const char*>(bytes), size);
    if (text_.size() >= size_t{1} << 16) Flush();
  }
  void Flush() {
    std::string_view rest = text_;
    while (!rest.empty()) {
      const ssize_t count = ::write(pipe_, rest.data(), rest.size());
      if (count < 0 && errno == EINTR) continue;
      if (count <= 0) ::_exit(1);
      rest.remove_prefix(static_cast<size_t>(count));
    }
    text_.clear();
  }

  int pipe_;
  std::string text_;
};

/// How much address space there is already, in bytes.
rlim_t MemoryNow() {
  long long pages = 0;
  if (std::FILE* file = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(file, "%lld", &pages) != 1) pages = 0;
    std::fclose(file);
  }
  return static_cast<rlim_t>(pages) * static_cast<rlim_t>(::sysconf(_SC_PAGESIZE));
}

void Limit(decltype(RLIMIT_AS) what, rlim_t most) {
  const rlimit limit{most, most};
  ::setrlimit(what, &limit);
}

/// Where memory runs out, this process goes before the one that waits for it.
void GoFirst() {
  if (std::FILE* file = std::fopen("/proc/self/oom_score_adj", "w")) {
    std::fputs("1000", file);
    std::fclose(file);
  }
}

/// "2021-06-07" and "2021-06-07 08:00:00", as FreeXL gives dates.
std::optional<Cell> CellOfXls(int column, const FreeXL_CellValue& value) {
  switch (value.type) {
    case FREEXL_CELL_INT:
      return NumberCell(column, value.value.int_value, false);
    case FREEXL_CELL_DOUBLE:
      return NumberCell(column, value.value.double_value, false);
    case FREEXL_CELL_DATE:
    case FREEXL_CELL_DATETIME:
    case FREEXL_CELL_TIME:
    case FREEXL_CELL_TEXT:
    case FREEXL_CELL_SST_TEXT: {
      const std::string_view text = value.value.text_value ? value.value.text_value : "";
      if (text.empty()) return std::nullopt;
      LocalTime at;
      const bool dated = value.type == FREEXL_CELL_DATE || value.type == FREEXL_CELL_DATETIME;
      if (dated && ParseLocalTime(text, at)) return DateCell(column, at);
      return Cell{.column = column, .kind = CellKind::kText, .text = std::string(text)};
    }
    default:
      return std::nullopt;
  }
}

void PutRow(XlsReport& report, const Row& row) {
  report.Put(kXlsRow);
  report.Put(row.number);
  report.Put(static_cast<uint32_t>(row.cells.size()));
  for (const Cell& cell : row.cells) {
    report.Put(static_cast<int32_t>(cell.column));
    report.Put(static_cast<uint8_t>(cell.kind));
    report.Put(cell.number);
    report.Put(static_cast<int64_t>(cell.at.time_since_epoch().count()));
    report.PutText(cell.text);
  }
}

void PutSheets(XlsReport& report, const void* handle) {
  uint32_t count = 0;
  const int code = freexl_get_info(handle, FREEXL_BIFF_SHEET_COUNT, &count);
  if (code != FREEXL_OK) report.End(kXlsError, code);
  for (uint32_t i = 0; i < count; ++i) {
    const char* name = nullptr;
    const int named = freexl_get_worksheet_name(handle, static_cast<uint16_t>(i), &name);
    report.Put(kXlsSheet);
    report.PutText(named == FREEXL_OK && name ? name : "");
  }
}

void PutRows(XlsReport& report, const void* handle, uint16_t sheet) {
  uint32_t rows = 0;
  uint16_t columns = 0;
  int code = freexl_select_active_worksheet(handle, sheet);
  if (code == FREEXL_OK) code = freexl_worksheet_dimensions(handle, &rows, &columns);
  if (code != FREEXL_OK) report.End(kXlsError, code);
  Row row;
  for (uint32_t r = 0; r < rows; ++r) {
    row.number = static_cast<int64_t>(r) + 1;
    row.cells.clear();
    for (uint16_t c = 0; c < columns; ++c) {
      FreeXL_CellValue value{};
      code = freexl_get_cell_value(handle, r, c, &value);
      if (code != FREEXL_OK) report.End(kXlsError, code);
      if (auto cell = CellOfXls(c, value)) row.cells.push_back(*std::move(cell));
    }
    if (!row.cells.empty()) PutRow(report, row);
  }
}

}  // namespace

void RunXlsChild(const std::string& path, int64_t sheet, int pipe) {
  // A service may not be allowed to set limits: then its own memory, and the parent's patience,
  // are the bounds.
  GoFirst();
  Limit(RLIMIT_CORE, 0);
  Limit(RLIMIT_CPU, kMostSeconds);
  Limit(RLIMIT_AS, MemoryNow() + kMostMemory);
  XlsReport report(pipe);
  const void* handle = nullptr;
  const int code = freexl_open(path.c_str(), &handle);
  uint32_t password = FREEXL_BIFF_PLAIN;
  if (handle) freexl_get_info(handle, FREEXL_BIFF_PASSWORD, &password);
  if (password == FREEXL_BIFF_OBFUSCATED) report.End(kXlsPassword);
  if (code != FREEXL_OK) report.End(kXlsError, code);
  if (sheet < 0) {
    PutSheets(report, handle);
  } else {
    PutRows(report, handle, static_cast<uint16_t>(sheet));
  }
  report.End(kXlsDone);
}

}  // namespace dunghan::sheet
