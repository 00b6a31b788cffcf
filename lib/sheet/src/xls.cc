#include <fcntl.h>
#include <fmt/format.h>
#include <freexl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <limits>
#include <memory>

#include "dunghan/base/text.h"
#include "reader.h"
#include "xls_child.h"

namespace dunghan::sheet {
namespace {

constexpr std::string_view kEncrypted =
    "encrypted: open it with its password and save it without one";

/// Bytes as something that FreeXL can open, which takes names of files alone: a file in memory.
class NamedInput {
 public:
  explicit NamedInput(const Input& input) {
    if (!input.in_memory()) {
      descriptor_ = ::fcntl(input.descriptor(), F_DUPFD_CLOEXEC, 0);
      return;
    }
    descriptor_ = ::memfd_create("workbook", MFD_CLOEXEC);
    std::string_view rest = input.bytes();
    while (descriptor_ >= 0 && !rest.empty()) {
      const ssize_t count = ::write(descriptor_, rest.data(), rest.size());
      if (count <= 0) {
        Close();
        return;
      }
      rest.remove_prefix(static_cast<size_t>(count));
    }
  }
  ~NamedInput() { Close(); }
  NamedInput(const NamedInput&) = delete;
  NamedInput& operator=(const NamedInput&) = delete;

  bool ok() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }
  std::string path() const { return fmt::format("/proc/self/fd/{}", descriptor_); }

 private:
  void Close() {
    if (descriptor_ >= 0) ::close(descriptor_);
    descriptor_ = -1;
  }
  int descriptor_ = -1;
};

/// Of what the process had open the child keeps two: locks and connections are not its own, and
/// must not outlive the parent. Nor does the child.
void KeepOnly(int one, int other) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const auto [low, high] = std::minmax(one, other);
  const auto close = [](int from, int to) {
    if (from <= to) ::close_range(static_cast<unsigned>(from), static_cast<unsigned>(to), 0);
  };
  close(STDERR_FILENO + 1, low - 1);
  close(low + 1, high - 1);
  close(high + 1, std::numeric_limits<int>::max());
}

/// Whether a compound file holds an encrypted .xlsx: a stream of that name.
Result<bool> HoldsEncryptedPackage(const Input& input) {
  std::string name;
  for (const char c : std::string_view("EncryptedPackage")) name += {c, '\0'};
  std::string piece(size_t{1} << 20, '\0');
  for (uint64_t at = 0; at < input.size(); at += piece.size() - name.size()) {
    const auto count = input.ReadAt(at, piece);
    if (!count) return count.error();
    if (std::string_view(piece).substr(0, *count).find(name) != std::string_view::npos) return true;
  }
  return false;
}

std::string_view XlsWords(int code) {
  switch (code) {
    case FREEXL_INSUFFICIENT_MEMORY:
      return "it needs too much memory";
    case FREEXL_BIFF_WORKBOOK_NOT_FOUND:
      return "no workbook in it; a document of another program perhaps";
    case FREEXL_BIFF_INVALID_BOF:
      return "its beginning is broken";
    case FREEXL_INVALID_CHARACTER:
    case FREEXL_UNSUPPORTED_CHARSET:
      return "a text in an unknown code page";
    case FREEXL_CFBF_READ_ERROR:
    case FREEXL_CFBF_SEEK_ERROR:
      return "it is cut short";
    default:
      return "its structure is broken";
  }
}

class XlsReader final : public Workbook::Reader {
 public:
  XlsReader(Input input, const Bounds& bounds, std::vector<SheetName> sheets)
      : Reader(FileKind::kXls, input.name()),
        input_(std::move(input)),
        bounds_(bounds),
        sheets_(std::move(sheets)) {}

  Result<std::vector<SheetName>> Sheets() override { return sheets_; }

  Result<void> ForEachRow(size_t sheet, const Workbook::Visit& visit) override {
    if (sheet >= sheets_.size()) return NoSheet(sheet, sheets_.size());
    const auto child = XlsChild::ReadSheet(input_, sheet);
    if (!child) return child.error();
    RowSink sink(bounds_, visit);
    Row row;
    while (true) {
      const auto is_row = (*child)->NextRow(row);
      if (!is_row) return is_row.error();
      if (!*is_row) return {};
      const auto more = sink.Take(row, {input_.name(), sheets_[sheet].name, row.number});
      if (!more) return more.error();
      if (!*more) return {};
    }
  }

 private:
  Input input_;
  Bounds bounds_;
  std::vector<SheetName> sheets_;
};

Result<std::vector<SheetName>> XlsSheets(const Input& input, const Bounds& bounds) {
  const auto child = XlsChild::ListSheets(input);
  if (!child) return child.error();
  std::vector<SheetName> sheets;
  while (true) {
    SheetName sheet;
    const auto is_sheet = (*child)->NextSheet(sheet.name);
    if (!is_sheet) return is_sheet.error();
    if (!*is_sheet) return sheets;
    if (sheets.size() == bounds.sheets) {
      return Fault({input.name()},
                   fmt::format("expected at most {} sheets, got more", bounds.sheets));
    }
    sheets.push_back(std::move(sheet));
  }
}

}  // namespace

