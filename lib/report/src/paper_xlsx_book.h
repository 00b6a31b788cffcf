#pragma once

#include <xlsxwriter.h>

#include <compare>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "dunghan/base/error.h"
#include "dunghan/statement/paper.h"

namespace dunghan::report {

/// How a cell looks.
struct XlsxStyle {
  bool bold = false;
  bool italic = false;
  bool border = false;
  bool wrap = true;
  lxw_format_alignments align = LXW_ALIGN_LEFT;
  int size = 11;
  int indent = 0;
  lxw_color_t color = 0;       ///< of the text; 0: black
  lxw_color_t background = 0;  ///< 0: none
  std::string number = {};     ///< the format of numbers: "#,##0"
  auto operator<=>(const XlsxStyle&) const = default;
};

/// A workbook that is written by way of a private folder, which is gone with it. Its sheets keep
/// one row in memory, so that rows must be written in their order.
class XlsxBook {
 public:
  static Result<std::unique_ptr<XlsxBook>> Open(const statement::Paper& paper);
  ~XlsxBook();
  XlsxBook(const XlsxBook&) = delete;
  XlsxBook& operator=(const XlsxBook&) = delete;

  /// A sheet whose name is as near to the one asked for as such names may be.
  lxw_worksheet* AddSheet(const std::string& wished);
  lxw_chart* AddChart(lxw_chart_type type) {
    return workbook_add_chart(book_, static_cast<uint8_t>(type));
  }
  lxw_format* Style(const XlsxStyle& style);
  /// What a library's function returned; the first failure is what Bytes returns.
  void Check(lxw_error error);

  /// The whole file. REQUIRES: nothing is written any more.
  Result<std::string> Bytes();

 private:
  XlsxBook(std::filesystem::path folder, const statement::Paper& paper);
  void SetProperties(const statement::Paper& paper);

  const std::filesystem::path folder_;
  const std::string file_;
  lxw_workbook* book_ = nullptr;
  lxw_error error_ = LXW_NO_ERROR;
  std::map<XlsxStyle, lxw_format*> styles_;
};

}  // namespace dunghan::report
