#include "paper_xlsx_book.h"

#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "dunghan/base/digest.h"
#include "dunghan/base/text.h"
#include "paper_csv_parts.h"
#include "paper_text.h"

namespace dunghan::report {
namespace {

constexpr const char* kPrintFont = "Times New Roman";  // Decree 30/2020/ND-CP, annex I
constexpr lxw_color_t kBorderGrey = 0x808080;
constexpr size_t kMostSheetName = 31;

std::string CutToPoints(std::string text, size_t most) {
  while (CodePoints(text) > most) {
    do text.pop_back();
    while (!IsUtf8(text));
  }
  return text;
}

/// Excel takes no such characters in the name of a sheet.
std::string SheetName(std::string name) {
  for (char& c : name) {
    if (std::strchr("[]:*?/\\'", c) != nullptr) c = ' ';
  }
  return CutToPoints(std::move(name), kMostSheetName);
}

}  // namespace

Result<std::unique_ptr<XlsxBook>> XlsxBook::Open(const statement::Paper& paper) {
  std::error_code error;
  std::string name = (std::filesystem::temp_directory_path(error) / "dunghan-XXXXXX").string();
  if (error || ::mkdtemp(name.data()) == nullptr) {
    return Unavailable("no temporary folder for a workbook",
                       name + ": " + (error ? error.message() : std::strerror(errno)));
  }
  std::unique_ptr<XlsxBook> book(new XlsxBook(name, paper));
  if (book->book_ == nullptr) return Internal("a workbook cannot be made");
  return book;
}

XlsxBook::XlsxBook(std::filesystem::path folder, const statement::Paper& paper)
    : folder_(std::move(folder)), file_((folder_ / "paper.xlsx").string()) {
  std::string temporary = folder_.string();
  lxw_workbook_options options{
      .constant_memory = LXW_TRUE, .tmpdir = temporary.data(), .use_zip64 = LXW_TRUE};
  book_ = workbook_new_opt(file_.c_str(), &options);
  if (book_ != nullptr) SetProperties(paper);
}

XlsxBook::~XlsxBook() {
  if (book_ != nullptr) lxw_workbook_free(book_);
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

void XlsxBook::SetProperties(const statement::Paper& paper) {
  std::string title = PaperTitle(paper);
  std::string author = PaperPlain(paper.head.issuer.In(paper.language));
  std::string status;
  for (const std::string& mark : PaperMarks(paper)) status += (status.empty() ? "" : "; ") + mark;
  std::string words = paper.frozen ? PaperPlain(paper.frozen->id + " " + paper.frozen->digest) : "";
  lxw_doc_properties properties{};
  properties.title = title.data();
  properties.author = author.data();
  properties.status = status.data();
  properties.keywords = words.data();
  // The library would otherwise put the clock's time here. Zero means just that to it.
  const auto at = std::chrono::floor<std::chrono::seconds>(paper.position.at).time_since_epoch();
  properties.created = at.count() == 0 ? 1 : static_cast<time_t>(at.count());
  Check(workbook_set_properties(book_, &properties));
  const auto custom = [this](const char* name, const std::string& value) {
    if (!value.empty()) Check(workbook_set_custom_property_string(book_, name, value.c_str()));
  };
  custom("position", CsvPosition(paper));
  if (!paper.frozen) return;
  custom("report_id", PaperPlain(paper.frozen->id));
  custom("report_edition", std::to_string(paper.frozen->edition));
  custom("report_sha256", PaperPlain(paper.frozen->digest));
}

lxw_worksheet* XlsxBook::AddSheet(const std::string& wished) {
  const std::string name = SheetName(PaperPlain(wished));
  std::string unique = name;
  for (int n = 2; unique.empty() || workbook_get_worksheet_by_name(book_, unique.c_str()); ++n) {
    const std::string number = " " + std::to_string(n);
    unique = CutToPoints(name, kMostSheetName - number.size()) + number;
  }
  lxw_worksheet* sheet = workbook_add_worksheet(book_, unique.c_str());
  if (sheet != nullptr) return sheet;
  Check(LXW_ERROR_PARAMETER_VALIDATION);
  return workbook_add_worksheet(book_, nullptr);
}

lxw_format* XlsxBook::Style(const XlsxStyle& style) {
  lxw_format*& format = styles_[style];
  if (format != nullptr) return format;
  format = workbook_add_format(book_);
  format_set_font_name(format, kPrintFont);
  format_set_font_size(format, style.size);
  format_set_align(format, static_cast<uint8_t>(style.align));
  format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
  if (style.bold) format_set_bold(format);
  if (style.italic) format_set_italic(format);
  if (style.border) {
    format_set_border(format, LXW_BORDER_THIN);
    format_set_border_color(format, kBorderGrey);
  }
  if (style.wrap) format_set_text_wrap(format);
  if (style.indent > 0) format_set_indent(format, static_cast<uint8_t>(style.indent));
  if (style.color != 0) format_set_font_color(format, style.color);
  if (style.background != 0) format_set_bg_color(format, style.background);
  if (!style.number.empty()) format_set_num_format(format, style.number.c_str());
  return format;
}

void XlsxBook::Check(lxw_error error) {
  if (error_ == LXW_NO_ERROR) error_ = error;
}

Result<std::string> XlsxBook::Bytes() {
  Check(workbook_close(book_));
  book_ = nullptr;  // closing frees it, whatever comes of it
  if (error_ != LXW_NO_ERROR) {
    const char* why = lxw_strerror(error_);
    // Some of the library's failures are the disk's.
    if (error_ <= LXW_ERROR_ZIP_CLOSE) return Unavailable("a workbook cannot be written", why);
    return Internal("a workbook cannot be written", why);
  }
  std::ifstream in(file_, std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(in)), {});
  if (!in || bytes.empty()) return Unavailable("a workbook cannot be read back", file_);
  return bytes;
}

}  // namespace dunghan::report
