#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "number_format.h"
#include "packed.h"

namespace dunghan::sheet {

/// The texts of a workbook that cells refer to by number.
class SharedStrings {
 public:
  void Add(std::string_view text) {
    text_ += text;
    ends_.push_back(text_.size());
  }
  size_t size() const { return ends_.size(); }
  uint64_t bytes() const { return text_.size() + ends_.size() * sizeof(uint64_t); }
  /// REQUIRES: index < size().
  std::string_view operator[](size_t index) const {
    const size_t begin = index == 0 ? 0 : ends_[index - 1];
    return std::string_view(text_).substr(begin, ends_[index] - begin);
  }

 private:
  std::string text_;
  std::vector<uint64_t> ends_;
};

/// What the parts around the sheets say.
struct XlsxBook {
  struct Sheet {
    SheetName of;
    std::string part;
  };
  std::vector<Sheet> sheets;
  bool since_1904 = false;
  std::string strings_part;  // empty: none
  std::string styles_part;
};
Result<XlsxBook> ReadXlsxBook(const Zip& zip);
Result<SharedStrings> ReadSharedStrings(const Zip& zip, const std::string& part);
/// By the number of a cell's style.
Result<std::vector<FormatKind>> ReadStyles(const Zip& zip, const std::string& part);

/// What the cells of a sheet rest on.
struct XlsxContext {
  const Zip& zip;
  const XlsxBook& book;
  const SharedStrings& strings;
  const std::vector<FormatKind>& styles;
};
Result<void> ReadXlsxSheet(const XlsxContext& context, const XlsxBook::Sheet& sheet,
                           const Workbook::Visit& visit);

}  // namespace dunghan::sheet