Result<std::unique_ptr<XlsChild>> XlsChild::ListSheets(const Input& input) {
  return Start(input, -1);
}
Result<std::unique_ptr<XlsChild>> XlsChild::ReadSheet(const Input& input, size_t sheet) {
  return Start(input, static_cast<int64_t>(sheet));
}

Result<std::unique_ptr<XlsChild>> XlsChild::Start(const Input& input, int64_t sheet) {
  const NamedInput named(input);
  std::array<int, 2> pipe{-1, -1};
  const std::string path = named.path();
  if (!named.ok() || ::pipe2(pipe.data(), O_CLOEXEC) != 0) {
    return Unavailable(fmt::format("{}: no memory or no descriptor is left", input.name()));
  }
  const pid_t process = ::fork();
  if (process == 0) {
    KeepOnly(named.descriptor(), pipe[1]);
    RunXlsChild(path, sheet, pipe[1]);
  }
  ::close(pipe[1]);
  if (process < 0) {
    ::close(pipe[0]);
    return Unavailable(fmt::format("{}: no process can be started", input.name()));
  }
  return std::unique_ptr<XlsChild>(new XlsChild(input, process, pipe[0]));
}

XlsChild::~XlsChild() {
  ::close(pipe_);
  ::kill(process_, SIGKILL);
  while (::waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
  }
}

bool XlsChild::Read(void* into, size_t size) {
  constexpr size_t kPiece = size_t{64} << 10;
  constexpr int kPatience = 120'000;  // milliseconds without a word: it goes round in circles
  while (buffer_.size() - at_ < size) {
    buffer_.erase(0, at_);
    at_ = 0;
    const size_t held = buffer_.size();
    pollfd ready{pipe_, POLLIN, 0};
    const int told = ::poll(&ready, 1, kPatience);
    if (told < 0 && errno == EINTR) continue;
    if (told <= 0) return false;
    buffer_.resize(held + kPiece);
    const ssize_t count = ::read(pipe_, buffer_.data() + held, kPiece);
    buffer_.resize(held + static_cast<size_t>(std::max<ssize_t>(count, 0)));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return false;
  }
  buffer_.copy(static_cast<char*>(into), size, at_);
  at_ += size;
  return true;
}

bool XlsChild::ReadText(std::string& text) {
  constexpr uint32_t kLongest = 1 << 20;
  uint32_t size = 0;
  if (!Read(size) || size > kLongest) return false;
  text.resize(size);
  return Read(text.data(), size) && IsUtf8(text);
}

bool XlsChild::ReadCell(Cell& cell) {
  int32_t column = 0;
  uint8_t kind = 0;
  int64_t at = 0;
  if (!Read(column) || !Read(kind) || !Read(cell.number) || !Read(at)) return false;
  if (column < 0 || kind > static_cast<uint8_t>(CellKind::kError)) return false;
  cell.column = column;
  cell.kind = static_cast<CellKind>(kind);
  cell.at = LocalTime(std::chrono::milliseconds(at));
  cell.has_time = cell.kind == CellKind::kDate &&
                  cell.at != LocalTime(std::chrono::floor<std::chrono::days>(cell.at));
  return ReadText(cell.text);
}

Error XlsChild::FellOver() const {
  return Fault({input_.name()}, "a broken .xls: it cannot be read; save it as .xlsx");
}

Result<bool> XlsChild::Ended(char mark) {
  int32_t code = 0;
  if (!Read(code)) return FellOver();
  if (mark == kXlsDone) return false;
  if (mark == kXlsPassword) return Fault({input_.name()}, kEncrypted);
  if (mark != kXlsError) return FellOver();
  return Fault({input_.name()}, fmt::format("a broken .xls: {} (FreeXL {})", XlsWords(code), code));
}

Result<bool> XlsChild::NextSheet(std::string& name) {
  char mark = 0;
  if (!Read(mark)) return FellOver();
  if (mark != kXlsSheet) return Ended(mark);
  if (!ReadText(name)) return FellOver();
  return true;
}

Result<bool> XlsChild::NextRow(Row& row) {
  constexpr uint32_t kMostColumns = 256;
  char mark = 0;
  if (!Read(mark)) return FellOver();
  if (mark != kXlsRow) return Ended(mark);
  uint32_t cells = 0;
  if (!Read(row.number) || !Read(cells) || cells > kMostColumns) return FellOver();
  row.cells.resize(cells);
  for (Cell& cell : row.cells) {
    if (!ReadCell(cell)) return FellOver();
  }
  return true;
}

Result<ReaderPointer> OpenXls(Input input, const Bounds& bounds) {
  const auto encrypted = HoldsEncryptedPackage(input);
  if (!encrypted) return encrypted.error();
  if (*encrypted) return Fault({input.name()}, kEncrypted);
  if (input.size() > bounds.xls_bytes) {
    return Fault({input.name()}, fmt::format("expected an .xls of at most {} bytes, got {}; save "
                                             "it as .xlsx",
                                             bounds.xls_bytes, input.size()));
  }
  auto sheets = XlsSheets(input, bounds);
  if (!sheets) return sheets.error();
  return ReaderPointer(std::make_unique<XlsReader>(std::move(input), bounds, *std::move(sheets)));
}

}  // namespace dunghan::sheet
